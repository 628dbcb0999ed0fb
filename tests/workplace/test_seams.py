"""Between two steps: a place renamed, a case deleted, a second tab, a hidden field left out."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models.query import QuerySet
from django.test.utils import CaptureQueriesContext

from core.acting import acting
from practices.case.applying import apply, check
from practices.case.contents import read
from practices.models import Place, Practice, RecordRevision, Step
from tests.workplace import records
from tests.workplace.conftest import content, edit, form_of
from tests.workplace.current import samples
from tests.workplace.current.conftest import stored
from tests.workplace.test_decisions import page_state, step
from workplace.coding import second_coding
from workplace.workflow import decisions, revisions, steps, unsaved

pytestmark = pytest.mark.django_db


class TestWhatACasePointsTo:
    @pytest.fixture
    def place(self, people):
        return records.lonely()

    def test_a_place_renamed_between_two_submissions_is_read_again(self, published, place, people, as_):
        """Nobody's case shows the place yet, so renaming it is free; the old page of the reviewer doesn't tell it."""
        author = people["kollegin"]
        revision = revisions.save(published, read(published.pk) | {"places": [place.slug]}, author)
        revisions.take(revision, "submit", author)
        reviewer = as_("redaktion")
        sent = {"step": "approve", "version": page_state(reviewer, published), "revision": revision.pk}
        revisions.take(revision, "retract", author)
        assert records.save(as_("kollegin"), place, name="Reklame GmbH").status_code == 302
        place.refresh_from_db()
        assert place.name == "Reklame GmbH"
        revisions.take(revision, "submit", author)
        assert reviewer.post(step(published), sent).status_code == 409
        assert not published.locations.filter(place=place).exists()
        answer = reviewer.post(step(published), sent | {"version": page_state(reviewer, published)})
        assert answer.status_code == 302
        assert published.locations.filter(place=place).exists()

    def test_who_renamed_a_place_in_review_does_not_publish_it(self, place, people, as_, settings):
        settings.SMALL_CORRECTIONS = 5
        with acting(user=people["erfassung"]):
            case = apply(None, content(places=[place.slug]))
        steps.take(case, "submit", people["erfassung"], version=decisions.state_of(case.pk))
        assert records.save(as_("redaktion"), place, name="Reklame GmbH").status_code == 302
        reviewer = as_("redaktion")
        sent = {"step": "publish", "version": page_state(as_("zweite"), case)}
        assert reviewer.post(step(case), sent).status_code == 403
        case.refresh_from_db()
        assert case.status == "in-review"
        assert as_("zweite").post(step(case), sent).status_code == 302


class TestDeletedInThisMoment:
    """After the page found the case, and before it locked it."""

    @pytest.fixture
    def gone(self, draft, monkeypatch):
        real = QuerySet.select_for_update

        def late(self, *args, **kwargs):
            if self.model is Practice:
                monkeypatch.setattr(QuerySet, "select_for_update", real)
                Practice.objects.filter(pk=draft.pk).delete()
            return real(self, *args, **kwargs)

        return lambda: monkeypatch.setattr(QuerySet, "select_for_update", late)

    @pytest.mark.parametrize("where", ["change", "merge"])
    def test_what_was_typed_becomes_a_new_case(self, draft, as_, people, gone, where):
        client, state = as_("erfassung"), decisions.state_of(draft.pk)
        sent = form_of(client, edit(draft)) | {"title": "Getippt"}
        if where == "merge":
            mine = json.dumps(read(draft.pk) | {"title": "Getippt"})
            sent = {"mine": mine, "theirs": state, "base": state, "autosave_key": f"practice-{draft.pk}"}
        gone()
        answer = client.post(edit(draft).replace("change", where), sent)
        assert answer.status_code == 403
        assert "Getippt" in answer.content.decode()
        assert [unsaved.as_data(row)["title"] for row in unsaved.begun(people["erfassung"])] == ["Getippt"]

    @pytest.mark.parametrize("where", ["step", "confirm"])
    def test_a_decision_is_told_so(self, in_review, as_, gone, where):
        client = as_("redaktion")
        sent = {"step": "return", "version": page_state(client, in_review), "comment": "Getippt"}
        gone()
        answer = client.post(step(in_review).replace("step/", f"{where}/"), sent)
        assert answer.status_code == 404
        assert "Getippt" in answer.content.decode()

    def test_deleting_twice_is_no_error(self, draft, as_, gone):
        client = as_("erfassung")
        sent = {f"version-{draft.pk}": decisions.state_of(draft.pk), "decided": "1"}
        gone()
        answer = client.post(edit(draft).replace("change", "delete"), sent, follow=True)
        assert answer.status_code == 200
        assert "schon gelöscht" in answer.content.decode()

    def test_the_interface_for_programs(self, in_review, as_, gone):
        gone()
        sent = {"step": "retract"}
        address = f"/api/v1/practices/{in_review.slug}/steps/"
        assert as_("erfassung").post(address, sent, content_type="application/json").status_code == 404


def test_a_program_that_names_no_version_decides_nothing_in_no_moment(draft, people, as_, monkeypatch):
    """The case is handed in after it was asked whether it may be published, and before it would be."""
    real = decisions.locked

    def late(pk):
        monkeypatch.setattr(decisions, "locked", real)
        steps.take(draft, "submit", people["erfassung"])
        return real(pk)

    monkeypatch.setattr(decisions, "locked", late)
    address = f"/api/v1/practices/{draft.slug}/steps/"
    answer = as_("redaktion").post(address, {"step": "publish"}, content_type="application/json")
    assert answer.status_code == 409
    draft.refresh_from_db()
    assert draft.status != "published"
    assert not Step.objects.filter(name="publish", practice=draft).exists()


@pytest.mark.parametrize("long", [False, True])
def test_the_merge_page_without_its_hidden_fields(draft, as_, people, long):
    """Back into the form: under the case of the address; what is too much for that is said on the page."""
    state = decisions.state_of(draft.pk)
    mine = read(draft.pk) | {"title": "Getippt"} | ({"description": "x" * 600_000} if long else {})
    sent = {"mine": json.dumps(mine), "theirs": state, "base": state, "_form": "1"}
    answer = as_("erfassung").post(f"/admin/practices/practice/{draft.pk}/merge/", sent)
    kept = unsaved.of(people["erfassung"], f"practice-{draft.pk}")
    if long:
        assert (answer.status_code, kept) == (200, [])
        assert "zu viel Text" in answer.content.decode()
    else:
        assert answer.status_code == 302
        assert unsaved.as_data(kept[0])["title"] == "Getippt"


@pytest.mark.parametrize("key", [" {}", "{} ", "+{}"])
def test_there_is_no_second_form_of_a_case(draft, as_, key):
    """Django's own form knows no versions, and other spellings of the key led to it."""
    address = f"/admin/practices/practice/{key.format(draft.pk)}/change/"
    assert as_("redaktion").get(address).status_code == 404
    assert as_("redaktion").post(address, {"title": "Überschrieben"}).status_code == 404


def test_the_same_new_place_in_the_same_moment_is_no_error_of_the_server(people, as_, monkeypatch):
    """The second finds the address free, and taken when it writes; it tries once more then.

    Here both are one transaction, so that what the first wrote goes with it, and the second writes it.
    """
    sent = {"name": "Neustadt", "slug": "neustadt-x", "country": "DE", "state": "DE-NI", "precision": "place"}
    sent |= {"lat": "52", "lon": "9"}
    client, real = as_("erfassung"), Place.validate_unique

    def early(self, *args, **kwargs):
        monkeypatch.setattr(Place, "validate_unique", real)
        assert client.post("/admin/practices/place/add/", sent).status_code == 302

    monkeypatch.setattr(Place, "validate_unique", early)
    answer = as_("erfassung").post("/admin/practices/place/add/", sent)
    assert answer.status_code == 302
    assert Place.objects.filter(slug="neustadt-x").count() == 1


class TestASecondCodingInTwoTabs:
    @pytest.fixture
    def saved(self, published, people, as_):
        """(client, address, coding): one tab saved a coding since the other was opened."""
        coding, client = second_coding.start(published, people["kollegin"]), as_("kollegin")
        address = f"/admin/practices/second-coding/{coding.pk}/"
        opened = client.get(address).context
        sent = {"do": "save", "edition": opened["edition"].number, "base": opened["base"]}
        given = {"handlungsmuster": ["mit-anpacken"], "handlungsmuster.mit-anpacken.note": "Lange begründet"}
        assert client.post(address, sent | given).status_code == 302
        return client, address, coding, sent

    @pytest.mark.parametrize("base", ["as opened", "", None])
    def test_the_older_one_overwrites_nothing(self, saved, base):
        client, address, coding, sent = saved
        if base != "as opened":
            sent = {name: value for name, value in (sent | {"base": base}).items() if value is not None}
        typed = {"buergerrollen": ["engagierte"], "buergerrollen.engagierte.note": "Auch begründet"}
        answer = client.post(address, sent | typed)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Lange begründet" in page
        assert "Auch begründet" in page
        coding.refresh_from_db()
        assert [one["note"] for one in coding.content["handlungsmuster"]] == ["Lange begründet"]
        assert client.post(address, sent | typed | {"base": answer.context["base"]}).status_code == 302
        coding.refresh_from_db()
        assert [one["note"] for one in coding.content["buergerrollen"]] == ["Auch begründet"]

    def test_a_mistake_in_it_does_not_make_it_the_newer_one(self, saved):
        client, address, _coding, sent = saved
        stray = {"buergerrollen.engagierte.note": "Nicht angekreuzt"}
        answer = client.post(address, sent | stray)
        assert answer.context["base"] == sent["base"]
        assert client.post(address, sent | {"do": "finish", "base": answer.context["base"]}).status_code != 302

    def test_a_double_click_is_no_quarrel(self, saved):
        client, address, _coding, sent = saved
        given = {"handlungsmuster": ["mit-anpacken"], "handlungsmuster.mit-anpacken.note": "Lange begründet"}
        assert client.post(address, sent | given).status_code == 302


class TestADoubleClick:
    """The second finds it done, and is led to where the first led."""

    @pytest.mark.parametrize("case", ["draft", "published"])
    def test_save_and_submit(self, request, as_, people, case):
        practice = request.getfixturevalue(case)
        client = as_("erfassung")
        sent = form_of(client, edit(practice)) | {"title": "Neu getippt", "_submit": "1"}
        answers = [client.post(edit(practice), sent) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert answers[0]["Location"] == answers[1]["Location"]
        assert Step.objects.filter(practice=practice, name="submit").count() == (1 if case == "draft" else 2)

    def test_something_else_typed_meanwhile_is_no_double_click(self, draft, as_, people):
        client = as_("erfassung")
        sent = form_of(client, edit(draft)) | {"_submit": "1"}
        client.post(edit(draft), sent)
        answer = client.post(edit(draft), sent | {"title": "Danach getippt"})
        assert answer.status_code == 403
        assert "Danach getippt" in answer.content.decode()

    @pytest.mark.parametrize("name", ["publish", "return"])
    def test_a_step(self, in_review, as_, name):
        client = as_("redaktion")
        sent = {"step": name, "comment": "Gelesen ", "version": page_state(client, in_review)}
        assert [client.post(step(in_review), sent).status_code for _ in range(2)] == [302, 302]
        assert client.post(step(in_review), sent | {"comment": "Anderes"}).status_code == 403
        assert as_("zweite").post(step(in_review), sent).status_code == 403


class TestARecordDeletedMeanwhile:
    def test_what_was_typed_is_given_back(self, people, as_):
        place, client = records.lonely(), as_("erfassung")
        sent = records.fields_of(client, records.address(place)) | {"note": "Lange Anmerkung"}
        place.delete()
        answer = client.post(records.address(place), sent, HTTP_ORIGIN="http://testserver")
        assert answer.status_code == 404
        assert "Lange Anmerkung" in answer.content.decode()

    def test_deleting_it_twice_leads_on(self, people, as_):
        place, client = records.lonely(), as_("redaktion")
        sent = [client.post(records.address(place, "delete/"), {"post": "yes"}) for _ in range(2)]
        assert [answer.status_code for answer in sent] == [302, 302]


def test_more_than_can_be_kept_comes_back_after_a_login(draft, as_, people):
    client = as_("erfassung")
    typed = [f"practice-{draft.pk}", "0" * 16, decisions.state_of(draft.pk), "", [["description", "x" * 600_000]]]
    answer = client.post("/admin/practices/practice/comeback/", {"typed": json.dumps(typed)})
    assert answer.status_code == 200
    assert answer.context["address"] == edit(draft)
    assert ["base", str(decisions.state_of(draft.pk))] in answer.context["fields"]
    assert "x" * 600_000 in answer.content.decode()


@pytest.mark.parametrize("where", ["step", "place"])
def test_a_comment_holds_nothing_that_no_database_stores(in_review, people, as_, where):
    """PostgreSQL takes no null character: it would be an error of the server."""
    client, sent = as_("redaktion"), {"comment": "Bitte\x00 kürzen"}
    if where == "place":
        place = records.olfen()
        records.save(as_("erfassung"), place, name="Anders")
        revision = RecordRevision.objects.get(record=place.pk)
        address = f"/admin/practices/proposals/{revision.pk}/"
        client.post(address, sent | {"step": "return", "seen": client.get(address).context["seen"]})
        assert revision.versions.latest("number").comment == "Bitte kürzen"
        return
    client.post(step(in_review), sent | {"step": "return", "version": page_state(client, in_review)})
    assert Step.objects.latest("pk").comment == "Bitte kürzen"


def test_what_is_proposed_is_checked_without_writing(published):
    """A check that wrote and took it back would hold SQLite's one lock, and leave gaps in the numbers of rows."""
    wrong = read(published.pk) | {"as_of": 1066}
    with CaptureQueriesContext(connection) as asked:
        with pytest.raises(ValidationError) as refused:
            check(published, wrong)
        check(published, read(published.pk) | {"title": "Anders", "places": ["altena", "olfen"]})
    assert "as_of" in refused.value.message_dict
    kinds = {query["sql"].split()[0] for query in asked.captured_queries}
    assert "SELECT" in kinds
    assert not kinds & {"INSERT", "UPDATE", "DELETE"}
    assert published.title == "Ein neuer Fall"


def test_a_picture_given_twice_is_refused(published):
    picture = stored(samples.photo(640, 480))
    image = {"picture": picture.digest, "alt": "Ein Fluss", "author": "B. Foto", "licence": "cc0"}
    with pytest.raises(ValidationError, match="zweimal"):
        apply(published, read(published.pk) | {"images": [image, image]})
    assert not published.images.exists()
