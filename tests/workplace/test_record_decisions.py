"""Deciding on a proposed change: who, on what, and what becomes of two of them."""

from core.acting import acting
from practices.case.applying import apply
from practices.case.contents import read
from practices.models import Location, Place, Practice
from practices.models.status import by_the_host
from tests.workplace.proposals import decide, fresh, pending, proposal
from tests.workplace.records import address, errors, lonely, olfen, save, typed
from workplace.workflow import revisions as case_revisions
from workplace.workflow import steps


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
