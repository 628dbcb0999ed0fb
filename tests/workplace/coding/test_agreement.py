"""The report on agreement: counted right, pinned, plain about what it can't say, and safe to download."""

import csv
import io

import pytest
from bs4 import BeautifulSoup

from handlungsfelder import codebook
from handlungsfelder.models import Handlungsmuster
from practices.models import Practice, SecondCoding
from practices.models.status import by_the_host
from practices.systems import SYSTEMS
from tests.workplace.coding.conftest import coded
from workplace.coding.agreement.chart import chart
from workplace.coding.agreement.decisions import COLUMNS, safe
from workplace.coding.agreement.report import report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

PAGE, DOWNLOAD = "/admin/practices/agreement/", "/admin/practices/agreement/decisions.csv"


@pytest.fixture
def ten(berta):
    """Ten cases coded twice: berta agrees on the roles, changes the Handlungsmuster of three, the field of one."""
    cases = list(Practice.objects.order_by("slug")[:10])
    for place, practice in enumerate(cases):
        changed = {"handlungsmuster": ["protestieren"]} if place < 3 else {}
        if place == 0:
            field = "mobilitaet" if practice.handlungsfeld.slug != "mobilitaet" else "digitalisierung"
            changed |= {"handlungsfeld": [field], "further_handlungsfelder": []}
        coded(practice, berta, **changed)
    return cases


def systems(found):
    return {system.key: system for system in found.systems}


def codes(system):
    return {code.slug: code for code in system.codes}


def test_the_report_counts_cases_decisions_and_codes(clara, ten):
    found = report(clara)
    assert (found.cases, found.pairs, found.hidden) == (10, 10, 0)
    by_key = systems(found)
    assert by_key["handlungsfeld"].decisions == 10
    assert by_key["handlungsmuster"].decisions == 10 * Handlungsmuster.objects.count()
    protest = codes(by_key["handlungsmuster"])["protestieren"]
    had = sum(practice.handlungsmuster.filter(term__slug="protestieren").exists() for practice in ten)
    assert (protest.second, protest.both) == (3, 0)
    assert protest.both + protest.first == had
    assert protest.percent == pytest.approx(100 * (7 - had) / 10)
    for system in found.systems:
        for code in system.codes:
            assert code.pairs == 10


def test_alpha_of_the_main_field_is_that_of_the_counts(clara, ten):
    """Nominal alpha from the coincidences: 1 - (n - 1) * sum(o) / sum(n_c * n_k), by hand over both coders' fields."""
    first = [practice.handlungsfeld.slug for practice in ten]
    second = [SecondCoding.objects.get(practice=p).content["handlungsfeld"][0]["slug"] for p in ten]
    values = [*first, *second]
    apart = 2 * sum(a != b for a, b in zip(first, second, strict=True))
    expected = len(values) ** 2 - sum(values.count(value) ** 2 for value in set(values))
    found = systems(report(clara))["handlungsfeld"].agreement
    assert found.alpha == pytest.approx(1 - (len(values) - 1) * apart / expected)
    assert found.low < found.alpha <= found.high


def test_where_all_agree_there_is_alpha_but_no_interval(clara, ten):
    roles = systems(report(clara))["buergerrollen"].agreement
    assert (roles.alpha, roles.low, roles.no_interval) == (1.0, None, "coincident")


def test_a_code_that_nobody_gave_has_no_alpha(clara, ten):
    silent = [code for code in systems(report(clara))["teilaspekte"].codes if code.neither == 10]
    assert silent
    assert {code.agreement.alpha for code in silent} == {None}
    assert {code.percent for code in silent} == {100}


def test_two_second_codings_of_a_case_are_two_comparisons(clara, berta, person, case, ten):
    before = report(clara)
    coded(ten[5], person("dora", "Erfassung"), buergerrollen=["marktakteure"])
    found = report(clara)
    assert (found.cases, found.pairs) == (before.cases, before.pairs + 1)


def test_only_codings_of_the_chosen_edition(clara, ten, person):
    first = codebook.current_number()
    Handlungsmuster.objects.create(slug="neu", title="Neu", definition="Neu.", chapter="03.05")
    codebook.new_edition()
    coded(ten[0], person("dora", "Erfassung"), handlungsmuster=["neu"])
    assert (report(clara).pairs, report(clara, first).pairs, report(clara, first + 1).pairs) == (11, 10, 1)
    assert report(clara).editions == [first, first + 1]
    # A term that came later was asked of one comparison only.
    new = codes(systems(report(clara))["handlungsmuster"])["neu"]
    assert (new.pairs, new.second, new.agreement.reason) == (1, 1, "few")


def test_what_was_coded_before_a_system_was_there_counts_for_nothing_in_it(clara, ten):
    """Two sides without a code would pass for two coders who agree."""
    for coding in SecondCoding.objects.order_by("pk")[:6]:
        coding.content.pop("kommunenrollen")
        coding.first.pop("kommunenrollen", None)
        coding.save()
    found = systems(report(clara))["kommunenrollen"]
    assert {code.pairs for code in found.codes} == {4}
    assert found.agreement.cases == 4
    assert systems(report(clara))["handlungsmuster"].agreement.cases == 10


def test_with_few_cases_the_page_gives_no_number(client, clara, berta, case):
    coded(case, berta)
    client.force_login(clara)
    response = client.get(PAGE)
    soup = BeautifulSoup(response.content, "html.parser")
    assert {cell.get_text() for cell in soup.select("td.alpha")} == {"–"}
    assert "nicht bestimmt: nur 1 Fall" in soup.get_text()
    assert soup.select("svg.alpha-chart, .alpha-chart svg") == []


def test_without_any_the_page_stands(client, clara):
    client.force_login(clara)
    assert "Noch ist nichts verglichen" in client.get(PAGE).content.decode()


def test_the_page_tells_how_it_was_computed(client, clara, ten):
    client.force_login(clara)
    soup = BeautifulSoup(client.get(PAGE).content, "html.parser")
    text = soup.get_text(" ", strip=True)
    for part in ("Krippendorff, Content Analysis", "2000 Ziehungen", "20060527", "MASI", "0,667"):
        assert part in text
    assert soup.select_one("svg[role=img] title")
    assert not soup.select("main [style], #content [style]")
    assert len(soup.select("svg .estimate")) == 1 + len(SYSTEMS)


def test_the_chart_keeps_within_its_frame(clara, ten):
    drawn = chart(report(clara).systems)
    for row in drawn.rows:
        places = [x for x in (row.low, row.x, row.high) if x is not None]
        assert all(drawn.left <= x <= drawn.right for x in places)
        assert places == sorted(places)


@pytest.mark.parametrize("edition", ["x", "-1", "0", "1e3", "9" * 40, "%00", "²"])
def test_a_wrong_edition_is_refused(client, clara, edition):
    client.force_login(clara)
    for address in (PAGE, DOWNLOAD):
        response = client.get(f"{address}?edition={edition}")
        assert response.status_code == 400
        assert "keine Ausgabe" in response.content.decode()


@pytest.mark.parametrize("group", ["Erfassung", "Redaktion", "Leitung"])
def test_every_group_reads_it(client, person, group):
    client.force_login(person("gast", group))
    assert client.get(PAGE).status_code == client.get(DOWNLOAD).status_code == 200


def test_nobody_else_does(client, django_user_model):
    assert client.get(PAGE).status_code == 302
    client.force_login(django_user_model.objects.create_user("fremd", is_staff=True))
    assert client.get(PAGE).status_code == client.get(DOWNLOAD).status_code == 403
    client.force_login(django_user_model.objects.create_user("gast", is_staff=False))
    assert client.get(PAGE).status_code == 302


def rows_of(client):
    return list(csv.DictReader(io.StringIO(client.get(DOWNLOAD).content.decode())))


def test_the_download_holds_every_decision(client, clara, ten):
    client.force_login(clara)
    rows = rows_of(client)
    assert tuple(rows[0]) == COLUMNS
    found = systems(report(clara))
    for key, system in found.items():
        mine = [row for row in rows if row["system"] == key]
        assert len(mine) == sum(code.pairs for code in system.codes)
        assert sum(row["first"] == row["second"] == "1" for row in mine) == sum(code.both for code in system.codes)
    assert "Berta" not in client.get(DOWNLOAD).content.decode()
    one = next(row for row in rows if row["term"] == "protestieren" and row["second"] == "1")
    assert (one["second_basis"], one["second_edition"]) == ("editorial", str(codebook.current_number()))


def test_the_download_doesnt_name_drafts_of_others(client, person, clara, berta, draft):
    with by_the_host():
        draft.status = "in-review"
        draft.save()
    coded(draft, berta)
    with by_the_host():
        draft.status = "draft"
        draft.save()
    client.force_login(clara)
    assert {row["case"] for row in rows_of(client)} == {draft.slug}
    client.force_login(person("dora", "Erfassung"))
    assert {row["case"] for row in rows_of(client)} == {f"case-{draft.pk}"}


@pytest.mark.parametrize("cell", ["=cmd|'/c calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell):
    assert safe(cell) == f"'{cell}"
    assert safe(1) == 1


def test_queries_of_the_page(client, clara, ten, django_assert_num_queries):
    client.force_login(clara)
    client.get(PAGE)
    # User, permissions (2); second codings, their editions, the editions to choose from, what is hidden.
    with django_assert_num_queries(7):
        client.get(PAGE)
    with django_assert_num_queries(5):
        client.get(DOWNLOAD)
