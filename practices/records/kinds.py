"""Which models keep versions, which of them are reviewed, and where public cases show them."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q

from handlungsfelder import models as vocabulary
from practices.models import (
    Citation,
    Location,
    Place,
    Practice,
    Revision,
    Source,
    Status,
    Version,
)
from practices.systems import SYSTEMS

CODINGS = {system.term: system.coding for system in SYSTEMS}
# Models whose rows a case points to, with the part of the case that does.
POINTED_TO = {Place: (Location, "place"), Source: (Citation, "source")}


@dataclass(frozen=True)
class Kind:
    """A model with versions. ``omitted``: fields that are nobody's work, or nobody's to see.

    ``reviewed``: changes of what public cases show await approval. ``always``: public by itself, cases or not.
    """

    model: type
    omitted: tuple = ()
    reviewed: bool = True
    always: bool = False

    @property
    def label(self):
        return self.model._meta.label_lower


KINDS = {
    kind.label: kind
    for kind in (
        Kind(Place, omitted=("uuid",)),
        Kind(Source),
        *(Kind(model, always=True) for model in vocabulary.TERMS),
        Kind(User, omitted=("password", "last_login", "date_joined"), reviewed=False),
    )
}


def kind_of(instance):
    """The Kind of a record; None for what keeps no versions here."""
    return KINDS.get(instance._meta.label_lower)


def cases_with(instance):
    """The cases, in whatever state, that point to a record."""
    model = type(instance)
    if model in POINTED_TO:
        part, name = POINTED_TO[model]
        return Practice.objects.filter(pk__in=part.objects.filter(**{name: instance}).values("practice"))
    if model in CODINGS:
        main = Q(handlungsfeld=instance) if model is vocabulary.Handlungsfeld else Q()
        return Practice.objects.filter(main | Q(pk__in=CODINGS[model].objects.filter(term=instance).values("practice")))
    if isinstance(instance, vocabulary.DerivedTerm):
        return Practice.objects.filter(handlungsfeld__in=instance.handlungsfelder.all())
    return Practice.objects.none()


def public_cases(instance):
    """The public cases that show a record."""
    return cases_with(instance).filter(status=Status.PUBLISHED)


def waiting_revisions(instance, *states):
    """The pending revisions of cases whose content names this place or source."""
    if type(instance) not in POINTED_TO:
        return []
    found = []
    for revision in Revision.objects.filter(state__in=states or Revision.ACTIVE).select_related("practice"):
        version = Version.objects.filter(revision=revision).order_by("-number").first()
        content = version.content if version else {}
        named = content.get("places", []) if isinstance(instance, Place) else _sources(content)
        if instance.slug in named:
            found.append(revision)
    return found


def _sources(content):
    return [cited["source"] for cited in content.get("sources", [])]


def lock_cases(instance):
    """Hold the cases that point to a place or source until the transaction ends: none becomes public meanwhile."""
    if type(instance) in POINTED_TO:
        list(cases_with(instance).order_by("pk").select_for_update().values_list("pk"))


def is_shown(instance):
    """Whether the public sees a record: a public case shows it, or would by a revision that is being read just now.

    To be asked within the transaction that writes.
    """
    kind = kind_of(instance)
    if kind is None or not kind.reviewed:
        return False
    if kind.always or public_cases(instance).exists():
        return True
    lock_cases(instance)
    return public_cases(instance).exists() or bool(waiting_revisions(instance, Revision.State.REVIEW))
