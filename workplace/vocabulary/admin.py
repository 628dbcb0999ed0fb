"""The vocabulary in the admin. Slugs are public and never change, so they are fixed once a term exists."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handlungsfelder import codebook
from handlungsfelder.models import (
    TERMS,
    Chance,
    Herausforderung,
    Teilaspekt,
)
from workplace.coding.recheck import change_term
from workplace.records import revisions
from workplace.records.admin import RecordAdmin
from workplace.vocabulary.form import CodedTermForm


class TermAdmin(RecordAdmin):
    list_display = ("title", "slug", "chapter", "position")
    search_fields = ("title", "title_en", "slug", "definition")
    ordering = ("position", "slug")

    def get_readonly_fields(self, request, obj=None):
        return ("slug",) if obj else ()

    def get_actions(self, request):
        """One by one only: the public reads them, so somebody else approves each deletion."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}


class CodedTermAdmin(TermAdmin):
    """A term that cases are coded with: every change of it makes an edition of the codebook (docs/coding.md)."""

    form = CodedTermForm
    BOOK = ("definition", "definition_en", "inclusion", "exclusion", "example")
    QUESTION = ("answer", "codebook_note")
    STORY = ("story", "story_en")

    class Media:
        css = {"all": ["admin-atlas/term.css"]}

    def get_fieldsets(self, request, obj=None):
        """The question of what changes stands beside what may change; only where there is something to change."""
        fields = self.get_fields(request, obj)
        asks = obj is not None and self.has_change_permission(request, obj)
        apart = (*self.BOOK, *self.QUESTION, *self.STORY)
        sections = [
            (None, {"fields": [name for name in fields if name not in apart]}),
            (gettext_lazy("Codebook"), {"fields": [*self.BOOK, *(self.QUESTION if asks else ())]}),
        ]
        story = [name for name in self.STORY if name in fields]
        return [*sections, (gettext_lazy("On its public page"), {"fields": story})] if story else sections

    def write_model(self, request, obj, form, change):
        extra = self.extra_of(obj, form) if change else {}
        change_term(
            lambda: super(CodedTermAdmin, self).write_model(request, obj, form, change),
            codebook.system_of(obj),
            obj.slug,
            extra.get("answer", ""),
            extra.get("note") or _("New term: %(title)s.") % {"title": obj.title},
            request.user,
        )

    def extra_of(self, obj, form):
        """What becomes of the codings, and what the new edition of the codebook says of itself."""
        note = form.cleaned_data.get("codebook_note", "").strip()
        if not note and not form.touches_meaning():
            note = _("%(title)s: example, chapter or order.") % {"title": obj.title}
        return {"answer": form.cleaned_data.get("answer", ""), "note": note}

    def delete_model(self, request, obj):
        revisions.remove(obj, request.user)


@admin.register(Teilaspekt)
class TeilaspektAdmin(CodedTermAdmin):
    list_display = ("title", "handlungsfeld", "chapter", "position")
    list_filter = ("handlungsfeld",)
    list_select_related = ("handlungsfeld",)
    ordering = ("handlungsfeld__position", "position")


@admin.register(Herausforderung, Chance)
class DerivedTermAdmin(TermAdmin):
    filter_horizontal = ("handlungsfelder",)


admin.site.register([term for term in TERMS if term.codebook and term is not Teilaspekt], CodedTermAdmin)
