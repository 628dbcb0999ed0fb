"""The way of a case: every step as every role, and what the record says of it."""

import itertools

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from core.acting import acting
from practices.case.applying import apply
from practices.case.contents import read
from practices.models import Practice, Revision, Step, Version
from practices.models.status import by_the_host
from tests.workplace.conftest import content, told
from workplace.workflow import decisions, revisions
from workplace.workflow import steps as workflow

pytestmark = pytest.mark.django_db

AUTHOR, REVIEWER = "erfassung", "redaktion"
EVERYBODY = ("erfassung", "kollegin", "redaktion", "leitung", "host", None)
REVIEWERS = {"redaktion", "zweite", "host"}
# Who may take a step, and from where; everybody else, and from everywhere else, must not.
ALLOWED = {
    "submit": ("draft", REVIEWERS | {AUTHOR}),
    "retract": ("in-review", REVIEWERS | {AUTHOR}),
    "return": ("in-review", REVIEWERS),
    "publish": ("in-review", REVIEWERS),
    "withdraw": ("published", REVIEWERS),
    "reopen": ("withdrawn", REVIEWERS),
}
STATUSES = ("draft", "in-review", "published", "withdrawn")


def brought_to(practice, status):
    with by_the_host():
        practice.status = status
        practice.save()
    return practice


@pytest.mark.parametrize("name", EVERYBODY)
def test_each_step_as_each_role_from_each_status(draft, people, as_, client, name):
    """Models, form and API agree: what isn't allowed changes nothing and is refused."""
    user = people.get(name)
    tried = 0
    for step, status in itertools.product(ALLOWED, STATUSES):
        brought_to(draft, status)
        source, who = ALLOWED[step]
        if status == source and name in who:
            assert workflow.hindrance(draft, step, user) == ""
            continue
        browser = as_(name) if name else client
        below = f"/admin/practices/practice/{draft.pk}/step/"
        if user is not None:
            with pytest.raises(workflow.Refused):
                workflow.take(draft, step, user, "Grund")
        assert browser.post(below, {"step": step, "comment": "Grund"}).status_code in (302, 403)
        answer = browser.post(
            f"/api/v1/practices/{draft.slug}/steps/",
            {"step": step, "comment": "Grund"},
            content_type="application/json",
        )
        assert answer.status_code in (403, 404)
        draft.refresh_from_db()
        assert draft.status == status
        tried += 1
    assert tried >= len(ALLOWED) * len(STATUSES) - len(ALLOWED)


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        (["submit"], "in-review"),
        (["submit", "retract"], "draft"),
        (["submit", "return"], "draft"),
        (["submit", "publish"], "published"),
        (["submit", "publish", "withdraw"], "withdrawn"),
        (["submit", "publish", "withdraw", "reopen", "submit", "publish"], "published"),
    ],
)
def test_the_way_is_recorded_with_who_when_and_why(draft, people, steps, status):
    for step in steps:
        by = people[AUTHOR if step in ("submit", "retract") else REVIEWER]
        draft = workflow.take(draft, step, by, f"Grund für {step}")
    assert draft.status == status
    recorded = list(Step.objects.filter(practice=draft))
    assert [step.name for step in recorded] == steps
    assert [step.comment for step in recorded] == [f"Grund für {step}" for step in steps]
    assert all(step.by_name and step.at for step in recorded)
    assert recorded[-1].after == status


def test_nobody_approves_their_own_case(people, settings):
    reviewer = people[REVIEWER]
    with acting(user=reviewer):
        own = apply(None, content())
    own = workflow.take(own, "submit", reviewer)
    with pytest.raises(workflow.Refused, match="Niemand gibt das eigene Beispiel frei"):
        workflow.take(own, "publish", reviewer)
    settings.SELF_APPROVAL = True
    assert workflow.take(own, "publish", reviewer).status == "published"


def test_who_handed_it_in_does_not_approve_it_either(draft, people):
    handed_in = workflow.take(draft, "submit", people[REVIEWER])
    with pytest.raises(workflow.Refused):
        workflow.take(handed_in, "publish", people[REVIEWER])
    assert workflow.take(handed_in, "publish", people["zweite"]).status == "published"


@pytest.mark.parametrize("step", ["return", "withdraw"])
def test_a_request_and_a_withdrawal_need_words(published, people, step):
    practice = published if step == "withdraw" else brought_to(published, "in-review")
    with pytest.raises(ValidationError, match="Sagen Sie, warum"):
        workflow.take(practice, step, people[REVIEWER], "  ")


def test_what_is_incomplete_is_not_handed_in(draft, people):
    draft.citations.all().delete()
    with pytest.raises(ValidationError, match="Es nennt keine Quelle"):
        workflow.take(draft, "submit", people[AUTHOR])
    draft.refresh_from_db()
    assert draft.status == "draft"


class TestTheModelsThemselves:
    def test_a_status_is_not_written_past_the_steps(self, draft):
        draft.status = "published"
        with pytest.raises(PermissionDenied):
            draft.save()
        with pytest.raises(PermissionDenied):
            Practice.objects.filter(pk=draft.pk).update(status="published")
        with pytest.raises(PermissionDenied), transaction.atomic():
            Practice.objects.bulk_update([draft], ["status"])
        with pytest.raises(PermissionDenied):
            Practice.objects.bulk_create([Practice(slug="x", status="published")])
        draft.refresh_from_db()
        assert draft.status == "draft"

    def test_a_new_case_begins_as_a_draft(self, draft):
        draft.pk, draft._state.adding, draft.slug, draft.status = None, True, "anders", "published"
        with pytest.raises(PermissionDenied):
            draft.save()

    def test_a_forged_form_does_not_publish(self, draft, as_):
        from tests.workplace.conftest import edit, form_of

        member = as_(AUTHOR)
        member.post(edit(draft), form_of(member, edit(draft)) | {"status": "published"})
        draft.refresh_from_db()
        assert draft.status == "draft"


class TestRevisions:
    @pytest.fixture
    def revision(self, published, people):
        return revisions.save(published, read(published.pk) | {"title": "Besser"}, people["kollegin"])

    @pytest.mark.parametrize("name", EVERYBODY)
    def test_each_step_as_each_role_from_each_state(self, revision, people, as_, client, name):
        user = people.get(name)
        allowed = {
            "submit": ("open", REVIEWERS | {"kollegin"}),
            "retract": ("in-review", REVIEWERS | {"kollegin"}),
            "discard": ("open", REVIEWERS | {"kollegin"}),
            "return": ("in-review", REVIEWERS),
            "approve": ("in-review", REVIEWERS),
            "reject": ("in-review", REVIEWERS),
        }
        for step, state in itertools.product(allowed, ("open", "in-review", "approved", "discarded")):
            Revision.objects.filter(pk=revision.pk).update(state=state)
            revision.refresh_from_db()
            source, who = allowed[step]
            if state == source and name in who:
                assert revisions.hindrance(revision, step, user) == ""
                continue
            if user is not None:
                with pytest.raises(workflow.Refused):
                    revisions.take(revision, step, user, "Grund")
            sent = {"step": step, "comment": "Grund", "revision": revision.pk}
            browser = as_(name) if name else client
            address = f"/admin/practices/practice/{revision.practice_id}/step/"
            assert browser.post(address, sent).status_code in (302, 403)
            revision.refresh_from_db()
            assert revision.state == state
        assert Practice.objects.get(pk=revision.practice_id).title == "Ein neuer Fall"

    def test_the_public_sees_it_once_it_is_approved(self, revision, people, client):
        revisions.take(revision, "submit", people["kollegin"])
        assert client.get("/api/v1/practices/neuer-fall/").json()["title"] == "Ein neuer Fall"
        with pytest.raises(workflow.Refused):
            revisions.take(revision, "approve", people["kollegin"])
        revisions.take(revision, "approve", people[REVIEWER], "Gut so")
        assert client.get("/api/v1/practices/neuer-fall/").json()["title"] == "Besser"
        last = Version.objects.filter(practice=revision.practice, revision=None).latest("number")
        assert (last.action, last.by, last.comment) == ("approved", people[REVIEWER], "Gut so")

    def test_who_wrote_it_does_not_approve_it(self, published, people):
        own = revisions.save(published, read(published.pk) | {"title": "Eigenes"}, people[REVIEWER])
        revisions.take(own, "submit", people[REVIEWER])
        with pytest.raises(workflow.Refused, match="Niemand gibt"):
            revisions.take(own, "approve", people[REVIEWER])
        revisions.take(own, "approve", people["zweite"])

    def test_what_changed_in_the_case_meanwhile_stays(self, revision, published, people):
        with acting(user=people["host"]):
            apply(Practice.objects.get(pk=published.pk), read(published.pk) | {"carrier": "foundation"})
        revisions.take(revision, "submit", people["kollegin"])
        revisions.take(revision, "approve", people[REVIEWER])
        published.refresh_from_db()
        assert (published.title, published.carrier) == ("Besser", "foundation")

    def test_what_both_changed_is_settled_first(self, revision, published, people, as_):
        with acting(user=people["host"]):
            apply(Practice.objects.get(pk=published.pk), read(published.pk) | {"title": "Anders"})
        revisions.take(revision, "submit", people["kollegin"])
        with pytest.raises(ValidationError, match="Titel"):
            revisions.take(revision, "approve", people[REVIEWER])
        published.refresh_from_db()
        assert published.title == "Anders"

    def test_what_was_withdrawn_is_not_published_by_a_revision(self, revision, people):
        revisions.take(revision, "submit", people["kollegin"])
        workflow.take(revision.practice, "withdraw", people[REVIEWER], "Die Quelle irrt.")
        revision = Revision.objects.get(pk=revision.pk)
        with pytest.raises(workflow.Refused, match="nicht mehr öffentlich"):
            revisions.take(revision, "approve", people[REVIEWER])
        assert Practice.objects.get(pk=revision.practice_id).title == "Ein neuer Fall"

    def test_an_impossible_proposal_is_refused(self, published, people):
        with pytest.raises(ValidationError):
            revisions.save(published, read(published.pk) | {"places": ["atlantis"]}, people["kollegin"])
        assert not Revision.objects.exists()

    def test_it_ends_with_the_case(self, revision, published):
        published.delete()
        assert not Revision.objects.exists()


class TestQueue:
    def test_reviewers_see_what_waits_and_authors_what_is_asked(self, in_review, people, as_):
        queue = "/admin/practices/practice/queue/"
        assert "Bitte ansehen" in as_(REVIEWER).get(queue).content.decode()
        workflow.take(in_review, "return", people[REVIEWER], "Woher stammt die Zahl?")
        page = as_(AUTHOR).get(queue).content.decode()
        assert "Bitte an Sie" in page
        assert "Woher stammt die Zahl?" in page
        assert "Woher stammt die Zahl?" in told(as_(AUTHOR).get(f"/admin/practices/practice/{in_review.pk}/change/"))
        assert "Ein neuer Fall" not in as_("kollegin").get(queue).content.decode()

    def test_its_queries_do_not_grow(self, in_review, people, as_, django_assert_max_num_queries):
        browser = as_(REVIEWER)
        for number in range(8):
            with acting(user=people[AUTHOR]):
                more = apply(None, content(slug=f"noch-{number}", title=f"Noch {number}"))
            workflow.take(more, "submit", people[AUTHOR])
        with django_assert_max_num_queries(14):
            browser.get("/admin/practices/practice/queue/")

    def test_a_refused_step_keeps_the_comment(self, published, as_):
        browser = as_(REVIEWER)
        below = f"/admin/practices/practice/{published.pk}/"
        page = browser.post(f"{below}step/", {"step": "publish", "comment": "Schon geschrieben"}, follow=True)
        assert "nicht möglich" in told(page)
        assert "Schon geschrieben" in page.content.decode()


@pytest.mark.parametrize("address", ["change/", "review/", "history/", "preview/", "history/1/", "compare/?a=1&b=1"])
@pytest.mark.parametrize(("name", "status"), [("kollegin", 403), ("leitung", 403), ("redaktion", 200), (None, 302)])
def test_drafts_of_others_are_closed(draft, as_, client, name, status, address):
    browser = as_(name) if name else client
    assert browser.get(f"/admin/practices/practice/{draft.pk}/{address}").status_code == status


def test_deleting(published, people, as_):
    """Authors their own drafts; what was public only reviewers."""
    with acting(user=people[AUTHOR]):
        draft = apply(None, content(slug="noch-einer", title="Noch einer"))

    def gone(name, practice):
        address = f"/admin/practices/practice/{practice.pk}/delete/"
        sent = {"decided": "1", f"version-{practice.pk}": decisions.state_of(practice.pk)}
        return as_(name).post(address, sent).status_code == 302

    assert not gone("kollegin", draft)
    assert gone(AUTHOR, draft)
    assert not gone(AUTHOR, published)
    assert not gone("leitung", published)
    assert gone(REVIEWER, published)
    assert not Practice.objects.filter(pk=published.pk).exists()
