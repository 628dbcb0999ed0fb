"""The form of a case: what is typed arrives, what is wrong is said, two people never overwrite each other."""

import re

import pytest
from bs4 import BeautifulSoup

from practices.case.contents import read
from practices.models import Autosave, Practice, Revision, Source, Version
from tests.workplace.conftest import WORDS, edit, form_of, told

pytestmark = pytest.mark.django_db

ADD = "/admin/practices/practice/add/"
AUTOSAVE = "/admin/practices/practice/autosave/"


def new_case(client, **changes):
    """The form of a new case, filled in."""
    fields = form_of(client, ADD) | {
        "title": "Öffentlicher Bücherschrank in Loitz",
        "summary": "Ein Schrank voller Bücher steht allen offen.",
        "description": WORDS,
        "handlungsfeld_slug": "digitalisierung",
        "handlungsfeld_basis": "source",
        "handlungsfeld_chapter": "02.03",
        "as_of": "2026",
        "places-0-place": "loitz",
        "handlungsmuster-0-term": "mit-anpacken",
        "handlungsmuster-0-basis": "editorial",
        "handlungsmuster-0-note": "Freiwillige betreuen den Schrank.",
        "sources-0-citation": "Amt Peenetal: Bücherschränke. Loitz 2026",
        "sources-0-url": "https://example.org/schrank",
        "sources-0-locator": "S. 3",
    }
    return fields | changes


def test_an_unchanged_form_saves_unchanged(as_, draft):
    client = as_("erfassung")
    before = read(draft.pk)
    response = client.post(edit(draft), form_of(client, edit(draft)))
    assert response.status_code == 302, told(response)
    assert read(draft.pk) == before
    assert Version.objects.filter(practice=draft).count() == 1


def test_a_case_from_nothing(as_, people):
    client = as_("erfassung")
    response = client.post(ADD, new_case(client))
    assert response.status_code == 302, told(response)
    practice = Practice.objects.get(slug="oeffentlicher-buecherschrank-in-loitz")
    content = read(practice.pk)
    assert (practice.status, practice.author) == ("draft", people["erfassung"])
    assert content["places"] == ["loitz"]
    assert content["handlungsmuster"][0]["note"] == "Freiwillige betreuen den Schrank."
    assert practice.handlungsmuster.get().coder == people["erfassung"]
    assert practice.handlungsmuster.get().codebook == 1
    source = Source.objects.get(slug=content["sources"][0]["source"])
    assert (source.citation, source.url) == ("Amt Peenetal: Bücherschränke. Loitz 2026", "https://example.org/schrank")


def test_a_case_for_a_gap_begins_with_its_codes(as_):
    fields = form_of(as_("erfassung"), f"{ADD}?handlungsfeld=mobilitaet&handlungsmuster=protestieren")
    assert (fields["handlungsfeld_slug"], fields["handlungsmuster-0-term"]) == ("mobilitaet", "protestieren")
    assert form_of(as_("erfassung"), f"{ADD}?handlungsfeld=x&handlungsmuster=y")["handlungsfeld_slug"] == ""


def test_rows_are_added_changed_and_taken_out(as_, draft):
    client = as_("erfassung")
    fields = form_of(client, edit(draft))
    count = int(fields["handlungsmuster-INITIAL_FORMS"])
    fields |= {
        "handlungsmuster-0-DELETE": "on",
        f"handlungsmuster-{count}-term": "protestieren",
        f"handlungsmuster-{count}-basis": "editorial",
        f"handlungsmuster-{count}-note": "Es gab Protest.",
    }
    assert client.post(edit(draft), fields).status_code == 302
    assert [one["slug"] for one in read(draft.pk)["handlungsmuster"]] == ["protestieren"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"handlungsfeld_chapter": ""}, "nennt Kapitel oder Fundstelle"),
        ({"as_of": "1492"}, "1900"),
        ({"as_of": "neulich"}, "ganze Zahl"),
        ({"slug": "mit leerzeichen"}, "gültiges Kürzel"),
        ({"slug": "olfen-buergerbus"}, "existiert bereits"),
        ({"slug": "clusters"}, "braucht die API"),
        ({"title": ""}, "zwingend erforderlich"),
        ({"handlungsmuster-0-basis": "editorial", "handlungsmuster-0-note": ""}, "kurzen Grund"),
        ({"places-0-place": "Neustadt"}, "nicht eindeutig"),
        ({"places-0-place": "Atlantis"}, "Ort finden"),
        ({"places-1-place": "olfen"}, "zweimal"),
        ({"sources-0-locator": ""}, "wo in der Quelle"),
        ({"summary": "x" * 301}, "höchstens 300 Zeichen"),
    ],
)
def test_what_is_wrong_is_said_in_german_and_nothing_is_lost(as_, draft, changes, expected):
    client = as_("erfassung")
    before = read(draft.pk)
    fields = form_of(client, edit(draft)) | {"coding_note": "Das bleibt stehen."} | changes
    response = client.post(edit(draft), fields)
    assert response.status_code == 200
    assert expected in told(response)
    assert "Das bleibt stehen." in response.content.decode()
    assert read(draft.pk) == before


def test_a_likely_duplicate_is_asked_about_first(as_):
    client = as_("erfassung")
    fields = new_case(client, title="Olfen: Leohaus, ein Haus für alle", **{"places-0-place": "olfen"})
    response = client.post(ADD, fields)
    assert response.status_code == 200
    assert "Ähnliche Beispiele gibt es schon" in told(response)
    assert "Leohaus" in told(response)
    assert not Practice.objects.filter(status="draft").exists()
    assert client.post(ADD, fields | {"not_a_duplicate": "1"}).status_code == 302
    assert Practice.objects.filter(status="draft").count() == 1


def test_a_published_case_is_changed_by_a_revision(as_, published, client):
    member = as_("kollegin")
    assert member.post(edit(published), form_of(member, edit(published)) | {"title": "Besser"}).status_code == 302
    published.refresh_from_db()
    assert published.title == "Ein neuer Fall"
    assert Revision.objects.get(practice=published).state == "open"
    assert "Besser" not in client.get("/praxis/neuer-fall/").content.decode()
    assert 'value="Besser"' in member.get(edit(published)).content.decode()


@pytest.mark.parametrize("button", [{}, {"_submit": "1"}])
def test_a_published_case_that_is_saved_as_it_is_waits_for_nobody(as_, published, button):
    client = as_("erfassung")
    answer = client.post(edit(published), form_of(client, edit(published)) | button, follow=True)
    assert "Nichts weicht von dem ab, was gesichert ist" in told(answer)
    assert not published.revisions.exists()


def test_somebody_elses_revision_is_not_open_to_all(as_, published):
    member = as_("kollegin")
    member.post(edit(published), form_of(member, edit(published)) | {"title": "Besser"})
    other = as_("erfassung")
    assert other.get(edit(published)).status_code == 302
    assert other.post(edit(published), {"title": "Anders"}).status_code == 403


class TestTwoPeople:
    @pytest.fixture
    def late(self, as_, draft):
        """Two forms of one draft; the first is saved. → (client, fields) of the second."""
        first, second = as_("erfassung"), as_("redaktion")
        mine = form_of(second, edit(draft))
        theirs = form_of(first, edit(draft)) | {"title": "Titel der Ersten", "carrier": "foundation"}
        assert first.post(edit(draft), theirs).status_code == 302
        return second, mine

    def test_the_second_sees_both_and_nothing_is_overwritten(self, late, draft):
        client, mine = late
        response = client.post(edit(draft), mine | {"title": "Titel der Zweiten"})
        page = response.content.decode()
        assert response.status_code == 200
        assert "Titel der Ersten" in page
        assert "Titel der Zweiten" in page
        draft.refresh_from_db()
        assert draft.title == "Titel der Ersten"

    def merge_form(self, response):
        form = BeautifulSoup(response.content, "html.parser").find("form", class_="merge")
        return form["action"], {
            field["name"]: field.get("value") or field.text.lstrip("\n")
            for field in form.find_all(["input", "textarea"])
            if field.get("type") != "radio" or field.has_attr("checked")
        }

    @pytest.mark.parametrize(
        ("choice", "title"),
        [
            ({}, "Titel der Zweiten"),
            ({"take-title": "theirs"}, "Titel der Ersten"),
            ({"take-title": "own", "own-title": "Ein dritter Titel"}, "Ein dritter Titel"),
        ],
    )
    def test_what_is_decided_is_saved_with_what_only_one_changed(self, late, draft, choice, title):
        client, mine = late
        response = client.post(edit(draft), mine | {"title": "Titel der Zweiten", "coding_note": "Von der Zweiten"})
        address, fields = self.merge_form(response)
        assert client.post(address, fields | choice).status_code == 302
        draft.refresh_from_db()
        assert (draft.title, draft.carrier, draft.coding_note) == (title, "foundation", "Von der Zweiten")

    def test_a_third_save_meanwhile_is_shown_again(self, late, draft, as_):
        client, mine = late
        address, fields = self.merge_form(client.post(edit(draft), mine | {"title": "Titel der Zweiten"}))
        first = as_("erfassung")
        first.post(edit(draft), form_of(first, edit(draft)) | {"title": "Noch ein Titel"})
        response = client.post(address, fields)
        assert response.status_code == 200
        assert "Noch ein Titel" in response.content.decode()
        draft.refresh_from_db()
        assert draft.title == "Noch ein Titel"

    def test_an_impossible_decision_is_refused_and_kept(self, late, draft):
        client, mine = late
        address, fields = self.merge_form(client.post(edit(draft), mine | {"title": "Titel der Zweiten"}))
        response = client.post(address, fields | {"take-title": "own", "own-title": ""})
        assert response.status_code == 200
        assert "Titel der Zweiten" in response.content.decode()
        draft.refresh_from_db()
        assert draft.title == "Titel der Ersten"

    def test_broken_input_to_the_merge_changes_nothing(self, late, draft):
        client, _mine = late
        for sent in ("", "{", "[]", '{"handlungsmuster": [1]}', '{"title": "x"}'):
            response = client.post(edit(draft).replace("change", "merge"), {"mine": sent, "base": "1", "theirs": "2"})
            assert response.status_code == (200 if "title" in sent else 400)
        draft.refresh_from_db()
        assert draft.title == "Titel der Ersten"


class TestAutosave:
    def test_what_is_typed_is_kept_and_comes_back(self, as_, draft):
        client = as_("erfassung")
        fields = form_of(client, edit(draft)) | {"title": "", "description": "Halb fertig"}
        answer = client.post(AUTOSAVE, fields).json()
        assert 0 < answer["percent"] < 100
        assert "ein Titel" in answer["missing"]
        draft.refresh_from_db()
        assert draft.title == "Ein neuer Fall"
        page = client.get(edit(draft)).content.decode()
        assert "Halb fertig" in page
        assert "nicht gesicherter Stand" in page
        client.post(edit(draft), {"discard": "1", "autosave_key": f"practice-{draft.pk}"})
        assert "Halb fertig" not in client.get(edit(draft)).content.decode()

    def test_a_new_case_is_found_again(self, as_):
        client = as_("erfassung")
        client.post(AUTOSAVE, form_of(client, ADD) | {"title": "Angefangen"})
        page = client.get(ADD).content.decode()
        token = re.search(r"\?draft=([0-9a-f]{16})", page)[1]
        assert 'value="Angefangen"' in client.get(f"{ADD}?draft={token}").content.decode()

    def test_saving_forgets_it(self, as_, draft):
        client = as_("erfassung")
        fields = form_of(client, edit(draft)) | {"title": "Gesichert"}
        client.post(AUTOSAVE, fields)
        client.post(edit(draft), fields)
        assert not Autosave.objects.exists()

    def test_it_belongs_to_one_person(self, as_, draft):
        as_("erfassung").post(AUTOSAVE, {"autosave_key": f"practice-{draft.pk}", "title": "Nur meins"})
        assert "Nur meins" not in as_("redaktion").get(edit(draft)).content.decode()

    @pytest.mark.parametrize("key", ["", "x", "practice-", "new-zz", "practice-1; drop table", "practice-" + "9" * 40])
    def test_a_broken_key_is_refused(self, as_, key):
        assert as_("erfassung").post(AUTOSAVE, {"autosave_key": key}).status_code == 400

    def test_it_is_for_people_who_enter_cases(self, as_, client):
        assert as_("leitung").post(AUTOSAVE, {"autosave_key": "practice-1"}).status_code == 403
        assert client.post(AUTOSAVE, {"autosave_key": "practice-1"}).status_code == 401

    def test_too_much_is_refused(self, as_):
        sent = {"autosave_key": "practice-1", "description": "x" * 600_000}
        assert as_("erfassung").post(AUTOSAVE, sent).status_code == 400


def test_the_preview_shows_what_the_form_holds_and_writes_nothing(as_, draft):
    client = as_("erfassung")
    fields = form_of(client, edit(draft)) | {"title": "So soll es werden"}
    page = client.post(f"/admin/practices/practice/{draft.pk}/preview/", fields).content.decode()
    assert "So soll es werden" in page
    assert "Vorschau" in page
    draft.refresh_from_db()
    assert draft.title == "Ein neuer Fall"
    refused = client.post(f"/admin/practices/practice/{draft.pk}/preview/", fields | {"as_of": ""})
    assert "Stand (Jahr)" in refused.content.decode()


MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&"


def test_markup_in_every_text_field_stays_text(as_, draft, people, client):
    """The atlas has no rich text: whatever is typed is shown as typed, and never runs."""
    from workplace.workflow import steps

    member = as_("erfassung")
    short = MARKUP[:38]
    fields = form_of(member, edit(draft)) | {
        "title": MARKUP, "summary": MARKUP, "description": MARKUP * 5, "title_en": MARKUP, "summary_en": MARKUP,
        "coding_note": MARKUP, "handlungsfeld_chapter": short, "handlungsfeld_note": MARKUP,
        "handlungsmuster-0-chapter": short, "handlungsmuster-0-note": MARKUP, "sources-0-locator": MARKUP,
        "sources-0-source": "", "sources-0-citation": MARKUP,
    }  # fmt: skip
    assert member.post(edit(draft), fields).status_code == 302
    steps.take(draft, "submit", people["erfassung"], MARKUP)
    steps.take(draft, "publish", people["redaktion"], MARKUP)
    pages = ["/", "/praxis/neuer-fall/", "/praxis/neuer-fall/?lang=en", "/?q=alert"]
    below = f"/admin/practices/practice/{draft.pk}/"
    reviewer = as_("redaktion")
    workplace = [edit(draft), f"{below}review/", f"{below}history/", f"{below}preview/", f"{below}history/1/"]
    for address in (*pages, *workplace):
        page = (client if address in pages else reviewer).get(address, follow=True)
        soup = BeautifulSoup(page.content, "html.parser")
        assert soup.find("img", onerror=True) is None, address
        assert [tag for tag in soup.find_all("script") if "alert" in tag.get_text() and not tag.get("type")] == []
        assert not [tag for tag in soup.find_all("script", type=None) if not tag.get("src")], address
    assert client.get("/api/v1/practices/neuer-fall/")["Content-Type"] == "application/json"
    assert client.get("/api/v1/practices/neuer-fall/").json()["title"] == MARKUP
