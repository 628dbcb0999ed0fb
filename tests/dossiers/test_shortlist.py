"""A shortlist in its address: order, steps, what is missing, what is refused; and the comparison."""

import pytest
from bs4 import BeautifulSoup

from core.acting import acting
from dossiers.comparison import compared, facts_of
from practices.models import Practice
from tests.workplace.current.conftest import case, changed, put
from workplace.workflow import steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

LOITZ, SCHOENAU, LATHEN = (
    "loitz-urbane-kleinstadt-2030",
    "schoenau-stromrebellen",
    "lathen-genossenschaftliche-waermeversorgung",
)


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return BeautifulSoup(response.content, "html.parser")


def query(*slugs):
    return "?" + "&".join(f"praxis={slug}" for slug in slugs)


def shown(soup):
    return [item["data-chosen"] for item in soup.select("[data-chosen]")]


def test_the_address_says_which_cases_and_in_which_order(client):
    assert shown(page(client, f"/merkliste/{query(SCHOENAU, LOITZ, SCHOENAU, LATHEN)}")) == [SCHOENAU, LOITZ, LATHEN]


def test_each_step_is_a_link_to_the_list_after_it(client):
    soup = page(client, f"/merkliste/{query(SCHOENAU, LOITZ, LATHEN)}")
    steps = {
        f"up-{LOITZ}": [LOITZ, SCHOENAU, LATHEN],
        f"down-{LOITZ}": [SCHOENAU, LATHEN, LOITZ],
        f"off-{LOITZ}": [SCHOENAU, LATHEN],
        f"up-{LATHEN}": [SCHOENAU, LATHEN, LOITZ],
    }
    for name, after in steps.items():
        assert shown(page(client, "/merkliste/" + soup.find(id=name)["href"])) == after, name
    assert soup.find(id=f"up-{SCHOENAU}") is None
    assert soup.find(id=f"down-{LATHEN}") is None


def test_a_search_adds_what_is_not_there_yet(client):
    soup = page(client, f"/merkliste/{query(SCHOENAU)}&q=Genossenschaft")
    links = soup.select(".shortlist__found a[data-step]")
    assert links
    assert all(f"praxis={SCHOENAU}&" in link["href"] for link in links)
    assert len(shown(page(client, "/merkliste/" + links[0]["href"]))) == 2
    assert "Sonst enthält nichts" in page(client, "/merkliste/?q=gibtesnirgends").get_text()
    refused = page(client, f"/merkliste/{query(SCHOENAU)}&q={'x' * 301}", 400).select_one(".problems").get_text()
    assert "q=" in refused


def test_what_is_gone_is_named_and_the_rest_is_shown(client, member):
    reviewer = member("Redaktion")
    steps.take(case(LOITZ), "withdraw", reviewer, "Geheimer Grund")
    with acting(user=reviewer, comment="doppelt"):
        case(LATHEN).delete()
    changed(case(SCHOENAU), slug="schoenau-neu")
    draft = put(case("olfen-leohaus"), "draft", first_published=None)
    soup = page(client, f"/merkliste/{query(LOITZ, 'nie-gewesen', SCHOENAU, LATHEN, draft.slug)}&praxis=%00%3Cb%3E")
    assert shown(soup) == ["schoenau-neu"]
    told = soup.select_one(".problems--mild").get_text(" ", strip=True)
    for expected in ("Loitz: ", "zurückgezogen", "Lathen: ", "gelöscht", "„nie-gewesen“", "␀<b>", "„olfen-leohaus“"):
        assert expected in told
    assert "Geheim" not in told
    assert draft.title not in soup.get_text()


def test_more_than_fifty_and_unknown_parameters_are_refused_by_name(client):
    many = query(*(f"case-{number}" for number in range(51)))
    assert "51" in page(client, f"/merkliste/{many}", 400).select_one(".problems").get_text()
    assert "farbe" in page(client, "/merkliste/?farbe=rot", 400).select_one(".problems").get_text()
    five = list(Practice.objects.published().values_list("slug", flat=True)[:5])
    soup = page(client, f"/vergleich/{query(*five)}", 400)
    assert "Bis zu 4 Beispiele" in page(client, "/vergleich/").get_text()
    assert "bis zu 4" in soup.select_one(".problems").get_text()
    assert shown(page(client, soup.select_one(".problems ~ p a")["href"])) == five


def test_a_list_of_fifty_costs_as_many_queries_as_one_of_two(client, django_assert_num_queries):
    everything = Practice.objects.published().values_list("slug", flat=True)
    client.get("/merkliste/")
    for slugs in (everything[:2], everything[:50]):
        with django_assert_num_queries(12):
            client.get(f"/merkliste/{query(*slugs)}")


def test_cases_stand_side_by_side_on_what_is_told(client):
    soup = page(client, f"/vergleich/{query(SCHOENAU, LOITZ)}")
    rows = {row.th.get_text(strip=True): row.select("td") for row in soup.select("tbody tr")}
    assert "150" in rows["Zahlen"][0].get_text()
    assert rows["Zahlen"][1].select(".compare__none")
    assert "Loitz" in rows["Ort"][1].get_text()
    assert [head.get_text(strip=True) for head in soup.select("thead th")] == [
        rows["Ort"][0]["data-case"],
        rows["Ort"][1]["data-case"],
    ]


def test_no_row_of_a_comparison_is_empty_and_rows_keep_the_order_of_each_case():
    practices = list(Practice.objects.published().for_list())
    for start in range(0, 48, 4):
        rows = compared(practices[start : start + 4])
        assert all(any(fact for _title, fact in row.cells) for row in rows)
        labels = [row.label for row in rows]
        assert labels == [fact.label for fact in facts_of(practices[0]) if fact.label in labels]
        assert labels[0] == "Kurz gesagt"
        assert labels[-1] in ("Nicht bekannt", "Stand der Beschreibung")
