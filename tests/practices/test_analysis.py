"""The cross-tab: each number is that of the list it opens, and of the API; what it says of itself is true."""

import csv
import io

import pytest
from bs4 import BeautifulSoup

from handlungsfelder.models import Handlungsmuster
from practices.filter.crosstab import AXES
from practices.models import Practice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


def soup_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return BeautifulSoup(response.content, "html.parser")


def count_of(client, query):
    return client.get(f"/api/v1/practices/?page_size=1&{query}").json()["count"]


def table(client, query):
    text = client.get(f"/analyse.csv?{query}").content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


@pytest.mark.parametrize(
    ("rows", "columns", "also"),
    [
        ("handlungsfeld", "handlungsmuster", ""),
        ("handlungsmuster", "buergerrolle", "&state=DE-NI&state=DE-BY"),
        ("state", "carrier", "&q=Bus"),
        ("chance", "kommunenrolle", "&handlungsmuster=mit-anpacken"),
    ],
)
def test_each_cell_is_what_its_link_and_the_api_count(client, rows, columns, also):
    soup = soup_of(client, f"/analyse/?rows={rows}&columns={columns}{also}")
    links = soup.select(".crosstab__table td a")
    assert links
    for link in links:
        query = link["href"].removeprefix("/?")
        assert f"{rows}=" in query and f"{columns}=" in query
        assert count_of(client, query) == int(link.get_text()), query
    cells = soup.select(".crosstab__table tbody td:not(.crosstab__sum)")
    lines = table(client, f"rows={rows}&columns={columns}{also}")[1:-1]
    assert [int(cell.get_text()) for cell in cells] == [int(n) for line in lines for n in line[1:-1]]
    assert len(cells) == len(soup.select(".crosstab__table tbody tr")) * (len(soup.select("thead th")) - 1)


def test_a_cell_without_a_link_has_no_case_and_is_named_as_a_gap(client):
    soup = soup_of(client, "/analyse/?rows=handlungsfeld&columns=handlungsmuster")
    named = {item.get_text(strip=True) for item in soup.select(".analysis__gaps li")}
    lines = table(client, "rows=handlungsfeld&columns=handlungsmuster")
    heads, body = lines[0][1:-1], lines[1:-1]
    empty = {f"{line[0]} – {head}" for line in body for head, n in zip(heads, line[1:-1], strict=True) if n == "0"}
    assert named == empty
    assert "Digitalisierung – Mit anpacken" in named
    assert [line[-1] for line in body] == [
        str(count_of(client, f"handlungsfeld={slug}"))
        for slug in Practice.objects.order_by("handlungsfeld__position")
        .values_list("handlungsfeld__slug", flat=True)
        .distinct()
    ]


def test_only_the_source_counts_where_it_is_asked_for(client):
    address = "/analyse/?rows=handlungsfeld&columns=handlungsmuster&basis=source"
    soup = soup_of(client, address)
    column = [head.get_text(strip=True) for head in soup.select("thead th")].index("Sich selbst versorgen")
    based = Practice.objects.published().filter(
        handlungsmuster__term__slug="sich-selbst-versorgen", handlungsmuster__basis="source"
    )
    assert soup.select("tfoot td")[column].get_text() == str(based.count())
    assert 0 < based.count() < count_of(client, "handlungsmuster=sich-selbst-versorgen")
    for link in soup.select(".crosstab__table td a"):
        listed = soup_of(client, f"/analyse/{link['href']}").select("#listed a")
        assert len(listed) == int(link.get_text())


def test_what_counts_more_than_once_or_nowhere_is_said(client):
    text = " ".join(soup_of(client, "/analyse/").select_one(".analysis__notes").get_text().split())
    coded = [practice.handlungsmuster.count() for practice in Practice.objects.published()]
    assert f"Handlungsmuster: {sum(n > 1 for n in coded)} Beispiele zählen mehrfach." in text
    assert f"Handlungsmuster: {coded.count(0)} Beispiele zählen nirgends." in text
    assert "keine Anteile" in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("rows=farbe", ["rows=farbe", "handlungsfeld"]),
        ("rows=state&columns=state", ["columns=state", "sind gleich"]),
        ("basis=bauch", ["basis=bauch", "any, source"]),
        ("rows=state&rows=carrier", ["rows=state, carrier", "nur einmal"]),
        ("handlungsfeld=verkehr", ["handlungsfeld=verkehr"]),
        ("farbe=rot", ["farbe=rot"]),
        ("row=verkehr&column=mit-anpacken", ["row=verkehr", "mobilitaet"]),
        ("row=mobilitaet", ["column=", "mit-anpacken"]),
    ],
)
def test_what_is_refused_is_named(client, query, said):
    for path in ("/analyse/", "/analyse.csv", "/analyse.svg"):
        problems = soup_of(client, f"{path}?{query}", 400).select_one(".problems")
        text = problems.get_text(" ", strip=True)
        assert all(part in text for part in said), text
        assert problems.select("a")[-1]["href"] == "/analyse/"


def test_names_are_no_formulas_and_the_chart_stands_alone(client):
    Handlungsmuster.objects.filter(slug="mit-anpacken").update(title='=HYPERLINK("x")')
    assert table(client, "")[0][2] == '\'=HYPERLINK("x")'
    chart = client.get("/analyse.svg")
    assert chart["Content-Type"] == "image/svg+xml"
    svg = BeautifulSoup(chart.content, "xml").svg
    assert svg.title.get_text().startswith("Handlungsfeld nach Handlungsmuster")
    assert [text.get_text() for text in svg.select("g.chart__circles text")]


def test_every_pair_is_shown_with_as_many_queries(client, django_assert_max_num_queries):
    client.get("/analyse/")
    for rows in AXES:
        columns = "state" if rows != "state" else "carrier"
        with django_assert_max_num_queries(3):
            assert client.get(f"/analyse/?rows={rows}&columns={columns}").status_code == 200


def test_what_is_too_long_to_be_named_is_counted(client, monkeypatch):
    whole = soup_of(client, "/analyse/").select(".analysis__gaps li")
    monkeypatch.setattr("practices.filter.crosstab.GAPS_NAMED", 3)
    monkeypatch.setattr("practices.pages.analysis.MOST_LISTED", 2)
    soup = soup_of(client, "/analyse/?row=mobilitaet&column=mit-anpacken")
    gaps = [item.get_text(strip=True) for item in soup.select(".analysis__gaps li")]
    assert str(len(whole)) in soup.select_one(".analysis__gaps summary").get_text()
    assert gaps[3:] == [f"… und {len(whole) - 3} weitere"]
    number = count_of(client, "handlungsfeld=mobilitaet&handlungsmuster=mit-anpacken")
    assert len(soup.select("#listed a")) == 2
    assert soup.select("#listed li")[-1].get_text(strip=True) == f"… und {number - 2} weitere"
