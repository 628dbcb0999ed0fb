"""The plain form → the models: validated, whole or not at all, and rows that didn't change are left alone."""

from copy import copy

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.acting import current_acting
from core.following import collected
from handlungsfelder import codebook
from handlungsfelder.models import Handlungsfeld
from practices.case.contents import CODINGS, LIFE, TEXTS, normal
from practices.models import Picture, Place, Practice, Source
from practices.models.profile.members import given


def apply(practice, content, *, with_life=False):
    """Write ``content`` to ``practice`` (None: a new one) in one transaction; returns the practice.

    ``with_life``: also the status. Raises ValidationError by member of the content;
    what an unknown slug stands for is named there too. Nothing is written then.
    """
    with collected(), transaction.atomic():
        practice = practice or Practice(author=current_acting().person)
        rows = _Rows(practice)
        content = rows.take_own(content, with_life)
        practice.save()
        rows.take(content)
        rows.write()
    practice._prefetched_objects_cache = {}
    return practice


def check(practice, content):
    """Raise ValidationError as apply() would, of a practice that is there; the practice stays as it is."""
    rows = _Rows(copy(practice))
    rows.take(rows.take_own(content, False))


class _Rows:
    """The rows of a case that a content asks for: found and validated by take(), written by write()."""

    def __init__(self, practice):
        self.practice, self.changed, self.gone, self.errors = practice, [], [], {}

    def take_own(self, content, with_life):
        """What stands in the row of the case; returns the content as normal() has it."""
        content = normal(content)
        _set_own(self.practice, content, with_life)
        self.practice.full_clean()
        return content

    def take(self, content):
        """What stands in rows of its parts. Raises ValidationError by member."""
        for name in CODINGS:
            self._codings(name, content[name])
        self._places(content["places"])
        self._sources(content["sources"])
        self._images(content["images"])
        if self.errors:
            raise ValidationError(self.errors)

    def write(self):
        for row in self.gone:
            row.delete()
        for row in self.changed:
            row.save()

    def _codings(self, name, wanted):
        manager = getattr(self.practice, name)
        model = manager.model._meta.get_field("term").related_model
        terms = {term.slug: term for term in model.objects.filter(slug__in=[one["slug"] for one in wanted])}
        rows = {row.term.slug: row for row in manager.select_related("term")}
        self._keep(rows, {one["slug"] for one in wanted})
        seen = set()
        for one in wanted:
            if one["slug"] not in terms:
                self._refuse(name, _unknown(one["slug"]))
                continue
            if one["slug"] in seen:
                self._refuse(name, _("“%(value)s” is given twice.") % {"value": one["slug"]})
                continue
            seen.add(one["slug"])
            row = rows.get(one["slug"])
            if row is not None and _basis_of(row) == (one["basis"], one["chapter"], one["note"]):
                continue
            row = row or manager.model(practice=self.practice, term=terms[one["slug"]])
            row.basis, row.chapter, row.note = one["basis"], one["chapter"], one["note"]
            row.coder = current_acting().coder_of(name, one["slug"])
            row.codebook, row.recheck = codebook.current_number(), False
            self._valid(row, name, one["slug"])

    def _places(self, wanted):
        places = {place.slug: place for place in Place.objects.filter(slug__in=wanted)}
        rows = {row.place.slug: row for row in self.practice.locations.select_related("place")}
        self._keep(rows, set(wanted))
        for position, slug in enumerate(wanted):
            if slug not in places:
                self._refuse("places", _unknown(slug))
            elif wanted.index(slug) != position:
                self._refuse("places", _("“%(value)s” is given twice.") % {"value": slug})
            else:
                self._placed(self.practice.locations, rows.get(slug), {"place": places[slug]}, position, "places")

    def _sources(self, wanted):
        sources = {source.slug: source for source in Source.objects.filter(slug__in=[one["source"] for one in wanted])}
        rows = {(row.source.slug, row.locator): row for row in self.practice.citations.select_related("source")}
        keys = [(one["source"], one["locator"]) for one in wanted]
        self._keep(rows, set(keys))
        for position, (slug, locator) in enumerate(keys):
            if slug not in sources:
                self._refuse("sources", _unknown(slug))
            elif keys.index((slug, locator)) != position:
                self._refuse("sources", _("“%(value)s” is given twice.") % {"value": f"{slug}, {locator}"})
            else:
                fields = {"source": sources[slug], "locator": locator}
                self._placed(self.practice.citations, rows.get((slug, locator)), fields, position, "sources")

    def _images(self, wanted):
        digests = [one["picture"] for one in wanted]
        pictures = {p.digest: p for p in Picture.objects.filter(digest__in=digests)}
        rows = {row.picture.digest: row for row in self.practice.images.select_related("picture")}
        self._keep(rows, set(digests))
        for position, one in enumerate(wanted):
            digest = one["picture"]
            if digest not in pictures:
                self._refuse("images", _unknown(digest[:12]))
            elif digests.index(digest) != position:
                self._refuse("images", _("“%(value)s” is given twice.") % {"value": digest[:12]})
            else:
                fields = {name: one[name] for name in ("alt", "author", "licence")} | {"picture": pictures[digest]}
                self._placed(self.practice.images, rows.get(digest), fields, position, "images")

    def _placed(self, manager, row, fields, position, name):
        """A row of an ordered part, unless it stands there like this already."""
        fields = fields | {"position": position}
        if row is not None and all(getattr(row, key) == value for key, value in fields.items()):
            return
        row = row or manager.model(practice=manager.instance)
        for key, value in fields.items():
            setattr(row, key, value)
        self._valid(row, name, str(row))

    def _valid(self, row, name, called):
        try:
            row.full_clean()
        except ValidationError as error:
            for texts in error.message_dict.values():
                for text in texts:
                    self._refuse(name, f"{called}: {text}")
        else:
            self.changed.append(row)

    def _refuse(self, name, text):
        self.errors.setdefault(name, []).append(text)

    def _keep(self, rows, kept):
        self.gone += [rows.pop(key) for key in [key for key in rows if key not in kept]]


def _set_own(practice, content, with_life):
    for name in TEXTS:
        if name not in LIFE or with_life:
            setattr(practice, name, content[name])
    practice.profile = given(content)
    practice.as_of, practice.confirmed = content["as_of"], content["confirmed"]
    main = content["handlungsfeld"] or {}
    term = Handlungsfeld.objects.filter(slug=main.get("slug", "")).first()
    if main and term is None:
        raise ValidationError({"handlungsfeld": _unknown(main["slug"])})
    before = (practice.handlungsfeld_id, *_basis_of(practice, "handlungsfeld_"))
    if term is not None:
        practice.handlungsfeld = term
        for part in ("basis", "chapter", "note"):
            setattr(practice, f"handlungsfeld_{part}", main[part])
    if before != (practice.handlungsfeld_id, *_basis_of(practice, "handlungsfeld_")) or practice._state.adding:
        practice.handlungsfeld_coder = current_acting().coder_of("handlungsfeld", main.get("slug"))
        practice.handlungsfeld_codebook = codebook.current_number()
        practice.handlungsfeld_recheck = False


def _basis_of(row, prefix=""):
    return tuple(getattr(row, f"{prefix}{part}") for part in ("basis", "chapter", "note"))


def _unknown(slug):
    return _("“%(value)s” is not known.") % {"value": slug}
