"""Rows for cases that are there: what they change, what they leave alone, and that twice is once."""

import pytest

from practices.case.contents import read
from practices.models import Practice, Revision, Source, Version
from practices.models.status import by_the_host
from tests.exchange.conftest import GOOD, SLUG
from workplace.workflow import revisions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

OLFEN = "olfen-leohaus"


@pytest.fixture
def draft(import_):
    """The case of GOOD, as a draft of the host."""
    import_([GOOD], write=True)
    return Practice.objects.get(slug=SLUG)


def status_of(practice, status):
    with by_the_host():
        practice.status = status
        practice.save()


def test_a_new_case_is_written_whole(import_, draft):
    content = read(draft.pk)
    assert content["status"] == "draft"
    assert content["handlungsfeld"] == {"slug": "digitalisierung", "basis": "source", "chapter": "02.03", "note": ""}
    reason = GOOD["Begründung der Codierung"]
    assert content["handlungsmuster"] == [{"slug": "mit-anpacken", "basis": "editorial", "chapter": "", "note": reason}]
    assert content["sources"] == [{"source": "bbsr-urbane-kleinstaedte", "locator": "Kapitel 02.03"}]
    assert (content["places"], content["carrier"], content["as_of"]) == (["olfen"], "association", 2024)
    version = Version.objects.get(practice=draft.pk)
    assert (version.action, version.by_name, version.content) == ("imported", "import_practices", content)
    assert version.comment == "tabelle.csv"
    assert draft.handlungsfeld_codebook is not None
    assert draft.handlungsmuster.get().codebook == draft.handlungsfeld_codebook


def test_an_imported_case_is_found_like_any_other(import_):
    import_([GOOD | {"Titel": "Xylophonwerkstatt"}], write=True)
    practice = Practice.objects.get(slug="xylophonwerkstatt")
    assert "axxylophonwerkstatt" in practice.search_document.bag
    assert practice.title_sort == "xylophonwerkstatt"
    from django.core.management import call_command

    call_command("check_index", dry_run=True, verbosity=0)  # ends with 1 when anything is out of date


def test_twice_changes_nothing(import_, draft):
    before = read(draft.pk), Version.objects.count(), draft.updated
    again = import_([GOOD], write=True)
    assert again.counts == {"new": 0, "changed": 0, "unchanged": 1, "refused": 0}
    draft.refresh_from_db()
    assert (read(draft.pk), Version.objects.count(), draft.updated) == before


def test_a_draft_is_changed_with_old_and_new_named(import_, draft):
    result = import_([GOOD | {"Träger": "Kommune", "Handlungsmuster": "Mit anpacken; Protestieren"}], write=True)
    assert result.only["status"] == "changed"
    changes = {change["field"]: (change["old"], change["new"]) for change in result.only["changes"]}
    assert changes["carrier"] == ("Verein", "Kommune")
    assert changes["handlungsmuster"][0] == "Mit anpacken (redaktionell, Freiwillige betreuen den Schrank.)"
    assert read(draft.pk)["carrier"] == "municipality"
    assert draft.handlungsmuster.count() == 2


def test_absent_columns_are_left_alone_and_empty_cells_empty(import_, draft):
    import_([{"Slug": SLUG, "Träger": "", "Ort": ""}], write=True)
    content = read(draft.pk)
    assert (content["carrier"], content["places"]) == ("", [])
    assert content["title"] == GOOD["Titel"]
    assert content["handlungsmuster"]
    assert content["sources"]


def test_a_term_alone_keeps_its_ground(import_):
    before = read(Practice.objects.get(slug=OLFEN).pk)
    terms = "; ".join(coding["slug"] for coding in before["handlungsmuster"])
    result = import_([{"Slug": OLFEN, "Handlungsmuster": terms, "Handlungsfeld": before["handlungsfeld"]["slug"]}])
    assert result.counts["unchanged"] == 1, result.rows


def test_blanks_and_line_breaks_alone_are_no_change(import_, draft):
    Practice.objects.filter(pk=draft.pk).update(description="Erste Zeile\r\nzweite Zeile ")
    assert import_([{"Slug": SLUG, "Beschreibung": "Erste Zeile\nzweite Zeile"}]).counts["unchanged"] == 1


def test_a_row_without_slug_means_the_case_of_its_title(import_, draft):
    result = import_([GOOD | {"Träger": "Kommune"}])
    assert result.only["status"] == "changed"
    assert "dem Titel nach ist es der Fall" in " ".join(result.only["notices"])


def test_no_status_is_changed_by_an_import(import_, draft):
    result = import_([GOOD | {"Status": "Veröffentlicht"}])
    message, proposal = result.faults()["status"]
    assert message == (
        "Der Import ändert keinen Status: Der Fall ist „Entwurf“. "
        "Schritte am Arbeitsplatz: Zur Prüfung einreichen, Freigeben und veröffentlichen."
    )
    assert proposal == "Entwurf"
    new = import_([GOOD | {"Titel": "Neu", "Status": "published"}], write=True)
    assert new.only["status"] == "new"
    assert new.only["notices"][0].startswith("Als Entwurf übernommen, nicht als „Veröffentlicht“")
    assert Practice.objects.get(slug="neu").status == "draft"


def test_a_withdrawn_case_is_reopened_first(import_, draft):
    status_of(draft, "withdrawn")
    assert "zurückgezogen" in import_([GOOD | {"Träger": "Kommune"}]).faults()["slug"][0]
    assert import_([GOOD]).counts["unchanged"] == 1


def test_a_published_case_gets_a_revision(import_):
    practice = Practice.objects.get(slug=OLFEN)
    before = read(practice.pk)
    row = {"Slug": OLFEN, "Kurzfassung": "Ein neuer Satz."}
    result = import_([row], write=True)
    assert result.only["status"] == "changed"
    assert "wird eine Überarbeitung" in result.only["notices"][0]
    assert read(practice.pk) == before
    revision = revisions.active(practice)
    assert revisions.latest(revision).content == before | {"summary": "Ein neuer Satz."}
    # The second run finds the revision and has nothing to add; a further change goes into the same revision.
    again = import_([row], write=True)
    assert (again.counts["unchanged"], Revision.objects.count()) == (1, 1)
    further = import_([{"Slug": OLFEN, "Träger": "Kommune"}], write=True)
    assert [change["field"] for change in further.only["changes"]] == ["carrier"]
    assert Revision.objects.count() == 1
    assert revisions.latest(revision).content["summary"] == "Ein neuer Satz."


def test_what_the_public_sees_already_asks_for_no_revision(import_):
    import_([{"Slug": OLFEN, "Kurzfassung": "Ein neuer Satz."}], write=True)
    before = read(Practice.objects.get(slug=OLFEN).pk)
    assert import_([{"Slug": OLFEN, "Kurzfassung": before["summary"]}]).counts["unchanged"] == 1


def test_a_former_address_isnt_given_to_another_case(import_, draft):
    from practices.models import SlugRedirect

    SlugRedirect.objects.create(old="alte-adresse", practice=Practice.objects.get(slug=OLFEN))
    assert "führt dorthin" in import_([GOOD | {"Slug": "alte-adresse"}]).faults()["slug"][0]


def test_a_source_is_found_or_made(import_):
    before = Source.objects.count()
    known = Source.objects.get()
    rows = [
        GOOD | {"Titel": "Eins", "Quelle": known.citation.upper()},
        GOOD | {"Titel": "Zwei", "Quelle": known.title},
        GOOD
        | {"Titel": "Drei", "Quelle": "Müller, A.; Meier, B. (2020): Ein Buch. Berlin. | S. 3 | https://example.org/x"},
        GOOD | {"Titel": "Vier", "Quelle": "Müller, A.; Meier, B. (2020): Ein Buch. Berlin."},
        GOOD | {"Titel": "Fünf", "Quelle": f"{known.slug} | S. 1\n{known.slug} | S. 2"},
    ]
    assert import_(rows, write=True).counts["new"] == 5
    made = Source.objects.exclude(pk=known.pk).get()
    assert Source.objects.count() == before + 1
    assert (made.citation, made.url) == ("Müller, A.; Meier, B. (2020): Ein Buch. Berlin.", "https://example.org/x")
    assert made.citations.count() == 2
    assert [c.locator for c in Practice.objects.get(slug="fuenf").citations.all()] == ["S. 1", "S. 2"]
    assert import_(rows).counts["unchanged"] == 5


def test_numbered_columns_belong_together(import_):
    row = {key: value for key, value in GOOD.items() if key not in ("Quelle", "Fundstelle", "Handlungsmuster")}
    row |= {"Handlungsmuster 2": "Protestieren", "Handlungsmuster 1": "Mit anpacken"}
    row |= {"Quelle 1": "bbsr-urbane-kleinstaedte", "Fundstelle 1": "S. 1"}
    row |= {"Quelle 2": "bbsr-urbane-kleinstaedte", "Fundstelle 2": "S. 2"}
    assert import_([row], write=True).counts["new"] == 1
    content = read(Practice.objects.get(slug=SLUG).pk)
    assert [coding["slug"] for coding in content["handlungsmuster"]] == ["mit-anpacken", "protestieren"]
    assert [cited["locator"] for cited in content["sources"]] == ["S. 1", "S. 2"]


def test_what_a_coding_doesnt_say_it_takes_from_the_row(import_):
    row = GOOD | {
        "Handlungsmuster": "Mit anpacken | laut Quelle | 03.05\nProtestieren | redaktionell | | Weil sie es taten",
        "Codierung beruht auf": "laut Quelle",
        "Kapitel der Codierung": "03.06",
        "Begründung der Codierung": "",
    }
    import_([row], write=True)
    content = read(Practice.objects.get(slug=SLUG).pk)
    assert [(c["basis"], c["chapter"], c["note"]) for c in content["handlungsmuster"]] == [
        ("source", "03.05", ""),
        ("editorial", "", "Weil sie es taten"),
    ]
    assert [(c["basis"], c["chapter"]) for c in content["buergerrollen"]] == [("source", "03.06")]
