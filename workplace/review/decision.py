"""The page on which one decides: what is proposed beside what is public, and the steps that lead on."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from core.acting import name_of
from practices.case import differences, merging
from practices.case.contents import normal
from practices.case.requirements import obstacles
from practices.models import Practice, Revision, Status, Step
from workplace.form import completeness
from workplace.frame.typed import comment_of
from workplace.frame.view import WorkplaceView
from workplace.review.context import changed_since, codings_of, hidden_by, pictures_of, sides, steps_of, ways_for
from workplace.workflow import decisions, revisions, steps
from workplace.workflow.decisions import UNNAMED, Gone, Overtaken
from workplace.workflow.targets import Target


class ReviewView(WorkplaceView):
    """``<pk>/review/``: what is proposed, beside what is public, with the steps that may be taken."""

    template_name = "admin/practices/review.html"

    def get(self, request, pk):
        return self.page(self.case(pk))

    def case(self, pk):
        """The case, for whoever may see it."""
        practice = get_object_or_404(Practice.objects.select_related("author"), pk=pk)
        if not steps.may_see(practice, self.request.user):
            raise PermissionDenied(_("Drafts of others are for the group Redaktion only."))
        self.refuse_blinded(practice)
        return practice

    def page(self, practice, *, status=200, problems=(), comment="", seen=None):
        """The page; after a refused step with its ``problems``, the ``comment``, and what changed since ``seen``."""
        user = self.request.user
        target = Target.seen_by(practice, user)
        before, after, conflicts = sides(target)
        rows = differences.rows(before or normal({}), after)
        revision = target.revision
        context = {
            "title": practice.title,
            "practice": practice,
            "target": target,
            "state": decisions.state_of(practice.pk),
            "problems": problems,
            "comment": comment,
            "since": changed_since(practice, seen, user),
            "compared": before is not None,
            "rows": [row for row in rows if row.changed or (not before and row.after)] if before is not None else rows,
            "lines": [] if any(row.changed for row in rows) else differences.lines(after),
            "unchanged": [row.label for row in rows if not row.changed and row.after],
            "conflicts": [merging.label_of(member) for member in conflicts],
            "pictures": pictures_of(after, before),
            "meter": completeness.meter(target.content),
            "obstacles": obstacles(practice) if practice.status != Status.PUBLISHED else [],
            "ways": ways_for(target, user),
            "confirms": revision is not None and not revisions.tells_day(revision),
            "author": name_of(practice.author),
            "proposed_by": name_of(revision.author) if revision else "",
            "hidden_by": hidden_by(target),
            "codings": codings_of(practice, revision),
            "steps": steps_of(practice, revision, user),
            "may_edit": target.may_write(user),
        }
        return self.render(context, ReviewView.template_name, status)


class StepView(ReviewView):
    """``<pk>/step/`` takes the step ``name`` with the case, or with its revision when ``revision`` names it.

    ``version`` is the state that was looked at. What is refused is answered by the page of the review as it is now,
    with the comment that was typed.
    """

    def get(self, request, pk):
        return redirect("admin:practices_review", pk)

    def post(self, request, pk):
        practice = self.case(pk)
        name, comment = request.POST.get("step", ""), comment_of(request)
        seen = decisions.named(request.POST.get("version"))
        try:
            label = self.take(practice, name, comment, seen)
        except Gone:
            raise  # there is no page of it any more
        except PermissionDenied as error:
            if self.is_done(practice, name, comment, seen):
                return redirect("admin:practices_review", pk)
            if isinstance(error, Overtaken):
                return self.page(practice, status=409, problems=[str(error)], comment=comment, seen=error.seen)
            return self.page(practice, status=403, problems=[str(error)], comment=comment)
        except ValidationError as error:  # like any form that lacks something
            for text in error.messages:
                messages.error(request, text)
            return self.page(practice, comment=comment)
        messages.success(request, _("%(title)s – done: %(step)s.") % {"title": practice.title, "step": label})
        return redirect("admin:practices_review", pk)

    def is_done(self, practice, name, comment, seen):
        """Whether just this is what this user did last with the case: a double click."""
        last = Step.objects.filter(practice=practice.pk).order_by("-at", "-pk").first()
        same = last is not None and (last.name, last.version, last.comment) == (name, seen, comment.strip())
        return same and seen is not None and last.by_id == self.request.user.pk

    def take(self, practice, name, comment, seen):
        """Take the step; returns what it is called. A step that names no version isn't taken."""
        user, number = self.request.user, self.request.POST.get("revision", "")
        with transaction.atomic():
            if number:
                revision = get_object_or_404(Revision, pk=decisions.named(number) or 0, practice=practice)
                revisions.take(revision, name, user, comment, UNNAMED if seen is None else seen)
                return revisions.WAYS[name].label
            steps.take(practice, name, user, comment, UNNAMED if seen is None else seen)
            return steps.WAYS[name].label


class ConfirmView(ReviewView):
    """``<pk>/confirm/``: somebody looked, the case is as it is told."""

    def get(self, request, pk):
        return redirect("admin:practices_review", pk)

    def post(self, request, pk):
        practice = self.case(pk)
        seen = decisions.named(request.POST.get("version"))
        try:
            steps.confirm(practice, request.user, UNNAMED if seen is None else seen)
        except Overtaken as error:
            return self.page(practice, status=409, problems=[str(error)], seen=error.seen)
        messages.success(request, _("“%(title)s” is confirmed as current.") % {"title": practice.title})
        return redirect("admin:practices_review", pk)
