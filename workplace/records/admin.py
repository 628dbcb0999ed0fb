"""The admin of a model with versions: a save that would show in public becomes a proposal; a history with values."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.acting import acting, name_of
from core.following import collected
from practices.models import Autosave, RecordVersion
from practices.records import contents, history
from practices.records.kinds import CODINGS, KINDS, POINTED_TO, cases_with, public_cases, waiting_revisions
from workplace.form import comeback
from workplace.frame.deletion import readable
from workplace.records import revisions, rights, sending, targets
from workplace.records.form import RecordForm
from workplace.records.history import HistoryPages
from workplace.workflow import steps, unsaved

NOT_KEPT = {"csrfmiddlewaretoken", "_save", "_continue", "_addanother", sending.FIELD}


class RecordAdmin(HistoryPages, admin.ModelAdmin):
    """Base of the admins of all Kinds (practices.records.kinds)."""

    form = RecordForm
    change_form_template = "admin/records/change_form.html"
    change_list_template = "admin/records/change_list.html"

    @property
    def kind(self):
        return KINDS[self.model._meta.label_lower]

    def get_urls(self):
        return self.history_urls() + [self._keeping(pattern) for pattern in super().get_urls()]

    def _keeping(self, pattern):
        """A form that is sent after the session has ended takes along what was typed."""
        if not (pattern.name or "").endswith(("_add", "_change")):
            return pattern

        def keeping(request, *args, **kwargs):
            if not self.admin_site.has_permission(request) and (answer := comeback.page(request)):
                return answer
            return pattern.callback(request, *args, **kwargs)

        return path(str(pattern.pattern), keeping, name=pattern.name)

    def get_fields(self, request, obj=None):
        return [name for name in super().get_fields(request, obj) if name != "base"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None or not issubclass(form, RecordForm):
            return form
        return type(form)(form.__name__, (form,), {"user": request.user, "shown": self._shown(request, obj, form)})

    def get_changeform_initial_data(self, request):
        """A deleted record comes back by the form for a new one, filled in as it was."""
        version = self.deleted_version(request)
        initial = super().get_changeform_initial_data(request)
        if version is None and (kept := self._kept(request, self.model())) is not None:
            return initial | dict(self._typed(kept, self.get_form(request)))
        return contents.initial_of(self.kind, version.content) if version else initial

    # What is filled in

    def _shown(self, request, obj, form):
        """Values to begin with: of a former version, or as this person typed them and couldn't save them."""
        if request.method != "GET":
            return None
        if version := self.asked_version(request, obj.pk):
            return contents.initial_of(self.kind, version.content)
        if (kept := self._kept(request, obj)) is None:
            return None
        return self._typed(kept, form)

    def _typed(self, kept, form):
        """{field: what was typed}, for a form of this class to begin with."""
        data = unsaved.as_data(kept)
        names = set(form.base_fields) - {"password"}
        return {name: form.base_fields[name].widget.value_from_datadict(data, {}, name) for name in names}

    def _key(self, obj):
        return f"{self.kind.label}-{obj.pk or 0}"[:60]

    def _kept(self, request, obj):
        if "fresh" in request.GET or "version" in request.GET:
            return None
        return Autosave.objects.filter(user=request.user, key=self._key(obj)).first()

    def _keep(self, request, obj, form):
        """Keep what the form shows now, with the version it has been compared with."""
        pairs = [
            [name, value.replace("\x00", "")]
            for name, values in form.data.lists()
            for value in values
            if name not in NOT_KEPT
        ]
        Autosave.objects.update_or_create(user=request.user, key=self._key(obj), form="", defaults={"data": pairs})

    # Saving

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        former = self.asked_version(request, object_id) if object_id else self.deleted_version(request)
        again = partial(super().changeform_view, request, object_id, form_url, extra_context)
        if object_id is None:
            again = partial(self._added_once, request, again)
        try:
            response = self._saved(again, former)
        except IntegrityError:
            # Somebody (a double click) wrote the same in this moment: now it is there to be seen.
            response = self._saved(again, former)
        except self.model.DoesNotExist as error:
            raise Http404 from error  # deleted in this moment
        if object_id and isinstance(response, TemplateResponse):
            form, obj = response.context_data["adminform"].form, response.context_data["original"]
            if getattr(form, "refusal", "") or getattr(form, "saved_by", ""):
                self._keep(request, obj, form)
                response.status_code = 409
        return response

    def _added_once(self, request, save):
        """The form for a new record; sent again it leads to what became of it."""
        if address := sending.outcome(request, self.kind):
            messages.info(request, _("This form was saved already; here is what became of it."))
            return HttpResponseRedirect(address)
        sending.claim(request, self.kind)
        return save()

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """What was typed into the form of something deleted meanwhile is given back, by the page that says so."""
        if request.method == "POST" and "post" not in request.POST:  # which a deletion sends
            raise Http404
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    @staticmethod
    def _saved(save, former):
        # Followed once, at the end: a record and its lists are one version.
        with acting(action=RecordVersion.Action.RESTORED if former else ""), collected():
            return save()

    def save_model(self, request, obj, form, change):
        if not change:
            self._add(request, obj, form)
            return
        target = form.target
        if not revisions.awaits_approval(target, self.model._base_manager.get(pk=obj.pk), request.user):
            self.write_model(request, obj, form, change)
            return
        if form.content == target.own and target.revision is None:
            request.proposed = ""
            return
        extra = self.extra_of(obj, form)
        called = history.called(self.model._base_manager.get(pk=obj.pk))
        request.proposed = revisions.propose(target, form.content, request.user, name=called, extra=extra)

    def _add(self, request, obj, form):
        version = self.deleted_version(request)
        if version is not None:
            obj.pk = version.record
        self.write_model(request, obj, form, False)
        sending.record(request, self.kind, obj.pk)

    def write_model(self, request, obj, form, change):
        """Write what was typed to the record itself."""
        super().save_model(request, obj, form, change)

    def extra_of(self, obj, form):
        """What goes with a proposal and is no part of the record."""
        return {}

    def save_related(self, request, form, formsets, change):
        if not hasattr(request, "proposed"):
            super().save_related(request, form, formsets, change)

    def log_change(self, request, obj, message):
        if not hasattr(request, "proposed"):
            return super().log_change(request, obj, message)

    def response_add(self, request, obj, post_url_continue=None):
        Autosave.objects.filter(user=request.user, key=self._key(self.model())).delete()
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        Autosave.objects.filter(user=request.user, key=self._key(obj)).delete()
        if not hasattr(request, "proposed"):
            return super().response_change(request, obj)
        if not request.proposed:
            messages.info(request, _("Nothing differs from what is saved."))
            return HttpResponseRedirect(request.path)
        messages.success(
            request,
            _("Saved as a proposal. The public sees it once somebody else has approved it; until then all stays."),
        )
        return redirect("admin:practices_proposal", request.proposed.pk)

    # What the form says

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= self._told(request, context, obj) if obj is not None else {"sent": sending.token_for(request)}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _told(self, request, context, obj):
        form, saved = context["adminform"].form, self.model._base_manager.get(pk=obj.pk)
        target = getattr(form, "target", None) or targets.Target.of(saved, request.user)
        public = public_cases(saved) if self.kind.model in POINTED_TO else None
        mine = self.has_change_permission(request, obj)
        return {
            "original": saved,
            "subtitle": str(saved),
            "meanwhile": getattr(form, "meanwhile", []),
            "taken_over": getattr(form, "taken_over", []),
            "saved_by": getattr(form, "saved_by", ""),
            "pending": target.revision,
            "pending_by": name_of(target.revision.author) if target.revision else "",
            "pending_theirs": target.revision is not None and bool(target.hindrance(request.user)),
            "pending_readable": target.revision is not None and revisions.may_see(target.revision, request.user),
            "pending_conflicts": [contents.label_of(self.kind, name) for name in target.conflicts],
            "will_propose": mine and self._will_propose(target, saved, request.user),
            "public_count": public.count() if public is not None else None,
            "kept": self._kept(request, obj) if request.method == "GET" else None,
            "asked_version": self.asked_version(request, obj.pk),
            "delete_hindrance": self.delete_hindrance(saved),
            "show_delete": not self.delete_hindrance(saved),
        }

    def _will_propose(self, target, saved, user):
        if not self.kind.reviewed:
            return False
        with transaction.atomic():
            return revisions.awaits_approval(target, saved, user)

    # Deleting

    def delete_hindrance(self, obj):
        """Why a record can't be deleted now (str); "" when it can."""
        if self.kind.model in POINTED_TO or self.kind.model in CODINGS:
            if number := cases_with(obj).count():
                return ngettext(
                    "It can be deleted once no case points to it; %(n)s does.",
                    "It can be deleted once no case points to it; %(n)s do.",
                    number,
                ) % {"n": number}
            if found := waiting_revisions(obj):
                return _("A pending revision of “%(case)s” names it.") % {"case": found[0].practice.title}
        if targets.active(self.kind, obj.pk):
            return _("A proposed change of it isn't decided yet.")
        return ""

    def get_deleted_objects(self, objs, request):
        deleted, count, perms, protected = readable(super().get_deleted_objects(objs, request))
        if protected and not steps.is_reviewer(request.user):  # which ones they are may be drafts of others
            told = ngettext("%(n)s coding or case has it.", "%(n)s codings or cases have it.", len(protected))
            protected = [told % {"n": len(protected)}]
        found = [(obj, self.delete_hindrance(obj)) for obj in objs]
        return deleted, count, perms, [*protected, *(f"{obj}: {reason}" for obj, reason in found if reason)]

    def delete_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self._deletion_awaits_approval(request, obj):
            return super().delete_view(request, object_id, extra_context)
        if not self.has_delete_permission(request, obj):
            raise PermissionDenied
        if request.method != "POST" or self.get_deleted_objects([obj], request)[3]:
            message = _("The public sees it, so somebody else approves its deletion.")
            return super().delete_view(request, object_id, {"awaits_approval": message, **(extra_context or {})})
        with transaction.atomic():
            target = targets.locked(obj, request.user)
            revision = revisions.propose(target, target.own, request.user, name=history.called(obj), deletes=True)
        messages.success(request, _("The deletion is proposed; it is done once somebody else has approved it."))
        return redirect("admin:practices_proposal", revision.pk)

    def _deletion_awaits_approval(self, request, obj):
        """What the public reads goes when somebody else has looked at it; the vocabulary is read whoever uses it."""
        alone = revisions.settings.SELF_APPROVAL and rights.may_approve(self.kind, request.user)
        return self.kind.reviewed and not alone and (self.kind.always or public_cases(obj).exists())
