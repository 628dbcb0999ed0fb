"""The queue of what waits for a second pair of eyes, and of what is asked of whoever entered it."""

from django.utils.translation import gettext as _

from practices.models import Practice, Revision, Status, Step
from workplace.frame.view import WorkplaceView
from workplace.records.review import waiting as proposals
from workplace.review import worklist
from workplace.workflow import steps

MOST = 200


def waiting():
    """[(practice, revision or None, Step)] of all that is in review, longest waiting first."""
    cases = Practice.objects.filter(status=Status.REVIEW).select_related("handlungsfeld", "author")[:MOST]
    pending = Revision.objects.filter(state=Revision.State.REVIEW).select_related("practice__handlungsfeld", "author")
    entries = [(case, None) for case in cases] + [(revision.practice, revision) for revision in pending[:MOST]]
    submitted = {}
    rows = Step.objects.filter(name="submit", practice__in=[case.pk for case, _revision in entries]).order_by(
        "at", "pk"
    )
    for step in rows.select_related("by"):
        submitted[step.practice_id, step.revision_id] = step
    found = [
        (case, revision, submitted.get((case.pk, revision.pk if revision else None))) for case, revision in entries
    ]
    return sorted(found, key=lambda entry: entry[2].at.timestamp() if entry[2] else 0)


class QueueView(WorkplaceView):
    """``review/``: for reviewers all that waits; for authors what is asked of them and what they have handed in."""

    template_name = "admin/practices/queue.html"

    def get(self, request):
        user = request.user
        reviewer = steps.is_reviewer(user)
        entries = waiting()
        own = [entry for entry in entries if (entry[1] or entry[0]).author_id == user.pk]
        drafts = Practice.objects.filter(author=user, status=Status.DRAFT).select_related("handlungsfeld")[:MOST]
        opened = Revision.objects.filter(author=user, state=Revision.State.OPEN).select_related(
            "practice__handlungsfeld"
        )
        mine = [(case, None) for case in drafts] + [(revision.practice, revision) for revision in opened[:MOST]]
        context = {
            "title": _("Review"),
            "reviewer": reviewer,
            "entries": [entry for entry in entries if entry not in own] if reviewer else [],
            "own": own,
            "mine": with_last_step(mine),
            "answers": worklist.answers(user, MOST),
            "proposals": proposals(user),
        }
        return self.render(context)


def with_last_step(entries):
    """[(practice, revision, last Step or None)]; a request to the author first."""
    last = {}
    for step in Step.objects.filter(practice__in=[case.pk for case, _r in entries]).order_by("at", "pk"):
        last[step.practice_id, step.revision_id] = step
    found = [(case, revision, last.get((case.pk, revision and revision.pk))) for case, revision in entries]
    return sorted(found, key=lambda entry: not (entry[2] and entry[2].name == "return"))
