"""Entering and changing a case: one form for new cases, drafts, and revisions of published ones."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from practices.admin import autosave
from practices.admin.forms import CaseForms, store_uploads
from practices.admin.merge import merge_page
from practices.admin.pages import CaseView
from practices.editorial import completeness, duplicates, revisions, workflow
from practices.editorial.acting import name_of
from practices.editorial.targets import Target, locked
from practices.models import Basis, Status, Step


class EditView(CaseView):
    """``add/`` and ``<pk>/change/``. A version somebody else saved meanwhile leads to the merge view."""

    template_name = "admin/practices/edit.html"

    def get(self, request):
        target = Target.of(self.practice)
        if not target.may_write(request.user):
            if self.practice is None:
                raise PermissionDenied
            return redirect("admin:practices_review", pk=self.practice.pk)
        key = autosave.key_of(self.practice, request.GET.get("draft"))
        kept = autosave.find(request.user, key, target)
        forms = CaseForms(
            content=None if kept else self.begun(target.content),
            initial=kept and autosave.initial(kept),
            instance=self.instance(),
        )
        return self.page(target, forms, key=key, kept=kept)

    def begun(self, content):
        """A new case may begin with what the address names: ``?handlungsfeld=…&handlungsmuster=…`` (from the gaps)."""
        if self.practice is not None:
            return content
        field, pattern = (self.request.GET.get(name, "")[:100] for name in ("handlungsfeld", "handlungsmuster"))
        blank = {"basis": Basis.EDITORIAL.value, "chapter": "", "note": ""}
        main = {"slug": field, **blank, "basis": Basis.SOURCE.value} if field else None
        return content | {"handlungsfeld": main, "handlungsmuster": [{"slug": pattern, **blank}] if pattern else []}

    def post(self, request):
        key = request.POST.get("autosave_key", "")
        if "discard" in request.POST:
            autosave.forget(request.user, key)
            messages.success(request, _("What was not saved is discarded."))
            return HttpResponseRedirect(request.path)
        with transaction.atomic():
            target = locked(self.practice)
            if not target.may_write(request.user):
                raise PermissionDenied(_("You may not change this case now."))
            forms = CaseForms(request.POST, request.FILES, instance=self.instance())
            answer = self.save(target, forms, key)
            if answer is None:
                transaction.set_rollback(True)
        return answer or self.page(target, forms, key=key)

    def save(self, target, forms, key):
        """The answer of a form that could be saved (or must be merged); None where something is wrong with it."""
        request = self.request
        if not (forms.is_valid() and store_uploads(forms, request.user)):
            return None
        try:
            content = forms.content()
            base = request.POST.get("base", "")
            if target.practice is not None and base != str(target.number):
                return merge_page(self, target, base, content, key)
            self.similar = self.look_for_similar(target, content)
            if self.similar and not request.POST.get("not_a_duplicate"):
                return None
            practice = target.write(content, request.user)
        except ValidationError as error:
            forms.add_errors(error)
            return None
        autosave.forget(request.user, key)
        return self.saved(practice, target)

    def saved(self, practice, target):
        if target.is_public:
            messages.success(self.request, _("Saved as a revision. The public sees it once somebody approves it."))
        else:
            messages.success(self.request, _("Saved."))
        if "_submit" in self.request.POST:
            return self.submit(practice)
        if "_leave" in self.request.POST:
            return redirect("admin:practices_practice_changelist")
        return redirect("admin:practices_practice_change", practice.pk)

    def submit(self, practice):
        """Hand in what was just saved; what is missing is said on the form."""
        revision = revisions.active(practice) if practice.status == Status.PUBLISHED else None
        try:
            if revision:
                revisions.take(revision, "submit", self.request.user)
            else:
                workflow.take(practice, "submit", self.request.user)
        except (PermissionDenied, ValidationError) as error:
            for text in getattr(error, "messages", [str(error)]):
                messages.error(self.request, text)
            return redirect("admin:practices_practice_change", practice.pk)
        messages.success(self.request, _("Submitted for review."))
        return redirect("admin:practices_review", practice.pk)

    def look_for_similar(self, target, content):
        if target.practice is not None:
            return []
        return duplicates.similar_to(content["title"], content["places"])

    def page(self, target, forms, *, key, kept=None):
        practice, user = self.practice, self.request.user
        bound = forms.case.is_bound
        context = {
            "title": practice.title if practice else _("Enter a case"),
            "practice": practice,
            "target": target,
            "revision_by": name_of(target.revision.author) if target.revision else "",
            "forms": forms,
            "base": self.request.POST.get("base", target.number) if bound else target.number,
            "autosave_key": key,
            "kept": kept,
            "unsaved": [] if practice or kept or bound else autosave.begun(user),
            "similar": getattr(self, "similar", []),
            "meter": completeness.meter(autosave.rough_content(self.request.POST) if bound else target.content),
            "request_made": self.request_made(target),
            "steps": self.steps(target),
            "picker": {
                "find": reverse("admin:practices_place_gazetteer"),
                "adopt": reverse("admin:practices_place_adopt"),
            },
        }
        if kept:
            context["meter"] = completeness.meter(autosave.rough_content(autosave.as_data(kept)))
        return self.render(context, status=200)

    def steps(self, target):
        if target.practice is None:
            return []
        if target.is_public:
            return revisions.possible(target.revision, self.request.user) if target.revision else []
        return workflow.possible(target.practice, self.request.user)

    @staticmethod
    def request_made(target):
        """The last step, where it is a reviewer's request to the author; None otherwise."""
        if target.practice is None:
            return None
        last = Step.objects.filter(practice=target.practice, revision=target.revision).order_by("-at", "-pk").first()
        return last if last is not None and last.name == "return" else None
