"""A decision names the version it decides on; on another it is refused, and what changed since is shown."""

import pytest
from django.utils import timezone

from core.acting import acting
from practices.case.applying import apply
from practices.case.contents import read
from practices.models import Practice, Revision, Step
from tests.workplace.conftest import content, told
from workplace.workflow import decisions, revisions, steps

pytestmark = pytest.mark.django_db


def review(practice):
    return f"/admin/practices/practice/{practice.pk}/review/"


def step(practice):
    return f"/admin/practices/practice/{practice.pk}/step/"


def page_state(client, practice):
    """The version that the form of the page names."""
    from bs4 import BeautifulSoup

    form = BeautifulSoup(client.get(review(practice)).content, "html.parser").select_one("form.stepping")
    return form.select_one("[name=version]")["value"]


@pytest.fixture
def rewritten(in_review, people, as_):
    """What the reviewer's page named, and then the author takes the case back, writes something else, hands it in."""
    reviewer = as_("redaktion")
    seen = page_state(reviewer, in_review)
    author = people["erfassung"]
    steps.take(in_review, "retract", author)
    with acting(user=author):
        apply(Practice.objects.get(pk=in_review.pk), content(description="Ganz anderes " * 60))
    steps.take(in_review, "submit", author)
    return reviewer, seen


@pytest.mark.parametrize("name", ["publish", "return"])
def test_what_was_rewritten_meanwhile_is_not_decided_on(rewritten, in_review, name):
    reviewer, seen = rewritten
    answer = reviewer.post(step(in_review), {"step": name, "comment": "Gut begründet", "version": seen})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Ganz anderes" in page
    assert "Gut begründet" in page
    in_review.refresh_from_db()
    assert in_review.status == "in-review"
    answer = reviewer.post(step(in_review), {"step": name, "comment": "x", "version": page_state(reviewer, in_review)})
    assert answer.status_code == 302
    assert Step.objects.latest("pk").version


def test_a_form_that_names_no_version_decides_nothing(in_review, as_):
    assert as_("redaktion").post(step(in_review), {"step": "publish"}).status_code == 409
    in_review.refresh_from_db()
    assert in_review.status == "in-review"


def test_a_withdrawal_names_its_version(published, as_, people):
    reviewer = as_("redaktion")
    seen = page_state(reviewer, published)
    with acting(user=people["host"]):
        apply(Practice.objects.get(pk=published.pk), read(published.pk) | {"summary": "Jetzt stimmt es."})
    sent = {"step": "withdraw", "comment": "Die Kurzfassung irrt.", "version": seen}
    answer = reviewer.post(step(published), sent)
    assert answer.status_code == 409
    assert "Jetzt stimmt es." in answer.content.decode()
    published.refresh_from_db()
    assert published.status == "published"


@pytest.mark.parametrize("name", ["approve", "return", "reject"])
def test_a_revision_is_decided_on_as_it_was_read(published, people, as_, name):
    author = people["kollegin"]
    revision = revisions.save(published, read(published.pk) | {"title": "Besser"}, author)
    revisions.take(revision, "submit", author)
    reviewer = as_("redaktion")
    seen = page_state(reviewer, published)
    revisions.take(revision, "retract", author)
    revisions.save(published, read(published.pk) | {"title": "Reklame"}, author)
    revisions.take(revision, "submit", author)
    sent = {"step": name, "comment": "Ja", "version": seen, "revision": revision.pk}
    assert reviewer.post(step(published), sent).status_code == 409
    published.refresh_from_db()
    assert (published.title, Revision.objects.get().state) == ("Ein neuer Fall", "in-review")


def test_the_review_shows_what_approving_would_publish(published, people, as_):
    """What the case itself became meanwhile goes out too, so it is read too."""
    revision = revisions.save(published, read(published.pk) | {"title": "Besser"}, people["kollegin"])
    revisions.take(revision, "submit", people["kollegin"])
    with acting(user=people["host"]):
        apply(Practice.objects.get(pk=published.pk), read(published.pk) | {"summary": "Neue Kurzfassung."})
    page = as_("redaktion").get(review(published)).content.decode()
    assert "<del>Kurzfassung" not in page
    assert "Unverändert: " in page
    assert "Neue Kurzfassung." not in page.partition("Unverändert: ")[0]


class TestTheInterfaceForPrograms:
    def address(self, practice):
        return f"/api/v1/practices/{practice.slug}/steps/"

    def test_it_tells_the_version_and_takes_it(self, in_review, as_):
        reviewer = as_("redaktion")
        version = reviewer.get(self.address(in_review)).json()["version"]
        assert version == decisions.state_of(in_review.pk)
        sent = {"step": "publish", "version": version}
        answer = reviewer.post(self.address(in_review), sent, content_type="application/json")
        assert (answer.status_code, answer.json()["status"]) == (200, "published")

    def test_another_version_is_a_conflict(self, rewritten, in_review):
        reviewer, seen = rewritten
        sent = {"step": "publish", "version": int(seen)}
        answer = reviewer.post(self.address(in_review), sent, content_type="application/json")
        assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
        assert answer.json()["version"] == decisions.state_of(in_review.pk)
        in_review.refresh_from_db()
        assert in_review.status == "in-review"

    def test_a_decision_without_a_version_is_refused(self, in_review, as_):
        answer = as_("redaktion").post(self.address(in_review), {"step": "publish"}, content_type="application/json")
        assert answer.status_code == 428
        assert answer.json()["version"] == decisions.state_of(in_review.pk)
        in_review.refresh_from_db()
        assert in_review.status == "in-review"

    def test_an_author_hands_in_as_before(self, draft, as_):
        answer = as_("erfassung").post(self.address(draft), {"step": "submit"}, content_type="application/json")
        assert (answer.status_code, answer.json()["status"]) == (200, "in-review")


def test_what_is_confirmed_is_what_was_read(published, people, as_):
    reviewer = as_("redaktion")
    seen = page_state(reviewer, published)
    with acting(user=people["host"]):
        apply(Practice.objects.get(pk=published.pk), read(published.pk) | {"summary": "Neu.", "confirmed": None})
    address = f"/admin/practices/practice/{published.pk}/confirm/"
    assert reviewer.post(address, {"version": seen}).status_code == 409
    published.refresh_from_db()
    assert published.confirmed is None
    assert reviewer.post(address, {"version": page_state(reviewer, published)}).status_code == 302
    published.refresh_from_db()
    assert published.confirmed == timezone.localdate()


class TestWhatIsTyped:
    def test_a_comment_does_not_travel_to_another_case(self, in_review, published, as_, people):
        with acting(user=people["erfassung"]):
            other = apply(None, content(slug="anderer", title="Ein anderer"))
        steps.take(other, "submit", people["erfassung"])
        reviewer = as_("redaktion")
        sent = {"step": "submit", "comment": "Nur für den ersten", "version": page_state(reviewer, published)}
        answer = reviewer.post(step(published), sent)
        assert answer.status_code == 403
        assert "Nur für den ersten" in answer.content.decode()
        assert "Nur für den ersten" not in reviewer.get(review(other)).content.decode()

    def test_a_step_without_its_words_keeps_the_page(self, in_review, as_):
        reviewer = as_("redaktion")
        answer = reviewer.post(step(in_review), {"step": "return", "version": page_state(reviewer, in_review)})
        assert answer.status_code == 200
        assert "Sagen Sie, warum" in told(answer)
        in_review.refresh_from_db()
        assert in_review.status == "in-review"
