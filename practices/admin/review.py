"""The queue of what waits for a second pair of eyes, and the page on which one decides."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from practices.admin.pages import WorkplaceView
from practices.admin.records.review import waiting as proposals
from practices.editorial import completeness, differences, revisions, workflow
from practices.editorial.acting import name_of
from practices.editorial.contents import CODINGS, normal
from practices.editorial.targets import Target
from practices.models import Practice, Revision, Status, Step, Version
from practices.publishing import obstacles

MOST = 200


def waiting(user=None):
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
        reviewer = workflow.is_reviewer(user)
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


class ReviewView(WorkplaceView):
    """``<pk>/review/``: what is proposed, beside what is public, with the steps that may be taken."""

    template_name = "admin/practices/review.html"

    def get(self, request, pk):
        practice = get_object_or_404(Practice.objects.select_related("author"), pk=pk)
        if not workflow.may_see(practice, request.user):
            raise PermissionDenied(_("Drafts of others are for the group Redaktion only."))
        self.refuse_blinded(practice)
        target = Target.of(practice)
        before = self.public_state(target)
        rows = differences.rows(before or normal({}), target.content)
        revision = target.revision
        context = {
            "title": practice.title,
            "practice": practice,
            "target": target,
            "compared": before is not None,
            "rows": [row for row in rows if row.changed or (not before and row.after)] if before is not None else rows,
            "lines": [] if any(row.changed for row in rows) else differences.lines(target.content),
            "unchanged": [row.label for row in rows if not row.changed and row.after],
            "meter": completeness.meter(target.content),
            "obstacles": obstacles(practice) if practice.status != Status.PUBLISHED else [],
            "ways": ways_for(target, request.user),
            "author": name_of(practice.author),
            "codings": codings_of(practice),
            "steps": [
                (step, revisions.step_label(step))
                for step in Step.objects.filter(practice=practice, revision=revision).order_by("-at", "-pk")
            ],
            "may_edit": target.may_write(request.user),
        }
        return self.render(context)

    @staticmethod
    def public_state(target):
        """What the public sees or saw last; None for a case that never was public."""
        if target.revision is not None:
            return revisions.base_of(target.revision).content
        if target.practice.status == Status.PUBLISHED:
            return target.content
        versions = Version.objects.filter(practice=target.practice, revision=None, content__status=Status.PUBLISHED)
        last = versions.order_by("-number").first()
        return last.content if last else None


def codings_of(practice):
    """[(term, coder's name, edition of the codebook, to be checked again)] of the case itself."""
    case = Practice.objects.select_related("handlungsfeld", "handlungsfeld_coder").get(pk=practice.pk)
    found = [
        (case.handlungsfeld.label, case.handlungsfeld_coder, case.handlungsfeld_codebook, case.handlungsfeld_recheck)
    ]
    for name in CODINGS:
        rows = getattr(case, name).select_related("term", "coder")
        found += [(row.term.label, row.coder, row.codebook, row.recheck) for row in rows]
    return [(label, name_of(coder), codebook, recheck) for label, coder, codebook, recheck in found]


def ways_for(target, user):
    """[(way, hindrance)] of the steps that lead on from here; a hindrance is shown instead of a button."""
    if target.revision is not None:
        leading = [way for way in revisions.WAYS.values() if way.source == target.revision.state]
        return [(way, revisions.hindrance(target.revision, way.name, user)) for way in leading]
    leading = [way for way in workflow.WAYS.values() if target.practice.status in way.sources]
    return [(way, workflow.hindrance(target.practice, way.name, user)) for way in leading]


class StepView(WorkplaceView):
    """``<pk>/step/`` takes the step ``name`` with the case, or with its revision when ``revision`` names it."""

    def post(self, request, pk):
        practice = get_object_or_404(Practice, pk=pk)
        if not workflow.may_see(practice, request.user):
            raise PermissionDenied(_("Drafts of others are for the group Redaktion only."))
        name, comment = request.POST.get("step", ""), request.POST.get("comment", "")[:5000]
        number = request.POST.get("revision", "")
        try:
            if number:
                known = number.isdecimal() and len(number) < 19
                revision = get_object_or_404(Revision, pk=int(number) if known else 0, practice=practice)
                revisions.take(revision, name, request.user, comment)
                label = revisions.WAYS[name].label
            else:
                workflow.take(practice, name, request.user, comment)
                label = workflow.WAYS[name].label
        except (PermissionDenied, ValidationError) as error:
            for text in getattr(error, "messages", [str(error)]):
                messages.error(request, text)
            request.session["step_comment"] = comment
            return redirect("admin:practices_review", pk)
        messages.success(request, _("Done: %(step)s.") % {"step": label})
        return redirect("admin:practices_review", pk)


class ConfirmView(WorkplaceView):
    """``<pk>/confirm/``: somebody looked, the case is as it is told."""

    def post(self, request, pk):
        practice = get_object_or_404(Practice, pk=pk)
        workflow.confirm(practice, request.user)
        messages.success(request, _("Confirmed as current today."))
        return redirect("admin:practices_review", pk)
