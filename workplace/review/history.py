"""The timeline of a case, any two of its states side by side, and the way back to each of them."""

from datetime import datetime, time

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from practices.case import differences, history, merging
from practices.models import Practice, Step, Tombstone, Version
from workplace.form.merge import merge_page
from workplace.form.refusal import reason_for
from workplace.frame.view import WorkplaceView
from workplace.workflow import eyes, revisions, steps
from workplace.workflow.targets import Target, locked
from workplace.workflow.unsaved import Sheet


class CaseOfHistory(WorkplaceView):
    """Finds the case or what is left of it; drafts of others, deleted ones too, are for reviewers."""

    def dispatch(self, request, *args, pk, **kwargs):
        self.pk = pk
        self.practice = Practice.objects.filter(pk=pk).first()
        self.tombstone = Tombstone.objects.filter(case=pk).first() if self.practice is None else None
        if self.practice is None and self.tombstone is None:
            raise Http404
        if self.practice and not steps.may_see(self.practice, request.user):
            raise PermissionDenied(_("Drafts of others are for the group Redaktion only."))
        if self.tombstone and not steps.may_see_deleted(self.tombstone, request.user):
            raise PermissionDenied(_("Deleted cases of others are for the group Redaktion only."))
        self.refuse_blinded(self.practice)
        return super().dispatch(request, *args, **kwargs)

    def version(self, number):
        version = get_object_or_404(Version.objects.select_related("by"), practice=self.pk, number=number)
        if not revisions.readable(self.pk, self.request.user)(version):
            raise PermissionDenied(_("What others propose is for them and for the group Redaktion to read."))
        return version

    @property
    def called(self):
        return self.practice.title if self.practice else self.tombstone.title


class HistoryView(CaseOfHistory):
    """``<pk>/history/``; ``?on=2026-05-01`` leads to the state of that day."""

    template_name = "admin/practices/history.html"

    def get(self, request):
        wrong = ""
        if day := request.GET.get("on", "").strip():
            version, wrong = self.on(day)
            if version is not None:
                return redirect("admin:practices_version", self.pk, version.number)
        context = {
            "title": _("History: %(case)s") % {"case": self.called},
            "practice": self.practice,
            "tombstone": self.tombstone,
            "entries": self.entries(),
            "wrong": wrong,
            "day": day,
            "may_bring_back": self.tombstone is not None and steps.is_reviewer(request.user),
        }
        return self.render(context)

    def on(self, day):
        """(Version, "") of the end of a day, or (None, why not)."""
        try:
            found = parse_date(day) or datetime.strptime(day, "%d.%m.%Y").date()
        except ValueError:
            return None, _("“%(value)s” is no day; write it like 2026-05-01 or 01.05.2026.") % {"value": day}
        end = timezone.make_aware(datetime.combine(found, time.max))
        version = history.as_on(self.pk, end)
        return version, "" if version else _("The case did not exist on this day.")

    def entries(self):
        """Versions and steps, newest first; a version says what changed against the one before of its kind."""
        previous, found = {}, []
        for entry in filter(revisions.readable(self.pk, self.request.user), reversed(history.timeline(self.pk))):
            if isinstance(entry, Step):
                found.append({"step": entry, "label": revisions.step_label(entry), "corrected": eyes.told(entry)})
                continue
            before = previous.get(entry.revision_id) or previous.get(None)
            changed = self.changed(before, entry) if before else []
            previous[entry.revision_id] = entry
            if entry.action == Version.Action.STEP:
                continue
            found.append(
                {
                    "version": entry,
                    "before": before.number if before else None,
                    "changed": changed,
                }
            )
        return found[::-1]

    @staticmethod
    def changed(before, after):
        """What a version changed, as people call it."""
        members = [merging.label_of(member) for member in merging.changed_members(before.content, after.content)]
        if not after.surroundings:  # a revision doesn't keep what it points to
            return members
        return members + [row.label for row in differences.around(before.surroundings, after.surroundings)]


class VersionView(CaseOfHistory):
    """``<pk>/history/<number>/``: the case as it was, beside what it is now; POST restores it."""

    template_name = "admin/practices/version.html"

    def get(self, request, number):
        version = self.version(number)
        target = Target.seen_by(self.practice, request.user) if self.practice else None
        context = {
            "title": _("%(case)s, version %(n)s") % {"case": self.called, "n": number},
            "practice": self.practice,
            "tombstone": self.tombstone,
            "version": version,
            "lines": differences.lines(version.content),
            "rows": differences.rows(version.content, target.content, only_changed=True) if target else [],
            "base": target.number if target else None,
            "may_restore": target is not None and target.may_write(request.user),
        }
        return self.render(context)

    def post(self, request, number):
        version = self.version(number)
        if self.practice is None:
            raise Http404
        here = redirect("admin:practices_version", self.pk, number)
        try:
            with transaction.atomic():
                target = locked(self.practice)
                if not target.may_write(request.user):
                    messages.error(
                        request, _("It can't be restored: %(reason)s") % {"reason": reason_for(target, request.user)}
                    )
                    return here
                if request.POST.get("base") != str(target.number):
                    messages.warning(
                        request, _("The case was saved meanwhile. Look at what is different now, and restore then.")
                    )
                    return here
                content = version.content | {"slug": target.content["slug"], "status": target.content["status"]}
                if target.revision is not None:
                    # What the pending revision changed is somebody's work: both are shown, nothing is overwritten.
                    sheet = Sheet.opened(self.practice, target.revision.base)
                    return merge_page(self, target, sheet, content)
                target.write(content, request.user, Version.Action.RESTORED)
        except ValidationError as error:
            for text in error.messages:
                messages.error(request, _("It can't be restored: %(reason)s") % {"reason": text})
            return here
        if target.is_public:
            messages.success(request, _("Version %(n)s is restored as a revision; it awaits approval.") % {"n": number})
        else:
            messages.success(request, _("Version %(n)s is restored.") % {"n": number})
        return redirect("admin:practices_practice_history", self.pk)


class CompareView(CaseOfHistory):
    """``<pk>/compare/?a=2&b=5``: two versions side by side."""

    template_name = "admin/practices/compare.html"

    def get(self, request):
        a, b = (self.version(self.number(name)) for name in ("a", "b"))
        context = {
            "title": _("Difference: %(case)s") % {"case": self.called},
            "practice": self.practice,
            "pk": self.pk,
            "a": a,
            "b": b,
            "rows": [
                *differences.rows(a.content, b.content, only_changed=True),
                *differences.around(a.surroundings, b.surroundings),
            ],
        }
        return self.render(context)

    def number(self, name):
        text = self.request.GET.get(name, "")
        if not (text.isdecimal() and len(text) < 10):
            raise Http404
        return int(text)


class DeletedView(WorkplaceView):
    """``deleted/``: what was deleted and can be brought back."""

    template_name = "admin/practices/deleted.html"
    reviewers_only = True

    def get(self, request):
        tombstones = Tombstone.objects.select_related("by")[:500]
        return self.render({"title": _("Deleted cases"), "tombstones": tombstones})


class BringBackView(WorkplaceView):
    """``<pk>/bring-back/``."""

    reviewers_only = True

    def post(self, request, pk):
        tombstone = get_object_or_404(Tombstone, case=pk)
        try:
            practice = history.bring_back(tombstone, request.user)
        except ValidationError as error:
            for text in error.messages:
                messages.error(request, _("It can't be brought back: %(reason)s") % {"reason": text})
            return redirect("admin:practices_deleted")
        messages.success(request, _("“%(title)s” is back as a draft.") % {"title": practice.title})
        return redirect("admin:practices_practice_change", practice.pk)
