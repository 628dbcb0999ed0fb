"""The history of a record: its versions, any two side by side, and the way back to each of them."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from practices.models import RecordVersion
from practices.records import contents, history
from workplace.records import revisions

MOST = 200


class HistoryPages:
    """Mixed into RecordAdmin. What is deleted keeps its history, and comes back by the form for a new one."""

    def history_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("deleted/", view(self.deleted_view), name=f"{name}_deleted"),
            path("<int:pk>/history/", view(self.record_history_view), name=f"{name}_history"),
            path("<int:pk>/history/<int:number>/", view(self.version_view), name=f"{name}_version"),
            path("<int:pk>/compare/", view(self.compare_view), name=f"{name}_compare"),
        ]

    # Versions that an address names

    def asked_version(self, request, pk):
        """The version that ``?version=`` of a form names: its values are filled in."""
        known = str(pk).isascii() and str(pk).isdecimal() and len(str(pk)) < 18
        return self._version(request, int(pk), request.GET.get("version", "")) if known else None

    def deleted_version(self, request):
        """The last version of the deleted record that ``?restore=`` names (its key)."""
        key = request.GET.get("restore", "")
        if not (key.isascii() and key.isdecimal() and len(key) < 18):
            return None
        version = history.latest(self.kind, [int(key)]).get(int(key))
        return version if version and version.action == RecordVersion.Action.DELETED else None

    def _version(self, request, pk, text):
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            return None
        return self._versions(request, pk).filter(number=int(text)).first()

    def _versions(self, request, pk):
        """The versions of a record that this user may see."""
        return history.of(self.kind, pk).filter(revisions.readable(self.kind, request.user))

    def _record(self, request, pk):
        """(the record or None, what it is called)."""
        obj = self.model._base_manager.filter(pk=pk).first()
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        if obj is None and not history.of(self.kind, pk).exists():
            raise Http404
        return obj, history.called(obj) if obj else history.name_at(self.kind, pk)

    # Pages

    def record_history_view(self, request, pk):
        obj, called = self._record(request, pk)
        previous, entries = {}, []
        # That it was approved is said by the record's own version of then.
        told = Q(revision=None) | ~Q(action=RecordVersion.Action.APPROVED)
        for version in self._versions(request, pk).filter(told).order_by("number"):
            before = previous.get(version.revision_id) or previous.get(None)
            changed = contents.differences(self.kind, before.content, version.content) if before else []
            previous[version.revision_id] = version
            entries.append({"version": version, "before": before, "changed": [row.label for row in changed]})
        context = {"title": _("History: %(case)s") % {"case": called}, "entries": entries[::-1][:MOST]}
        return self._page(request, "history", pk, obj, called, context)

    def version_view(self, request, pk, number):
        obj, called = self._record(request, pk)
        version = self._version(request, pk, str(number))
        if version is None:
            raise Http404
        now = contents.read(self.kind, pk)
        context = {
            "title": _("%(case)s, version %(n)s") % {"case": called, "n": number},
            "version": version,
            "lines": contents.lines(self.kind, version.content),
            "rows": contents.differences(self.kind, version.content, now) if now else [],
            "may_restore": self.has_change_permission(request, obj) if obj else self.has_add_permission(request),
        }
        return self._page(request, "version", pk, obj, called, context)

    def compare_view(self, request, pk):
        obj, called = self._record(request, pk)
        a, b = (self._version(request, pk, request.GET.get(name, "")) for name in ("a", "b"))
        if a is None or b is None:
            raise Http404
        rows = contents.differences(self.kind, a.content, b.content)
        context = {"title": _("Difference: %(case)s") % {"case": called}, "a": a, "b": b, "rows": rows}
        return self._page(request, "compare", pk, obj, called, context)

    def deleted_view(self, request):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        gone = RecordVersion.objects.filter(kind=self.kind.label, action=RecordVersion.Action.DELETED)
        there = self.model._base_manager.values("pk")
        newest = {version.record: version for version in gone.exclude(record__in=there).order_by("at")[:MOST]}
        context = {
            "title": _("Deleted: %(kind)s") % {"kind": self.opts.verbose_name_plural},
            "versions": sorted(newest.values(), key=lambda version: version.at, reverse=True),
            "may_restore": self.has_add_permission(request),
        }
        return self._page(request, "deleted", None, None, "", context)

    def _page(self, request, template, pk, obj, called, context):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "record": pk,
            "original": obj,
            "called": called,
            **context,
        }
        for name in ("changelist", "change", "add", "history", "version", "compare", "deleted"):
            context[f"url_{name}"] = f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}"
        return TemplateResponse(request, f"admin/records/{template}.html", context)
