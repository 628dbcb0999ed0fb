"""The codebook: what each term means and when it is coded, in numbered editions."""

from django.db import transaction

from handlungsfelder.models import TERMS, CodebookVersion

# The code systems: what a coder decides on, in the order they are coded.
SYSTEMS = {model.codebook: model for model in TERMS if model.codebook}
# A change of one of these may change what a code means.
MEANING = ("title", "definition", "inclusion", "exclusion")
SHOWN = ("slug", *MEANING, "example", "chapter")


def as_it_is():
    """The codebook as the vocabulary says it now, in the form of CodebookVersion.content."""
    return {
        system: [{name: getattr(term, name) for name in SHOWN} for term in model.objects.all()]
        for system, model in SYSTEMS.items()
    }


def current_number():
    """The number of the current edition; None before there is one."""
    return CodebookVersion.objects.values_list("number", flat=True).order_by("-number").first()


def current():
    """The current edition; None before there is one."""
    return CodebookVersion.objects.order_by("-number").first()


def system_of(term):
    """The key of the code system that a term belongs to; None for terms that no case is coded with."""
    return next((system for system, model in SYSTEMS.items() if isinstance(term, model)), None)


def entries(content, system):
    """{slug: entry} of one code system in an edition's content."""
    return {entry["slug"]: entry for entry in content.get(system, [])}


def meaning(entry):
    """What makes two entries of one term mean the same; None for no entry."""
    return tuple(entry.get(name, "") for name in MEANING) if entry else None


@transaction.atomic
def new_edition(by=None, by_name="", note=""):
    """Keep the vocabulary as it is now as a new edition, unless the latest one says the same; returns the latest."""
    # Whoever writes an edition holds the first one, so that two don't take the same number.
    CodebookVersion.objects.select_for_update().order_by("number").values_list("number").first()
    content = as_it_is()
    latest = current()
    if latest is not None and latest.content == content:
        return latest
    number = latest.number + 1 if latest else 1
    return CodebookVersion.objects.create(number=number, by=by, by_name=by_name, note=note, content=content)
