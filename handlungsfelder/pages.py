"""The codebook as pages: the current edition, and each edition with what changed in it."""

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from handlungsfelder import codebook
from handlungsfelder.editions import changes
from handlungsfelder.models import CodebookVersion

FIELD_NAMES = {
    "title": lambda: _("title"),
    "definition": lambda: _("definition"),
    "inclusion": lambda: _("when to code"),
    "exclusion": lambda: _("when not to code"),
    "example": lambda: _("example"),
    "chapter": lambda: _("chapter"),
}


class CodebookView(TemplateView):
    """``/codebuch/``: the edition that holds now. Before there is one, the page says so."""

    template_name = "handlungsfelder/codebook.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**_page(codebook.current()), **kwargs)


class EditionView(CodebookView):
    """``/codebuch/<number>/``: one edition, and what changed against the one before."""

    def get_context_data(self, number):
        edition = CodebookVersion.objects.filter(number=number).first()
        if edition is None:
            raise Http404
        before = CodebookVersion.objects.filter(number__lt=number).order_by("-number").first()
        return TemplateView.get_context_data(
            self,
            numbered=True,
            before=before,
            changes=[_change(change) for change in changes(before.content, edition.content)] if before else [],
            **_page(edition),
        )


def _page(edition):
    editions = list(CodebookVersion.objects.defer("content"))
    return {
        "nav": "codebook",
        "edition": edition,
        "editions": editions,
        "newest": editions[0] if editions else None,
        "systems": _systems(edition.content) if edition else [],
    }


def _systems(content):
    """The code systems of an edition: name, and groups of terms; Teilaspekte are grouped by Handlungsfeld."""
    by_chapter = {entry["chapter"]: entry["title"] for entry in content.get("handlungsfeld", [])}
    english = _english_titles() if get_language() == "en" else {}
    found = []
    for system, model in codebook.SYSTEMS.items():
        groups = {}
        for entry in content.get(system, []):
            heading = by_chapter.get(entry.get("chapter"), "") if system == "teilaspekte" else ""
            english_title = english.get((system, entry["slug"]), "")
            groups.setdefault(heading, []).append(entry | {"english": english_title})
        found.append(
            {
                "key": system,
                "name": model._meta.verbose_name_plural,
                "groups": [{"heading": heading, "terms": terms} for heading, terms in groups.items()],
                "number": sum(map(len, groups.values())),
            }
        )
    return found


def _english_titles():
    """{(system, slug): English title} of the vocabulary as it is now: a help for reading the German codebook."""
    return {
        (system, slug): title
        for system, model in codebook.SYSTEMS.items()
        for slug, title in model.objects.order_by().values_list("slug", "title_en")
    }


def _change(change):
    return {
        "system": change.system,
        "name": codebook.SYSTEMS[change.system]._meta.verbose_name,
        "kind": change.kind,
        "entry": change.entry,
        "fields": [
            {"name": FIELD_NAMES[one.name](), "before": one.before, "after": one.after} for one in change.fields
        ],
    }
