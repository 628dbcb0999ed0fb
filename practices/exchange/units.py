"""How each kind of shipped unit is written to the models and read back, in one and the same plain form."""

from dataclasses import dataclass

from handlungsfelder import models as vocabulary
from practices.models import Place, Practice, Source

TERM = ("slug", "title", "title_en", "definition", "definition_en", "chapter", "position")
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

    def dump(self, instance):
        plain = {name: getattr(instance, name) for name in self.columns}
        plain |= {name: getattr(instance, name).slug for name in self.foreign}
        return plain | {name: sorted(getattr(instance, name).values_list("slug", flat=True)) for name in self.many}

    def write(self, instance, content):
        instance = instance or self.model()
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
    """A practice with its codings, places and citations: one file, one unit."""

    CODINGS = ("further_handlungsfelder", "teilaspekte", "handlungsmuster", "buergerrollen")

    def normal(self, content):
        plain = super().normal(content)
        main = content["handlungsfeld"]
        plain["handlungsfeld"] = {"slug": main["slug"], **_basis(main)}
        for name in self.CODINGS:
            codings = [{"slug": c["slug"], **_basis(c)} for c in content.get(name) or []]
            plain[name] = sorted(codings, key=lambda coding: coding["slug"])
        plain["places"] = list(content.get("places") or [])
        plain["sources"] = [{"source": s["source"], "locator": s["locator"]} for s in content.get("sources") or []]
        return plain

    def dump(self, practice):
        plain = super().dump(practice)
        plain["handlungsfeld"] = {
            "slug": practice.handlungsfeld.slug,
            "basis": practice.handlungsfeld_basis,
            "chapter": practice.handlungsfeld_chapter,
            "note": practice.handlungsfeld_note,
        }
        for name in self.CODINGS:
            rows = getattr(practice, name).order_by("term__slug").values("term__slug", "basis", "chapter", "note")
            plain[name] = [{"slug": row.pop("term__slug"), **row} for row in rows]
        plain["places"] = list(practice.locations.values_list("place__slug", flat=True))
        plain["sources"] = [
            {"source": c.source.slug, "locator": c.locator} for c in practice.citations.select_related("source")
        ]
        return plain

    def write(self, practice, content):
        practice = practice or Practice()
        for name in self.columns:
            setattr(practice, name, content[name])
        main = content["handlungsfeld"]
        practice.handlungsfeld = by_slug(vocabulary.Handlungsfeld, main["slug"])
        for part in ("basis", "chapter", "note"):
            setattr(practice, f"handlungsfeld_{part}", main[part])
        practice.full_clean()
        practice.save()
        for name in self.CODINGS:
            _rewrite(
                practice,
                name,
                [
                    {"term": _term(getattr(practice, name).model, coding["slug"]), **_basis(coding)}
                    for coding in content[name]
                ],
            )
        _rewrite(
            practice,
            "locations",
            [{"place": by_slug(Place, slug), "position": n} for n, slug in enumerate(content["places"])],
        )
        _rewrite(
            practice,
            "citations",
            [
                {"source": by_slug(Source, c["source"]), "locator": c["locator"], "position": n}
                for n, c in enumerate(content["sources"])
            ],
        )
        return practice


def _plain(model, name, value):
    if value is not None:
        return value
    return None if model._meta.get_field(name).null else ""


def _basis(coding):
    return {"basis": coding["basis"], "chapter": coding.get("chapter") or "", "note": coding.get("note") or ""}


def _term(coding_model, slug):
    return by_slug(coding_model._meta.get_field("term").related_model, slug)


def _rewrite(practice, related_name, rows):
    """Replace the related rows of a practice by the given ones, each validated."""
    manager = getattr(practice, related_name)
    manager.all().delete()
    for row in rows:
        part = manager.model(practice=practice, **row)
        part.full_clean()
        part.save()


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
    Unit("kommunenrolle", vocabulary.KommunenRolle, "vocabulary/kommunenrollen.yaml", TERM, ordered=True),
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
    PracticeUnit(
        "practice",
        Practice,
        "practices/*.yaml",
        (
            "slug",
            "status",
            "title",
            "title_en",
            "summary",
            "summary_en",
            "description",
            "carrier",
            "as_of",
            "coding_note",
        ),
    ),
)
