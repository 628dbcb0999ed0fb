"""Four eyes on the text that goes out; and who and when are never guessed."""

import datetime

import pytest
from django.utils import timezone

from core.acting import acting
from practices.case.applying import apply
from practices.case.contents import read
from practices.models import Practice, Step
from tests.workplace.conftest import WORDS, content
from workplace.workflow import decisions, revisions, steps

pytestmark = pytest.mark.django_db

CODING = {"slug": "mit-anpacken", "basis": "editorial", "chapter": "", "note": "Freiwillige bauten es."}


def write(practice, user, **changes):
    with acting(user=user):
        return apply(Practice.objects.get(pk=practice.pk), read(practice.pk) | changes)


def propose(published, user, **changes):
    now = revisions.latest(revisions.active(published)).content if revisions.active(published) else read(published.pk)
    return revisions.save(published, now | changes, user)


@pytest.fixture
def revision(published, people):
    """Of "kollegin", handed in."""
    found = propose(published, people["kollegin"], title="Besser")
    return revisions.take(found, "submit", people["kollegin"])


class TestOfACase:
    def test_who_rewrote_it_in_review_does_not_publish_it(self, in_review, people):
        write(in_review, people["redaktion"], description="Alles neu. " * 40)
        with pytest.raises(steps.Refused, match="seit es eingereicht wurde"):
            steps.take(in_review, "publish", people["redaktion"])
        assert steps.take(in_review, "publish", people["zweite"]).status == "published"

    def test_what_the_author_handed_in_again_has_been_read_by_two(self, draft, people):
        write(draft, people["redaktion"], description="Alles neu. " * 40)
        steps.take(draft, "submit", people["erfassung"], version=decisions.state_of(draft.pk))
        assert steps.take(draft, "publish", people["redaktion"]).status == "published"

    def test_handing_in_unread_is_no_reading(self, draft, people):
        write(draft, people["redaktion"], description="Alles neu. " * 40)
        steps.take(draft, "submit", people["erfassung"])
        with pytest.raises(steps.Refused):
            steps.take(draft, "publish", people["redaktion"])

    def test_a_host_may_work_alone(self, in_review, people, settings):
        settings.SELF_APPROVAL = True
        write(in_review, people["redaktion"], description="Alles neu. " * 40)
        assert steps.take(in_review, "publish", people["redaktion"]).status == "published"


class TestOfARevision:
    def test_who_rewrote_it_does_not_approve_it(self, revision, published, people, as_):
        propose(published, people["redaktion"], title="Ganz anders")
        with pytest.raises(steps.Refused, match="seit es eingereicht wurde"):
            revisions.take(revision, "approve", people["redaktion"])
        published.refresh_from_db()
        assert published.title == "Ein neuer Fall"
        revisions.take(revision, "approve", people["zweite"])
        published.refresh_from_db()
        assert published.title == "Ganz anders"

    def test_who_handed_it_in_does_not_approve_it(self, published, people):
        found = propose(published, people["kollegin"], title="Besser")
        revisions.take(found, "submit", people["redaktion"])
        with pytest.raises(steps.Refused, match="Niemand gibt"):
            revisions.take(found, "approve", people["redaktion"])

    def test_somebody_else_who_wrote_before_it_was_handed_in_is_no_hindrance(self, published, people):
        found = propose(published, people["kollegin"], title="Besser")
        propose(published, people["redaktion"], title="Besser so")
        revisions.take(found, "submit", people["kollegin"], version=decisions.state_of(published.pk))
        revisions.take(found, "approve", people["redaktion"])
        published.refresh_from_db()
        assert published.title == "Besser so"


class TestCorrectionsOfAFewLetters:
    @pytest.fixture(autouse=True)
    def allowed(self, settings):
        settings.SMALL_CORRECTIONS = 5

    def test_they_are_allowed_by_the_host_and_named(self, in_review, people, as_):
        write(in_review, people["redaktion"], title="Ein neuer Fall.")
        assert steps.take(in_review, "publish", people["redaktion"]).status == "published"
        assert Step.objects.latest("pk").corrected == 1
        page = as_("erfassung").get(f"/admin/practices/practice/{in_review.pk}/history/").content.decode()
        assert "redaktion hatte darin 1 Buchstaben verbessert." in page

    @pytest.mark.parametrize(
        "changes",
        [
            {"title": "Etwas ganz anderes"},
            {"as_of": 2001},
            {"description": WORDS + " nicht wahr"},
            {"carrier": "foundation"},
        ],
    )
    def test_more_is_not(self, in_review, people, changes):
        write(in_review, people["redaktion"], **changes)
        with pytest.raises(steps.Refused):
            steps.take(in_review, "publish", people["redaktion"])

    def test_many_small_ones_are_not(self, in_review, people):
        for number in range(6):
            write(in_review, people["redaktion"], title="Ein neuer Fall" + "." * (number + 1))
        with pytest.raises(steps.Refused):
            steps.take(in_review, "publish", people["redaktion"])

    def test_of_a_revision(self, revision, published, people):
        propose(published, people["redaktion"], title="Besser!")
        revisions.take(revision, "approve", people["redaktion"])
        assert Step.objects.latest("pk").corrected == 1


class TestWhoAndWhen:
    def test_a_day_that_was_proposed_is_kept(self, published, people):
        found = propose(published, people["kollegin"], confirmed="2026-01-15")
        revisions.take(found, "submit", people["kollegin"])
        revisions.take(found, "approve", people["redaktion"])
        published.refresh_from_db()
        assert published.confirmed == datetime.date(2026, 1, 15)

    def test_without_one_it_is_the_day_of_the_approval(self, revision, published, people):
        Practice.objects.filter(pk=published.pk).update(confirmed=datetime.date(2025, 1, 1))
        revisions.take(revision, "approve", people["redaktion"])
        published.refresh_from_db()
        assert published.confirmed == timezone.localdate()

    def test_a_day_that_the_author_of_a_case_gave_is_kept(self, draft, people):
        write(draft, people["erfassung"], confirmed="2026-01-15")
        steps.take(draft, "submit", people["erfassung"])
        practice = steps.take(draft, "publish", people["redaktion"])
        assert practice.confirmed == datetime.date(2026, 1, 15)

    def test_each_coding_is_credited_to_whoever_added_it(self, published, people):
        patterns = [one for one in read(published.pk)["handlungsmuster"] if one["slug"] != CODING["slug"]]
        roles = read(published.pk)["buergerrollen"]
        reason = {**roles[0], "basis": "editorial", "note": "Anders begründet."}
        before = published.buergerrollen.get(term__slug=roles[0]["slug"]).coder
        assert before == people["erfassung"]
        found = propose(published, people["kollegin"], handlungsmuster=patterns, buergerrollen=[reason, *roles[1:]])
        revisions.take(found, "submit", people["kollegin"])
        propose(published, people["zweite"], handlungsmuster=[*patterns, CODING])
        revisions.take(found, "approve", people["redaktion"])
        assert published.handlungsmuster.get(term__slug=CODING["slug"]).coder == people["zweite"]
        assert published.buergerrollen.get(term__slug=roles[0]["slug"]).coder == people["kollegin"]

    def test_the_main_field_is_credited_too(self, published, people):
        main = {"slug": "mobilitaet", "basis": "editorial", "chapter": "", "note": "Es fährt."}
        rest = {"further_handlungsfelder": [], "teilaspekte": []}
        found = propose(published, people["kollegin"], title="Besser")
        revisions.take(found, "submit", people["kollegin"])
        propose(published, people["zweite"], handlungsfeld=main, **rest)
        revisions.take(found, "approve", people["redaktion"])
        published.refresh_from_db()
        assert published.handlungsfeld_coder == people["zweite"]


def test_a_draft_is_not_confirmed_as_public(draft, people):
    with pytest.raises(steps.Refused):
        steps.confirm(draft, people["redaktion"])
    assert content()["slug"] == draft.slug
