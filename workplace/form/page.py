"""Entering and changing a case: one form for new cases, drafts, and revisions of published ones."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.acting import name_of
from practices.case.contents import normal
from practices.models import Basis, Practice, Status, Step
from workplace.form import autosave, completeness, duplicates
from workplace.form.base import FormView
from workplace.form.case_form import CaseForms, store_uploads
from workplace.form.merge import merge_page
from workplace.form.refusal import reason_for, refused_page
from workplace.workflow import decisions, revisions, unsaved
from workplace.workflow import steps as workflow
from workplace.workflow.rejection import rejection
from workplace.workflow.targets import Target, locked
from workplace.workflow.unsaved import Sheet


def same(one, other):
    """Whether two plain forms say the same, whatever the status."""
    return normal(one) | {"status": ""} == normal(other) | {"status": ""}


class EditView(FormView):
    """``add/`` and ``<pk>/change/``. A version somebody else saved meanwhile leads to the merge view.

    What was typed and not saved fills the form in; ``?kept=<pk>`` names one of several such states, ``?kept=none``
    shows what is saved.
    """

    template_name = "admin/practices/edit.html"
    similar = ()
    sent_before, unchanged = None, False

    def get(self, request):
        target = Target.of(self.practice)
        if not target.may_write(request.user):
            if self.practice is None:
                raise PermissionDenied
            answer = refused_page(self, self.practice.pk, reason_for(target, request.user))
            return answer or redirect("admin:practices_review", pk=self.practice.pk)
        blank = Sheet.opened(self.practice, target.number, token=request.GET.get("draft", ""))
        kept = self.chosen(blank.key)
        sheet = Sheet.opened(self.practice, target.number, token=blank.draft, kept=kept)
        forms = CaseForms(
            content=None if kept else self.begun(target.content),
            initial=kept and autosave.initial(kept),
            instance=self.instance(),
        )
        return self.page(target, forms, sheet, kept=kept)

    def chosen(self, key):
        """The kept state that the form is filled in with: the newest, or the one the address names."""
        named = self.request.GET.get("kept", "")
        rows = unsaved.of(self.request.user, key)
        if named == "none":
            return None
        discarded = unsaved.of(self.request.user, key, discarded=True) if named else []
        return next((row for row in rows + discarded if str(row.pk) == named), rows[0] if rows else None)

    def begun(self, content):
        """A new case may begin with what the address names: ``?handlungsfeld=…&handlungsmuster=…`` (from the gaps)."""
        if self.practice is not None:
            return content
        field, pattern = (self.request.GET.get(name, "")[:100] for name in ("handlungsfeld", "handlungsmuster"))
        blank = {"basis": Basis.EDITORIAL.value, "chapter": "", "note": ""}
        main = {"slug": field, **blank, "basis": Basis.SOURCE.value} if field else None
        return content | {"handlungsfeld": main, "handlungsmuster": [{"slug": pattern, **blank}] if pattern else []}

    def post(self, request):
        self.sheet = Sheet.sent(request.POST)
        if "discard" in request.POST:
            return self.discard(self.sheet)
        try:
            answer, target, forms = self.attempt()
        except IntegrityError:
            # Somebody else wrote the same address, place or source in this moment: now it is there to be seen.
            answer, target, forms = self.attempt()
        if self.sent_before:
            self.sheet = self.sheet.as_new()
        if not isinstance(answer, HttpResponseRedirect):
            self.keep(self.sheet)
        return answer or self.page(target, forms, self.sheet)

    def attempt(self):
        """(answer or None, Target, CaseForms): one try to save, of which nothing stays where it has no answer."""
        request, pairs = self.request, unsaved.pairs_of(self.request.POST)
        with transaction.atomic():
            practice = self.practice or self.into()
            target = locked(practice)
            if not target.may_write(request.user):
                raise PermissionDenied(reason_for(target, request.user))
            forms = CaseForms(request.POST, request.FILES, instance=self.instance(practice))
            if practice is None and (earlier := unsaved.outcome(request.user, self.sheet)):
                answer = self.again(earlier, pairs)
            else:
                if practice is None:
                    unsaved.claim(request.user, self.sheet, pairs)
                answer = self.save(target, forms, self.sheet, pairs)
            if answer is None:
                transaction.set_rollback(True)
            state = decisions.state_of(answer.pk) if isinstance(answer, Practice) else None
        if isinstance(answer, Practice):
            answer = self.saved(answer, target, state)
        return answer, target, forms

    def again(self, earlier, pairs):
        """The form of a new case that was saved already: the same once more leads to it, anything else is asked."""
        practice = Practice.objects.get(pk=earlier.case)
        if earlier.digest != unsaved.digest_of(pairs):
            self.sent_before = practice
            return None
        messages.success(self.request, _("Saved."))
        return redirect("admin:practices_practice_change", practice.pk)

    def into(self):
        """The case that this form made before, where what was changed in it since is to go there; None otherwise."""
        if "_into" not in self.request.POST:
            return None
        earlier = unsaved.made(self.request.user, self.request.POST["_into"])
        if earlier is not None:
            self.sheet = replace(self.sheet, key=f"practice-{earlier.case}", base=earlier.number)
        return earlier and Practice.objects.get(pk=earlier.case)

    def save(self, target, forms, sheet, pairs):
        """The Practice that was saved, or the page of a merge; None where something is wrong with the form."""
        request = self.request
        if not (forms.is_valid() and store_uploads(forms, request.user)):
            return None
        try:
            content = forms.content()
            if target.practice is not None and sheet.base != target.number:
                if not same(content, target.content):
                    return merge_page(self, target, sheet, content)
                practice = target.practice  # the same was saved already: a double click
            else:
                self.similar = self.look_for_similar(target, content)
                if self.similar and not request.POST.get("not_a_duplicate"):
                    return None
                practice = target.practice if self.differs_not(target, content) else target.write(content, request.user)
        except ValidationError as error:
            forms.add_errors(error)
            return None
        unsaved.record(request.user, sheet, pairs, practice, Target.of(practice).number)
        return practice

    def keep(self, sheet):
        """What was sent and not saved is kept, so that it is there again however this page is left."""
        try:
            unsaved.keep(self.request.user, sheet, unsaved.pairs_of(self.request.POST))
        except ValidationError:
            return  # no key, or too much: the page itself holds it

    def discard(self, sheet):
        """Put the unsaved state aside; the message leads back to it."""
        named = self.request.POST.get("kept", "")
        known = named.isascii() and named.isdecimal() and len(named) < 19
        gone = unsaved.discard(self.request.user, sheet.key, int(named) if known else None)
        text = _("What was not saved is discarded.")
        if gone:
            draft = f"draft={sheet.draft}&" if sheet.draft else ""
            back = f"{self.request.path}?{draft}kept={gone[0].pk}"
            text = format_html('{} <a href="{}">{}</a>', text, back, _("Bring it back"))
        messages.success(self.request, text)
        return HttpResponseRedirect(self.request.path)

    def differs_not(self, target, content):
        """Whether a public case was sent as it is: that is no proposal, and nobody need look at it."""
        self.unchanged = target.is_public and target.revision is None and same(content, target.content)
        return self.unchanged

    def saved(self, practice, target, state):
        if self.unchanged:
            messages.info(self.request, _("Nothing differs from what is saved."))
            return redirect("admin:practices_practice_change", practice.pk)
        if target.is_public:
            messages.success(self.request, _("Saved as a revision. The public sees it once somebody approves it."))
        else:
            messages.success(self.request, _("Saved."))
        if "_submit" in self.request.POST:
            return self.submit(practice, state)
        if "_leave" in self.request.POST:
            return redirect("admin:practices_practice_changelist")
        return redirect("admin:practices_practice_change", practice.pk)

    def submit(self, practice, state):
        """Hand in what was just saved (that state of the case and no other); what is missing is said on the form."""
        revision = revisions.active(practice) if practice.status == Status.PUBLISHED else None
        try:
            if revision:
                revisions.take(revision, "submit", self.request.user, version=state)
            else:
                workflow.take(practice, "submit", self.request.user, version=state)
        except (PermissionDenied, ValidationError) as error:
            for text in getattr(error, "messages", [str(error)]):
                messages.error(self.request, text)
            return redirect("admin:practices_practice_change", practice.pk)
        messages.success(self.request, _("Submitted for review."))
        return redirect("admin:practices_review", practice.pk)

    def look_for_similar(self, target, content):
        if target.practice is not None:
            return []
        return duplicates.similar_to(content["title"], content["places"], self.request.user)

    def page(self, target, forms, sheet, *, kept=None):
        practice, user = self.practice, self.request.user
        bound = forms.case.is_bound
        others = [row for row in unsaved.of(user, sheet.key) if row != kept and row.form != sheet.form]
        context = {
            "title": practice.title if practice else _("Enter a case"),
            "practice": practice,
            "preview_address": _preview_address(practice),
            "may_delete": practice is not None and workflow.may_delete(practice, user),
            "target": target,
            "revision_by": name_of(target.revision.author) if target.revision else "",
            "forms": forms,
            "sheet": sheet,
            "kept": kept,
            "since": target.last if kept and practice and sheet.base != target.number else None,
            "others": [] if bound else others,
            "put_aside": [] if bound else [row for row in unsaved.of(user, sheet.key, discarded=True) if row != kept],
            "unsaved": [] if practice or kept or bound else autosave.begun(user),
            "unsaved_aside": [] if practice or kept or bound else autosave.begun(user, discarded=True),
            "similar": self.similar,
            "sent_before": self.sent_before,
            "meter": completeness.meter(autosave.rough_content(self.request.POST) if bound else target.content),
            "request_made": self.request_made(target),
            "rejection": rejection(target, user),
            "steps": self.steps(target),
            "picker": {
                "find": reverse("admin:practices_place_gazetteer"),
                "adopt": reverse("admin:practices_place_adopt"),
            },
        }
        if kept:
            context["meter"] = completeness.meter(autosave.rough_content(unsaved.as_data(kept)))
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


def _preview_address(practice):
    return (
        reverse("admin:practices_preview", args=[practice.pk]) if practice else reverse("admin:practices_preview_new")
    )
