"""What a public case shows of places, sources and terms changes through review, whatever way somebody tries."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management import call_command

from core.acting import acting
from handlungsfelder import codebook
from handlungsfelder.models import Buergerrolle, Chance, Handlungsmuster, KommunenRolle
from practices.case.applying import apply
from practices.case.contents import read
from practices.models import Location, Place, Practice, Source
from practices.models.status import by_the_host
from tests.workplace.conftest import content
from tests.workplace.records import address, errors, lonely, olfen, save, study, typed
from workplace.coding.recheck import Answer
from workplace.workflow import revisions as case_revisions
from workplace.workflow import steps

pytestmark = pytest.mark.django_db


def fresh(record):
    return type(record)._base_manager.get(pk=record.pk)


def pending(record):
    from practices.models import RecordRevision

    return RecordRevision.objects.get(kind=record._meta.label_lower, record=record.pk, state="in-review")


def proposal(record):
    return f"/admin/practices/proposals/{pending(record).pk}/"


def decide(client, record, step, comment="", page=None):
    """Look at the proposal and take the step, as a browser would."""
    page = page or proposal(record)
    seen = typed(client.get(page), "seen")
    return client.post(page, {"step": step, "comment": comment, "seen": seen})


def public(client, path="/api/v1/practices/olfen-leohaus/"):
    return client.get(path).content.decode()


class TestTheOneWay:
    @pytest.mark.parametrize("who", ["erfassung", "redaktion", "host"])
    def test_another_name_and_another_dot_wait(self, people, as_, client, who):
        before = public(client)
        answer = save(as_(who), olfen(), name="Ganz anders", lat="0", lon="0")
        assert answer.status_code == 302
        assert (fresh(olfen()).name, public(client)) == ("Olfen", before)
        assert "Ganz anders" not in client.get("/praxis/olfen-leohaus/").content.decode()

    def test_another_address_in_all_citations_waits(self, people, as_, client):
        before = public(client)
        save(as_("erfassung"), study(), url="https://example.org/anders")
        assert public(client) == before
        page = as_("redaktion").get(proposal(study())).content.decode()
        assert "https://example.org/anders" in page
        assert "50 öffentlichen Beispielen" in page

    def test_somebody_else_approves_after_seeing_both_and_the_cases(self, people, as_, client):
        save(as_("erfassung"), olfen(), name="Olfen an der Stever")
        page = as_("redaktion").get(proposal(olfen())).content.decode()
        assert "Olfen" in page
        assert "<ins> an der Stever</ins>" in page
        assert page.count('href="/praxis/') == 2
        assert decide(as_("redaktion"), olfen(), "approve").status_code == 302
        assert olfen().name == "Olfen an der Stever"
        assert "Olfen an der Stever" in public(client)

    def test_nobody_approves_their_own(self, people, as_, settings):
        save(as_("redaktion"), olfen(), name="Anders")
        page = proposal(olfen())
        answer = decide(as_("redaktion"), olfen(), "approve")
        assert answer.status_code == 403
        assert "Niemand gibt die eigene Änderung frei" in errors(answer)
        assert olfen().name == "Olfen"
        settings.SELF_APPROVAL = True
        decide(as_("redaktion"), olfen(), "approve", page=page)
        assert olfen().name == "Anders"

    def test_who_rewrites_a_proposal_does_not_approve_it(self, people, as_):
        save(as_("erfassung"), olfen(), name="Anders")
        assert save(as_("redaktion"), olfen(), name="Noch anders").status_code == 302
        assert decide(as_("redaktion"), olfen(), "approve").status_code == 403
        assert decide(as_("zweite"), olfen(), "approve").status_code == 302
        assert olfen().name == "Noch anders"

    @pytest.mark.parametrize("who", ["erfassung", "kollegin", "leitung"])
    def test_only_redaktion_approves_places(self, people, as_, who):
        save(as_("erfassung"), olfen(), name="Anders")
        seen = typed(as_("redaktion").get(proposal(olfen())), "seen")
        assert as_(who).post(proposal(olfen()), {"step": "approve", "seen": seen}).status_code == 403
        assert olfen().name == "Olfen"

    def test_alone_it_holds_at_once(self, people, as_, settings):
        settings.SELF_APPROVAL = True
        save(as_("erfassung"), olfen(), name="Von Erfassung")
        assert olfen().name == "Olfen"
        decide(as_("redaktion"), olfen(), "approve")
        save(as_("redaktion"), olfen(), name="Von Redaktion")
        assert olfen().name == "Von Redaktion"

    def test_what_no_public_case_shows_changes_at_once(self, people, as_):
        place, source = lonely(), Source.objects.create(slug="neu", citation="Eine neue Quelle von 2020.")
        save(as_("erfassung"), place, name="Zweisam")
        save(as_("erfassung"), source, citation="Eine bessere Angabe von 2020.")
        assert fresh(place).name == "Zweisam"
        assert fresh(source).citation == "Eine bessere Angabe von 2020."

    def test_adding_is_free(self, people, as_):
        fields = {"slug": "neudorf", "name": "Neudorf", "country": "DE", "precision": "none"}
        assert as_("erfassung").post("/admin/practices/place/add/", fields).status_code == 302
        source = {"slug": "quelle", "citation": "Eine Quelle von 2021."}
        assert as_("erfassung").post("/admin/practices/source/add/", source).status_code == 302
        assert Place.objects.filter(slug="neudorf").exists()
        assert Source.objects.filter(slug="quelle").exists()

    def test_nothing_changed_proposes_nothing(self, people, as_):
        from practices.models import RecordRevision

        save(as_("erfassung"), olfen())
        assert not RecordRevision.objects.exists()


class TestDecisions:
    def test_a_request_reaches_its_author_who_hands_it_in_again(self, people, as_):
        save(as_("erfassung"), olfen(), name="Anders")
        page = proposal(olfen())
        assert decide(as_("redaktion"), olfen(), "return").status_code == 409  # a reason is needed
        decide(as_("redaktion"), olfen(), "return", "Woher ist das?")
        assert "Woher ist das?" in as_("erfassung").get("/admin/").content.decode()
        assert "Woher ist das?" not in as_("kollegin").get("/admin/").content.decode()
        save(as_("erfassung"), olfen(), note="Laut Hauptsatzung.")
        decide(as_("zweite"), olfen(), "approve", page=page)
        assert (olfen().name, olfen().note) == ("Anders", "Laut Hauptsatzung.")

    def test_a_rejection_reaches_its_author_with_the_reason(self, people, as_):
        save(as_("erfassung"), olfen(), name="Anders")
        decide(as_("redaktion"), olfen(), "reject", "Die Stadt heißt Olfen.")
        assert olfen().name == "Olfen"
        for page in ("/admin/", "/admin/practices/practice/queue/"):
            assert "Die Stadt heißt Olfen." in as_("erfassung").get(page).content.decode()

    def test_reviewers_find_it_on_their_pages(self, people, as_):
        save(as_("erfassung"), olfen(), name="Anders")
        for page in ("/admin/", "/admin/practices/practice/queue/"):
            assert proposal(olfen()) in as_("redaktion").get(page).content.decode()
        assert proposal(olfen()) not in as_("leitung").get("/admin/").content.decode()

    def test_a_decision_is_on_what_was_seen(self, people, as_):
        save(as_("erfassung"), olfen(), name="Harmlos")
        seen = typed(as_("redaktion").get(proposal(olfen())), "seen")
        save(as_("erfassung"), olfen(), name="Ganz etwas anderes")
        answer = as_("redaktion").post(proposal(olfen()), {"step": "approve", "seen": seen, "comment": "Gut so."})
        assert answer.status_code == 409
        assert "Gut so." in answer.content.decode()
        assert olfen().name == "Olfen"

    def test_it_is_judged_again_when_a_case_becomes_public_meanwhile(self, draft, people, as_):
        place = lonely()
        with acting(user=people["erfassung"]):
            apply(draft, read(draft.pk) | {"places": ["olfen", "einsam"]})
        with by_the_host():
            Practice.objects.filter(pk=draft.pk).update(status="published")
        save(as_("erfassung"), place, name="Zweisam")
        seen = typed(as_("redaktion").get(proposal(place)), "seen")
        other = Practice.objects.get(slug="olfen-buergerbus")
        Location.objects.create(practice=other, place=place)
        answer = as_("redaktion").post(proposal(place), {"step": "approve", "seen": seen})
        assert answer.status_code == 409
        assert fresh(place).name == "Einsam"
        assert decide(as_("redaktion"), place, "approve").status_code == 302
        assert fresh(place).name == "Zweisam"

    def test_a_form_opened_before_the_case_became_public_proposes(self, draft, people, as_):
        from tests.workplace.records import fields_of

        place = lonely()
        opened = fields_of(as_("erfassung"), address(place))
        with acting(user=people["erfassung"]):
            apply(draft, read(draft.pk) | {"places": ["einsam"]})
        with by_the_host():
            Practice.objects.filter(pk=draft.pk).update(status="published")
        save(as_("erfassung"), place, opened=opened, name="Zweisam")
        assert fresh(place).name == "Einsam"
        assert pending(place)

    def test_what_a_revision_in_review_brings_waits_too(self, published, people, as_):
        place = lonely()
        revision = case_revisions.save(published, read(published.pk) | {"places": ["einsam"]}, people["erfassung"])
        case_revisions.take(revision, "submit", people["erfassung"])
        save(as_("erfassung"), place, name="Zweisam")
        assert fresh(place).name == "Einsam"

    def test_after_a_withdrawal_it_still_can_be_decided(self, published, people, as_):
        place = lonely()
        with acting(user=people["host"]):
            apply(published, read(published.pk) | {"places": ["einsam"]})
        save(as_("erfassung"), place, name="Zweisam")
        steps.take(Practice.objects.get(pk=published.pk), "withdraw", people["redaktion"], "Die Quelle irrt.")
        assert decide(as_("redaktion"), place, "approve").status_code == 302
        assert fresh(place).name == "Zweisam"

    def test_the_host_changed_the_same_meanwhile(self, people, as_):
        save(as_("erfassung"), olfen(), name="Anders", note="Neu.")
        Place.objects.filter(slug="olfen").update(name="Olfen (Westfalen)")
        answer = decide(as_("redaktion"), olfen(), "approve")
        assert answer.status_code == 409
        assert "Name" in errors(answer)
        assert olfen().name == "Olfen (Westfalen)"
        save(as_("erfassung"), olfen(), name="Olfen (Westf.)")
        assert decide(as_("redaktion"), olfen(), "approve").status_code == 302
        assert (olfen().name, olfen().note) == ("Olfen (Westf.)", "Neu.")

    def test_the_host_changed_something_else_meanwhile(self, people, as_):
        save(as_("erfassung"), olfen(), name="Anders")
        Place.objects.filter(slug="olfen").update(note="Vom Betreiber.")
        assert decide(as_("redaktion"), olfen(), "approve").status_code == 302
        assert (olfen().name, olfen().note) == ("Anders", "Vom Betreiber.")

    def test_what_can_not_be_written_is_said(self, people, as_):
        save(as_("erfassung"), olfen(), slug="olfen-neu")
        Place.objects.create(slug="olfen-neu", name="Schneller", country="DE", precision="none")
        answer = decide(as_("redaktion"), olfen(), "approve")
        assert answer.status_code == 409
        assert olfen().slug == "olfen"

    def test_who_proposed_it_may_discard_it(self, people, as_):
        save(as_("erfassung"), olfen(), name="Anders")
        page = proposal(olfen())
        assert as_("kollegin").post(page, {"step": "discard"}).status_code == 403
        assert as_("erfassung").post(page, {"step": "discard"}).status_code == 302
        assert as_("redaktion").post(page, {"step": "approve"}).status_code == 403
        assert olfen().name == "Olfen"


class TestTwoProposals:
    def test_the_second_person_keeps_what_they_typed_and_sees_why(self, people, as_):
        from tests.workplace.records import fields_of

        opened = fields_of(as_("kollegin"), address(olfen()))
        save(as_("erfassung"), olfen(), name="Anders")
        answer = save(as_("kollegin"), olfen(), opened=opened, note="Das habe ich lange gesucht.")
        assert answer.status_code == 409
        assert "erfassung" in errors(answer)
        assert typed(answer, "note") == "Das habe ich lange gesucht."
        # Away and back: it is still there, and saved once the other one is decided.
        assert typed(as_("kollegin").get(address(olfen())), "note") == "Das habe ich lange gesucht."
        decide(as_("redaktion"), olfen(), "approve")
        answer = save(as_("kollegin"), olfen())
        if answer.status_code == 409:  # what the first one did is shown before
            assert typed(answer, "name") == "Anders"
            answer = save(as_("kollegin"), olfen())
        assert answer.status_code == 302
        decide(as_("redaktion"), olfen(), "approve")
        assert (olfen().name, olfen().note) == ("Anders", "Das habe ich lange gesucht.")

    def test_what_is_proposed_is_read_by_its_author_and_those_who_approve(self, people, as_):
        save(as_("erfassung"), olfen(), name="Geheim")
        number = pending(olfen()).versions.get().number
        for who, status in (("erfassung", 200), ("redaktion", 200), ("kollegin", 403), ("leitung", 403)):
            assert as_(who).get(proposal(olfen())).status_code == status
        for rest in ("history/", "change/", f"change/?version={number}"):
            assert "Geheim" not in as_("kollegin").get(address(olfen(), rest)).content.decode()
        assert as_("kollegin").get(address(olfen(), f"history/{number}/")).status_code == 404
        assert as_("redaktion").get(address(olfen(), f"history/{number}/")).status_code == 200

    def test_their_form_says_so_before_they_begin(self, people, as_):
        save(as_("erfassung"), olfen(), name="Anders")
        page = as_("kollegin").get(address(olfen()))
        assert "erfassung hat" in errors(page)
        assert typed(page, "name") == "Olfen"
        assert typed(as_("erfassung").get(address(olfen())), "name") == "Anders"


class TestDeletion:
    def test_a_place_in_use_is_not_offered_for_deletion(self, people, as_):
        page = as_("redaktion").get(address(olfen())).content.decode()
        assert "/delete/" not in page
        assert "2 tun es" in page
        place = lonely()
        assert "/delete/" in as_("redaktion").get(address(place)).content.decode()
        assert "/delete/" not in as_("erfassung").get(address(place)).content.decode()

    def test_a_case_is_offered_for_deletion_to_whom_it_is_allowed(self, published, people, as_):
        from tests.workplace.conftest import edit

        case_revisions.save(published, read(published.pk) | {"carrier": "foundation"}, people["erfassung"])
        assert "/delete/" not in as_("erfassung").get(edit(published)).content.decode()
        assert "/delete/" in as_("redaktion").get(edit(published)).content.decode()

    def test_a_coded_term_is_not_offered_for_deletion(self, people, as_):
        page = as_("leitung").get(address(Handlungsmuster.objects.get(slug="mit-anpacken"))).content.decode()
        assert "/delete/" not in page
        assert "Löschen lässt es sich" in page

    def test_what_a_pending_revision_names_stays(self, published, people, as_):
        place = lonely()
        case_revisions.save(published, read(published.pk) | {"places": ["einsam"]}, people["erfassung"])
        assert "/delete/" not in as_("redaktion").get(address(place)).content.decode()
        as_("redaktion").post(address(place, "delete/"), {"post": "yes"})
        gone = {"action": "delete_selected", "_selected_action": [place.pk], "post": "yes"}
        as_("redaktion").post("/admin/practices/place/", gone)
        assert Place.objects.filter(pk=place.pk).exists()

    def test_a_place_deleted_while_its_change_waits(self, published, people, as_):
        place = lonely()
        with acting(user=people["host"]):
            apply(published, read(published.pk) | {"places": ["einsam"]})
        save(as_("erfassung"), place, name="Zweisam")
        page = proposal(place)
        with acting(user=people["host"]):
            apply(published, read(published.pk) | {"places": []})
        as_("redaktion").post(address(place, "delete/"), {"post": "yes"})
        assert Place.objects.filter(pk=place.pk).exists()  # its change isn't decided yet
        place.delete()
        assert "gelöscht" in as_("redaktion").get(page).content.decode()
        assert as_("redaktion").post(page, {"step": "approve", "seen": ""}).status_code == 403


class TestVocabulary:
    @pytest.fixture
    def lena(self, people):
        """Another one of Leitung."""
        user = User.objects.create_user("lena", is_staff=True)
        user.groups.add(Group.objects.get(name="Leitung"))
        people["lena"] = user
        return user

    def test_a_term_needs_a_second_person(self, people, as_, lena, client):
        term, edition = Handlungsmuster.objects.get(slug="mit-anpacken"), codebook.current_number()
        changed = {"definition": "Alle packen an.", "answer": "recheck", "codebook_note": "Kürzer."}
        assert save(as_("leitung"), term, **changed).status_code == 302
        assert fresh(term).definition == term.definition
        assert codebook.current_number() == edition
        assert "Alle packen an." not in client.get("/codebuch/").content.decode()
        page = as_("lena").get(proposal(term)).content.decode()
        assert "Kürzer." in page
        assert str(Answer.RECHECK.label) in page
        assert decide(as_("leitung"), term, "approve").status_code == 403
        assert decide(as_("lena"), term, "approve").status_code == 302
        assert fresh(term).definition == "Alle packen an."
        assert (codebook.current_number(), codebook.current().by) == (edition + 1, people["leitung"])
        assert codebook.current().note == "Kürzer."
        assert set(term.codings.values_list("recheck", flat=True)) == {True}

    @pytest.mark.parametrize("model", [Chance, KommunenRolle, Buergerrolle])
    def test_every_kind_of_term(self, people, as_, lena, model):
        term = model.objects.first()
        save(as_("leitung"), term, title_en="Something else")
        assert fresh(term).title_en == term.title_en
        decide(as_("lena"), term, "approve")
        assert fresh(term).title_en == "Something else"

    def test_redaktion_does_not_approve_terms(self, people, as_):
        term = Chance.objects.first()
        save(as_("leitung"), term, title_en="Something else")
        assert as_("redaktion").get(proposal(term)).status_code == 403
        assert as_("redaktion").post(proposal(term), {"step": "approve"}).status_code == 403

    def test_lists_of_a_term_go_through_review(self, people, as_, lena, client):
        chance = Chance.objects.first()
        fields = [str(pk) for pk in chance.handlungsfelder.model.objects.values_list("pk", flat=True)]
        before = sorted(chance.handlungsfelder.values_list("slug", flat=True))
        save(as_("leitung"), chance, handlungsfelder=fields)
        assert sorted(chance.handlungsfelder.values_list("slug", flat=True)) == before
        decide(as_("lena"), chance, "approve")
        assert chance.handlungsfelder.count() == len(fields)

    def test_deleting_what_cases_show_needs_a_second_person(self, people, as_, lena):
        chance = Chance.objects.first()
        gone = {"action": "delete_selected", "_selected_action": [chance.pk], "post": "yes"}
        as_("leitung").post("/admin/handlungsfelder/chance/", gone)
        assert as_("leitung").post(address(chance, "delete/"), {"post": "yes"}).status_code == 302
        assert Chance.objects.filter(pk=chance.pk).exists()
        assert decide(as_("leitung"), chance, "approve").status_code == 403
        assert decide(as_("lena"), chance, "approve").status_code == 302
        assert not Chance.objects.filter(pk=chance.pk).exists()

    def test_a_term_no_case_has_is_read_by_the_public_too(self, people, as_, lena):
        term = Handlungsmuster.objects.create(slug="neu", title="Neu", definition="Niemand tut es.", chapter="03.05")
        codebook.new_edition()
        gone = {"action": "delete_selected", "_selected_action": [term.pk], "post": "yes"}
        as_("leitung").post("/admin/handlungsfelder/handlungsmuster/", gone)
        assert as_("leitung").post(address(term, "delete/"), {"post": "yes"}).status_code == 302
        assert Handlungsmuster.objects.filter(pk=term.pk).exists()
        assert decide(as_("lena"), term, "approve").status_code == 302
        assert not Handlungsmuster.objects.filter(pk=term.pk).exists()
        assert codebook.current().note == "Gestrichen: Neu."

    def test_alone_it_holds_at_once(self, people, as_, settings):
        settings.SELF_APPROVAL = True
        term = Handlungsmuster.objects.get(slug="mit-anpacken")
        save(as_("leitung"), term, definition="Alle packen an.", answer="wording", codebook_note="Kürzer.")
        assert fresh(term).definition == "Alle packen an."


class TestIndirectWays:
    """Whatever else touches places and sources adds some at most."""

    def state(self):
        return list(Place.objects.order_by("pk").values()), list(Source.objects.order_by("pk").values())

    def test_adopting_a_place_again_changes_nothing(self, people, as_):
        from practices.geodata.adoption import entry_of

        source = entry_of(olfen().gazetteer).source
        Place.objects.filter(slug="olfen").update(name="Olfen, anders genannt")
        before = self.state()
        assert as_("erfassung").post("/admin/practices/place/adopt/", {"source": source}).json()["slug"] == "olfen"
        assert self.state() == before

    def test_naming_a_known_source_in_the_form_of_a_case_changes_nothing(self, draft, people):
        from workplace.form.names import PlaceNames, SourceNames

        before = self.state()
        assert SourceNames([]).added(study().citation, "https://example.org/anders") == study().slug
        assert PlaceNames([]).find("Olfen") == "olfen"
        assert self.state() == before

    def test_an_import_that_tells_places_otherwise_changes_nothing(self, people, as_, tmp_path):
        import json

        row = content(slug="aus-der-tabelle", title="Aus der Tabelle") | {"status": "draft"}
        row["places"] = [{"slug": "olfen", "name": "Nicht Olfen", "lat": 0, "lon": 0, "population": 5}]
        row["sources"] = [{"source": study().slug, "locator": "S. 3", "url": "https://example.org/anders"}]
        (tmp_path / "t.json").write_text(json.dumps([row]), encoding="utf-8")
        before = self.state()
        call_command("import_practices", tmp_path / "t.json", user="erfassung", verbosity=0)
        assert Practice.objects.filter(slug="aus-der-tabelle").exists()
        assert self.state() == before

    def test_the_shipped_data_leaves_what_was_edited(self, people, as_):
        from exchange.shipped.loader import load

        save(as_("erfassung"), olfen(), name="Anders")
        decide(as_("redaktion"), olfen(), "approve")
        before = self.state()
        load()
        assert self.state() == before

    def test_a_list_action_and_a_direct_address_are_refused(self, people, as_):
        before = self.state()
        for who in ("erfassung", "redaktion", "leitung"):
            gone = {"action": "delete_selected", "_selected_action": [olfen().pk], "post": "yes"}
            as_(who).post("/admin/practices/place/", gone)
            as_(who).post(address(olfen(), "delete/"), {"post": "yes"})
        assert self.state() == before

    def test_a_proposal_that_can_not_be_is_refused_like_the_form(self, people):
        from workplace.records import revisions, targets

        target = targets.locked(olfen(), people["erfassung"])
        revision = revisions.propose(target, target.own | {"lat": None}, people["erfassung"], name="Olfen")
        seen = revisions.seen(revision, olfen())
        with pytest.raises(ValidationError):
            revisions.take(revision, "approve", people["redaktion"], looked_at=seen)
        assert olfen().lat is not None
