"""How each kind of shipped unit is written to the models and read back, in one and the same plain form."""

from dataclasses import dataclass

from core.permanent_ids import shipped_id
from handlungsfelder import models as vocabulary
from practices.case import contents
from practices.case.applying import apply
from practices.models import Place, Practice, Source, Tombstone, status

CODEBOOK = ("inclusion", "exclusion", "example")
TERM = ("slug", "title", "title_en", "definition", "definition_en", *CODEBOOK, "chapter", "position")
TOLD = (*TERM, "story", "story_en")


def by_slug(model, slug):
    """The object with this slug; LookupError naming both where there is none."""
    found = model.objects.filter(slug=slug).first()
    if found is None:
        raise LookupError(f"there is no {model._meta.object_name} {slug!r}")
    return found


@dataclass(frozen=True)
class Unit:
    """A kind of unit: plain ``columns``, foreign keys and many-to-many relations given by slug."""

    name: str
    model: type
    files: str
    columns: tuple
    foreign: tuple = ()
    many: tuple = ()
    ordered: bool = False

    def normal(self, content):
        """The content with every column present, so that a missing and an empty value compare equal."""
        plain = {name: _plain(self.model, name, content.get(name)) for name in self.columns}
        plain |= {name: content.get(name) for name in self.foreign}
        return plain | {name: sorted(content.get(name) or []) for name in self.many}

    def identity(self, slug):
        """The permanent id of a unit, the same at every host, as the models take it; {} for kinds that have none."""
        return {"uuid": shipped_id(self.name, slug)} if self.model in (Place, Practice) else {}

    def exists(self, slug):
        """Whether the database has this unit, under whatever slug, or had it."""
        identity = self.identity(slug)
        return bool(identity) and any(model.objects.filter(**identity).exists() for model in (self.model, Tombstone))

    def dump(self, instance):
        plain = {name: getattr(instance, name) for name in self.columns}
        plain |= {name: getattr(instance, name).slug for name in self.foreign}
        return plain | {name: sorted(getattr(instance, name).values_list("slug", flat=True)) for name in self.many}

    def write(self, instance, content):
        instance = instance or self.model(**self.identity(content["slug"]))
        for name in self.columns:
            setattr(instance, name, content[name])
        for name in self.foreign:
            related = self.model._meta.get_field(name).related_model
            setattr(instance, name, by_slug(related, content[name]))
        instance.full_clean()
        instance.save()
        for name in self.many:
            related = self.model._meta.get_field(name).related_model
            getattr(instance, name).set([by_slug(related, slug) for slug in content[name]])
        return instance


class PracticeUnit(Unit):
    """A practice with its codings, places and citations: one file, one unit (see practices.case.contents)."""

    # What an editor adds and no file brings; it doesn't count when the two are compared.
    ADDED = ("confirmed", "images")

    def normal(self, content):
        return {name: value for name, value in contents.normal(content).items() if name not in self.ADDED}

    def dump(self, practice):
        return self.normal(contents.read(practice.pk))

    def write(self, practice, content):
        if practice is not None:
            now = contents.read(practice.pk)
            content = content | {name: now[name] for name in self.ADDED}
        with status.by_the_host():
            return apply(practice or Practice(**self.identity(content["slug"])), content, with_life=True)


def _plain(model, name, value):
    if value is not None:
        return value
    return None if model._meta.get_field(name).null else ""


UNITS = (
    Unit("handlungsfeld", vocabulary.Handlungsfeld, "vocabulary/handlungsfelder.yaml", TOLD, ordered=True),
    Unit(
        "teilaspekt",
        vocabulary.Teilaspekt,
        "vocabulary/teilaspekte.yaml",
        TERM,
        foreign=("handlungsfeld",),
        ordered=True,
    ),
    Unit("handlungsmuster", vocabulary.Handlungsmuster, "vocabulary/handlungsmuster.yaml", TOLD, ordered=True),
    Unit("buergerrolle", vocabulary.Buergerrolle, "vocabulary/buergerrollen.yaml", TOLD, ordered=True),
    Unit(
        "herausforderung",
        vocabulary.Herausforderung,
        "vocabulary/herausforderungen.yaml",
        TERM,
        many=("handlungsfelder",),
        ordered=True,
    ),
    Unit("chance", vocabulary.Chance, "vocabulary/chancen.yaml", TERM, many=("handlungsfelder",), ordered=True),
    Unit("kommunenrolle", vocabulary.KommunenRolle, "vocabulary/kommunenrollen.yaml", TOLD, ordered=True),
    Unit("funding", vocabulary.Funding, "vocabulary/funding.yaml", (*TOLD, "giver"), ordered=True),
    Unit("source", Source, "sources.yaml", ("slug", "citation", "title", "publisher", "year", "url")),
    Unit(
        "place",
        Place,
        "places.yaml",
        (
            "slug",
            "name",
            "name_en",
            "country",
            "state",
            "precision",
            "lat",
            "lon",
            "population",
            "population_source",
            "gazetteer",
            "note",
        ),
    ),
    PracticeUnit("practice", Practice, "practices/*.yaml", contents.TEXTS),
)
