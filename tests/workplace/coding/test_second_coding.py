"""The blind second coding: who may, that nothing leaks, that nothing typed is lost, and what is kept."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from core.acting import acting
from handlungsfelder import codebook
from handlungsfelder.models import Handlungsmuster
from practices.case.applying import apply
from practices.case.contents import read
from practices.models import Practice, Revision, SecondCoding
from practices.models.status import by_the_host
from tests.workplace.coding.conftest import coded, content, same_as_first
from workplace.coding import blinding, second_coding
from workplace.workflow import blind_coders
from workplace.workflow.steps import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

OVERVIEW = "/admin/practices/second-coding/"


def page_of(coding):
    return f"{OVERVIEW}{coding.pk}/"


def sent(coded_content, do="save", edition=None):
    """The content as the form sends it that was opened just now."""
    base = second_coding.state_of(SecondCoding.objects.latest("pk"))
    fields = {"do": do, "edition": edition or codebook.current_number(), "base": base}
    for member, codings in coded_content.items():
        fields[member] = [coding["slug"] for coding in codings]
        for coding in codings:
            for name in ("basis", "chapter", "note"):
                fields[f"{member}.{coding['slug']}.{name}"] = coding[name]
    return fields


# Who may


@pytest.mark.parametrize("group", ["Erfassung", "Redaktion", None])
def test_who_may_begin(person, case, group):
    user = person("anna", group)
    assert second_coding.hindrance(case, user) == ""
    assert case in second_coding.startable(user)
    assert second_coding.start(case, user).codebook == codebook.current_number()


def test_leitung_and_strangers_may_not(client, person, case):
    leo = person("leo", "Leitung")
    with pytest.raises(Refused):
        second_coding.start(case, leo)
    client.force_login(leo)
    assert client.get(OVERVIEW).status_code == 403
    assert client.post(OVERVIEW, {"case": case.pk}).status_code == 403
    client.logout()
    assert client.get(OVERVIEW)["Location"].startswith("/admin/login/")
    assert SecondCoding.objects.count() == 0


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_only_cases_in_review_or_published(case, berta, status):
    with by_the_host():
        case.status = status
        case.save()
    assert case not in second_coding.startable(berta)
    with pytest.raises(Refused):
        second_coding.start(case, berta)
    with by_the_host():
        case.status = "in-review"
        case.save()
    assert case in second_coding.startable(berta)


@pytest.mark.parametrize("tie", ["author", "main coder", "coder", "revision"])
def test_not_by_who_knows_the_codings(case, berta, tie):
    if tie == "author":
        case.author = berta
        case.save()
    elif tie == "main coder":
        case.handlungsfeld_coder = berta
        case.save()
    elif tie == "coder":
        case.teilaspekte.filter(term__slug="lern-und-begegnungsraeume").update(coder=berta)
    else:
        Revision.objects.create(practice=case, author=berta, base=1, state=Revision.State.DISCARDED)
    assert case not in second_coding.startable(berta)
    with pytest.raises(Refused, match="Sie haben diesen Fall selbst"):
        second_coding.start(case, berta)


def test_only_once_each(client, case, berta, clara):
    coded(case, berta)
    with pytest.raises(Refused, match="bereits codiert"):
        second_coding.start(case, berta)
    assert case not in second_coding.startable(berta)
    found = second_coding.startable(clara)
    assert {p.pk: p.times for p in found}[case.pk] == 1
    assert found.last() == case  # those coded least often come first


def test_drawing_takes_a_case_coded_least_often(client, case, berta, clara):
    for practice in Practice.objects.exclude(pk=case.pk):
        coded(practice, berta)
    client.force_login(clara)
    client.post(OVERVIEW, {"case": "random"})
    assert SecondCoding.objects.get(coder=clara).practice == case


def test_the_overview_finds_titles_and_refuses_nonsense(client, berta):
    client.force_login(berta)
    assert len(client.get(f"{OVERVIEW}?q=Leohaus").context["cases"].object_list) == 1
    assert "Kein Fall, den Sie codieren können" in client.get(f"{OVERVIEW}?q=%00xyz&page=x").content.decode()
    for nonsense in ("", "x", "9" * 30, "-1"):
        assert client.post(OVERVIEW, {"case": nonsense}).status_code == 404


def test_queries_of_the_overview(client, berta, clara, case, django_assert_max_num_queries):
    coded(case, clara)
    client.force_login(berta)
    with django_assert_max_num_queries(9):
        client.get(OVERVIEW)


# Blind


def texts_of_codings(practice):
    """Every reason and passage that the first coder wrote, and the note on the coding."""
    first = second_coding.first_of(practice.pk)
    texts = {coding[name] for codings in first.values() for coding in codings for name in ("note", "chapter")}
    return {text for text in {*texts, practice.coding_note} if len(text) > 5}


@pytest.mark.parametrize("slug", ["olfen-leohaus", "rosenheim-stadtoasen", "loitz-vision-2030", "japan-robotershuttle"])
def test_no_coding_shows_on_the_form(client, berta, slug):
    practice = Practice.objects.filter(slug__startswith=slug.split("-")[0]).first()
    client.force_login(berta)
    coding = second_coding.start(practice, berta)
    page = client.get(page_of(coding)).content.decode()
    assert practice.description.split(".")[0] in page
    assert [text for text in texts_of_codings(practice) if text in page] == []
    soup = BeautifulSoup(page, "html.parser")
    assert soup.select("form#second-coding input[checked]") == []
    facts = soup.select_one(".blind__facts").get_text()
    assert [m.term.title for m in practice.handlungsmuster.all() if m.term.title in facts] == []
    for example in soup.select(".code-row__criteria dt"):
        if example.get_text() == "Beispiel":
            assert not blinding.gives_away(example.find_next("dd").get_text(), practice)


def test_while_it_is_open_no_page_of_the_coder_shows_the_codings(client, berta, clara, case):
    """Another coder has finished and a meaning changed: disagreements, numbers, CSV and queue keep quiet about it."""
    coded(case, clara, handlungsmuster=["protestieren"])
    case.handlungsmuster.update(recheck=True, note="Ein sehr eigener Grund zum Prüfen.")
    other = SecondCoding.objects.get(coder=clara)
    secrets = {*texts_of_codings(case), "Grund für protestieren", "Ein sehr eigener Grund"}
    client.force_login(berta)
    assert "Ein sehr eigener Grund" in client.get("/admin/practices/recheck/").content.decode()
    coding = second_coding.start(case, berta)
    assert blind_coders.blinded(case, berta)
    for address in (
        OVERVIEW,
        page_of(coding),
        page_of(other),
        "/admin/practices/agreement/",
        "/admin/practices/agreement/decisions.csv",
        "/admin/practices/disagreements/",
        f"/admin/practices/disagreements/{other.pk}/",
        "/admin/practices/recheck/",
        f"/praxis/{case.slug}/",
        *(f"/admin/practices/practice/{case.pk}/{page}/" for page in ("change", "review", "preview", "history")),
        f"/admin/practices/practice/{case.pk}/history/1/",
        f"/admin/practices/practice/{case.pk}/compare/?a=1&b=1",
    ):
        page = client.get(address).content.decode()
        assert [text for text in secrets if text in page] == [], address
    assert "olfen-leohaus" not in client.get("/admin/practices/agreement/decisions.csv").content.decode()
    assert client.get("/admin/practices/agreement/").context["report"].hidden == 1
    assert client.get(f"/praxis/{case.slug}/")["Location"] == page_of(coding)
    assert client.get(f"/admin/practices/disagreements/{other.pk}/").status_code == 403
    second_coding.finish(coding, same_as_first(case), berta)
    assert not blind_coders.blinded(case, berta)
    assert client.get(f"/praxis/{case.slug}/").status_code == 200
    assert "Grund für protestieren" in client.get(f"/admin/practices/disagreements/{other.pk}/").content.decode()


def test_the_public_page_is_as_before_for_everybody_else(client, case, berta, clara):
    second_coding.start(case, berta)
    assert client.get(f"/praxis/{case.slug}/").status_code == 200
    client.force_login(clara)
    assert client.get(f"/praxis/{case.slug}/").status_code == 200


def test_nobody_reads_another_coders_work(client, case, berta, clara):
    coding = second_coding.start(case, berta)
    second_coding.save(coding, content(handlungsmuster=["mit-anpacken"]), berta)
    client.force_login(clara)
    answer = client.get(page_of(coding))
    assert answer.status_code == 403
    assert "Grund für mit-anpacken" not in answer.content.decode()
    assert client.post(page_of(coding), {"do": "finish"}).status_code == 403
    assert client.get(f"/admin/practices/disagreements/{coding.pk}/").status_code == 403
    with pytest.raises(Refused):
        second_coding.save(coding, content(), clara)


def test_a_passage_doesnt_name_a_code():
    book = codebook.current().content
    assert blinding.veiled("Kapitel 03.05, Mit anpacken", book) == "Kapitel 03.05, […]"
    assert blinding.veiled("Kapitel 02.02, Gute Praxis", book) == "Kapitel 02.02, Gute Praxis"
    assert blinding.veiled("Kapitel 1", {}) == "Kapitel 1"


# Save, finish, give up


def test_save_comes_back_and_finish_is_final(client, case, berta):
    client.force_login(berta)
    client.post(OVERVIEW, {"case": case.pk})
    coding = SecondCoding.objects.get()
    unfinished = content(handlungsfeld=["mobilitaet"], buergerrollen=["beteiligte"])
    unfinished["buergerrollen"][0] |= {"basis": "", "note": "noch offen"}
    assert client.post(page_of(coding), sent(unfinished)).status_code == 302
    coding.refresh_from_db()
    assert (coding.state, coding.first) == ("open", {})
    assert coding.content["buergerrollen"] == [{"slug": "beteiligte", "basis": "", "chapter": "", "note": "noch offen"}]
    soup = BeautifulSoup(client.get(page_of(coding)).content, "html.parser")
    assert {i["value"] for i in soup.select("input[checked]")} == {"mobilitaet", "editorial", "beteiligte"}
    assert soup.select_one("#buergerrollen-beteiligte-note")["value"] == "noch offen"

    full = content(handlungsfeld=["mobilitaet"], buergerrollen=["beteiligte"])
    answer = client.post(page_of(coding), sent(full, "finish"))
    assert answer["Location"] == f"/admin/practices/disagreements/{coding.pk}/"
    coding.refresh_from_db()
    assert (coding.state, coding.content) == ("finished", full)
    client.post(page_of(coding), sent(content(handlungsfeld=["digitalisierung"]), "save"))
    coding.refresh_from_db()
    assert coding.content == full
    with pytest.raises(Refused, match="abgeschlossen"):
        second_coding.finish(coding, full, berta)


def test_first_is_kept_as_it_was_at_that_moment(case, berta):
    coding = coded(case, berta)
    kept = coding.first
    assert [c["slug"] for c in kept["handlungsmuster"]] == ["mit-anpacken"]
    assert kept["handlungsfeld"][0]["chapter"] == "02.02"
    assert {c["codebook"] for codings in kept.values() for c in codings} == {codebook.current_number()}
    with acting():
        apply(case, read(case.pk) | {"handlungsmuster": []})
    coding.refresh_from_db()
    assert coding.first == kept


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"handlungsfeld": []}, "Wählen Sie das Haupt-Handlungsfeld"),
        ({"handlungsmuster.mit-anpacken.basis": ""}, "worauf die Codierung beruht"),
        ({"handlungsmuster.mit-anpacken.note": ""}, "kurzen Grund"),
        ({"handlungsmuster.mit-anpacken.basis": "source"}, "nennt Kapitel oder Fundstelle"),
        ({"handlungsmuster.mit-anpacken.note": "x" * 401}, "401 Zeichen; erlaubt sind höchstens 400"),
        ({"handlungsmuster.mit-anpacken.note": "a\x00b"}, "Nullzeichen"),
        ({"handlungsmuster.mit-anpacken.basis": "hearsay"}, "worauf die Codierung beruht"),
        ({"handlungsmuster": ["mit-anpacken", "gibt-es-nicht"]}, "„gibt-es-nicht“"),
        ({"further_handlungsfelder": ["mobilitaet"]}, "schon das Haupt-Handlungsfeld"),
        ({"teilaspekte.smart-city.note": "Verirrter Grund"}, "nicht angekreuzt"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, case, berta, change, expected):
    client.force_login(berta)
    coding = second_coding.start(case, berta)
    given = content(handlungsfeld=["mobilitaet"], handlungsmuster=["mit-anpacken"])
    answer = client.post(page_of(coding), sent(given, "finish") | change)
    assert answer.status_code == 200
    soup = BeautifulSoup(answer.content, "html.parser")
    assert expected in soup.select_one("#problems").get_text()
    assert all(soup.select(link["href"]) for link in soup.select("#problems a"))
    for name, value in change.items():
        if isinstance(value, str) and "." in name and value not in ("hearsay", "a\x00b"):
            field = soup.find(attrs={"name": name, "type": "text"})
            assert field is None or field["value"] == value
    coding.refresh_from_db()
    assert coding.state == "open"


def test_a_new_edition_meanwhile_is_to_be_read_before_finishing(client, case, berta):
    client.force_login(berta)
    coding = second_coding.start(case, berta)
    seen = codebook.current_number()
    Handlungsmuster.objects.filter(slug="mit-anpacken").update(definition="Etwas anderes.")
    codebook.new_edition(note="Geschärft.")
    full = content(handlungsfeld=["mobilitaet"])
    answer = client.post(page_of(coding), sent(full, "finish", seen), follow=True)
    assert "Inzwischen ist Ausgabe" in answer.content.decode()
    coding.refresh_from_db()
    assert (coding.state, coding.content) == ("open", full)
    client.post(page_of(coding), sent(full, "finish"))
    coding.refresh_from_db()
    assert (coding.state, coding.codebook) == ("finished", seen + 1)


def test_giving_up_counts_for_nothing_and_cant_be_undone(client, case, berta):
    client.force_login(berta)
    coding = second_coding.start(case, berta)
    client.post(page_of(coding), {"do": "give-up"})
    coding.refresh_from_db()
    assert second_coding.gave_up(coding)
    assert second_coding.finished().count() == 0
    assert not blind_coders.blinded(case, berta)
    with pytest.raises(Refused):
        second_coding.start(case, berta)
    assert client.get(page_of(coding)).status_code == 302
    assert client.get("/admin/practices/agreement/").context["report"].pairs == 0


def test_two_main_fields_are_refused_when_saved(case, berta):
    coding = second_coding.start(case, berta)
    with pytest.raises(ValidationError):
        second_coding.save(coding, content(handlungsfeld=["mobilitaet", "digitalisierung"]), berta)


def test_queries_of_the_form(client, case, berta, django_assert_max_num_queries):
    coding = second_coding.start(case, berta)
    client.force_login(berta)
    with django_assert_max_num_queries(12):
        client.get(page_of(coding))
