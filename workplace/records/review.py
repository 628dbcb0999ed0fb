"""The page on which one decides on a proposed change, and what waits for whom."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.acting import name_of
from practices.geodata.gazetteer import kilometres
from practices.models import Place, RecordRevision, RecordVersion
from practices.records import contents, history
from practices.records.kinds import KINDS, POINTED_TO, public_cases
from workplace.coding.recheck import Answer
from workplace.frame.typed import comment_of
from workplace.frame.view import WorkplaceView
from workplace.records import revisions, rights, targets

MOST_CASES = 50
REJECTED_FOR = timedelta(days=30)


class ProposalView(WorkplaceView):
    """``proposals/<pk>/``: old and new values, the public cases they show in, and the steps that may be taken."""

    template_name = "admin/records/review.html"

    def dispatch(self, request, *args, pk, **kwargs):
        self.revision = get_object_or_404(RecordRevision.objects.select_related("author"), pk=pk)
        if not revisions.may_see(self.revision, request.user):
            raise PermissionDenied(_("A proposed change is read by who proposed it and by those who may approve it."))
        return super(WorkplaceView, self).dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.page()

    def post(self, request):
        name, comment = request.POST.get("step", ""), comment_of(request)
        try:
            revisions.take(self.revision, name, request.user, comment, request.POST.get("seen", ""))
        except (PermissionDenied, ValidationError) as error:
            self.revision.refresh_from_db()
            refused = isinstance(error, PermissionDenied)
            return self.page(getattr(error, "messages", [str(error)]), comment, 403 if refused else 409)
        messages.success(request, _("Done: %(step)s.") % {"step": revisions.WAYS[name].label})
        return redirect("admin:practices_proposal", self.revision.pk)

    def page(self, errors=(), comment="", status=200):
        revision, user = self.revision, self.request.user
        kind, instance = KINDS[revision.kind], targets.instance_of(revision)
        proposed = targets.latest(revision)
        base = targets.content_at(kind, revision.record, revision.base) or {}
        open_ = revision.state in RecordRevision.ACTIVE
        cases = public_cases(instance).order_by("title_sort", "pk") if instance else None
        context = {
            "title": history.name_at(kind, revision.record),
            "kind": kind.model._meta.verbose_name,
            "revision": revision,
            "author": name_of(revision.author),
            "instance": instance,
            "rows": contents.differences(kind, base, proposed.content),
            "meanwhile": self.meanwhile(kind, base) if open_ and instance else [],
            "moved": moved(kind, base, proposed.content),
            "cases": list(cases[:MOST_CASES]) if cases is not None else [],
            "case_count": cases.count() if cases is not None else 0,
            "steps": self.steps() if open_ else [],
            "seen": revisions.seen(revision, instance) if instance else "",
            "timeline": revision.versions.order_by("-number"),
            "edit_url": self.address(kind, "change") if instance and open_ else "",
            "history_url": self.address(kind, "history"),
            "may_edit": open_
            and not revision.deletes
            and (revision.author_id == user.pk or rights.may_approve(kind, user)),
            "is_part": kind.model in POINTED_TO,
            "answer": dict(Answer.choices).get(revision.extra.get("answer"), ""),
            "errors": errors,
            "comment": comment,
        }
        return self.render(context, status=status)

    def steps(self):
        """[(way, hindrance)] of what this user may do; and why they may not approve, where they may not."""
        found = [(w, revisions.hindrance(self.revision, w.name, self.request.user)) for w in revisions.WAYS.values()]
        return [(way, hindrance) for way, hindrance in found if way.name == "approve" or not hindrance]

    def meanwhile(self, kind, base):
        """What changed in the record itself since the proposal was written."""
        return contents.differences(kind, base, history.current(kind, self.revision.record).content)

    def address(self, kind, name):
        meta = kind.model._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=[self.revision.record])


def moved(kind, before, after):
    """How far the dot of a place moves, in kilometres; None where it doesn't."""
    points = [(content.get("lat"), content.get("lon")) for content in (before, after)]
    if kind.model is not Place or points[0] == points[1] or any(None in point for point in points):
        return None
    return kilometres(*points[0], *points[1])


def waiting(user):
    """{"decide": proposals this user may decide on, "own": their own, "rejected": their own rejected lately}.

    Each is a list of {"revision", "called", "kind", "version"}: the last version with who, when and the reason.
    """
    kinds = [label for label, kind in KINDS.items() if kind.reviewed and rights.may_approve(kind, user)]
    active, state = Q(state__in=RecordRevision.ACTIVE), RecordRevision.State
    lately = Q(author=user, state=state.DISCARDED, updated__gte=timezone.now() - REJECTED_FOR)
    concerned = RecordRevision.objects.filter(active & (Q(author=user) | Q(kind__in=kinds)) | lately)
    found = list(concerned.select_related("author").order_by("created"))
    last = {}
    for version in RecordVersion.objects.filter(revision__in=found).order_by("number"):
        last[version.revision_id] = version
    own = [r for r in found if r.author_id == user.pk]
    return {
        "decide": [told(r, last[r.pk]) for r in found if r.author_id != user.pk and r.state == state.REVIEW],
        "own": [told(r, last[r.pk]) for r in own if r.state in RecordRevision.ACTIVE],
        "rejected": [told(r, last[r.pk]) for r in own if last[r.pk].action == RecordVersion.Action.REJECTED],
    }


def told(revision, version):
    return {
        "revision": revision,
        "called": version.called,
        "kind": KINDS[revision.kind].model._meta.verbose_name,
        "author": name_of(revision.author),
        "version": version,
    }
