"""The plain form → the models: validated, whole or not at all, and rows that didn't change are left alone."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.acting import current_acting
from core.following import collected
from handlungsfelder import codebook
from handlungsfelder.models import Handlungsfeld
from practices.case.contents import CODINGS, LIFE, TEXTS, normal
from practices.models import Picture, Place, Practice, Source


def apply(practice, content, *, with_life=False):
    """Write ``content`` to ``practice`` (None: a new one) in one transaction; returns the practice.

    ``with_life``: also the status. Raises ValidationError by member of the content;
    what an unknown slug stands for is named there too. Nothing is written then.
    """
    content = normal(content)
    with collected(), transaction.atomic():
        practice = practice or Practice(author=current_acting().person)
        _write_own(practice, content, with_life)
        errors = {}
        for name in CODINGS:
            _codings(practice, name, content[name], errors)
        _places(practice, content["places"], errors)
        _sources(practice, content["sources"], errors)
        _images(practice, content["images"], errors)
        if errors:
            raise ValidationError(errors)
    practice._prefetched_objects_cache = {}
    return practice


def _write_own(practice, content, with_life):
    for name in TEXTS:
        if name not in LIFE or with_life:
            setattr(practice, name, content[name])
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
    practice.full_clean()
    practice.save()


def _basis_of(row, prefix=""):
    return tuple(getattr(row, f"{prefix}{part}") for part in ("basis", "chapter", "note"))


def _codings(practice, name, wanted, errors):
    manager = getattr(practice, name)
    model = manager.model._meta.get_field("term").related_model
    terms = {term.slug: term for term in model.objects.filter(slug__in=[one["slug"] for one in wanted])}
    rows = {row.term.slug: row for row in manager.select_related("term")}
    _remove(rows, {one["slug"] for one in wanted})
    seen = set()
    for one in wanted:
        if one["slug"] not in terms:
            errors.setdefault(name, []).append(_unknown(one["slug"]))
            continue
        if one["slug"] in seen:
            errors.setdefault(name, []).append(_("“%(value)s” is given twice.") % {"value": one["slug"]})
            continue
        seen.add(one["slug"])
        row = rows.get(one["slug"])
        if row is not None and _basis_of(row) == (one["basis"], one["chapter"], one["note"]):
            continue
        row = row or manager.model(practice=practice, term=terms[one["slug"]])
        row.basis, row.chapter, row.note = one["basis"], one["chapter"], one["note"]
        row.coder = current_acting().coder_of(name, one["slug"])
        row.codebook, row.recheck = codebook.current_number(), False
        _save(row, name, one["slug"], errors)


def _places(practice, wanted, errors):
    places = {place.slug: place for place in Place.objects.filter(slug__in=wanted)}
    rows = {row.place.slug: row for row in practice.locations.select_related("place")}
    _remove(rows, set(wanted))
    for position, slug in enumerate(wanted):
        if slug not in places:
            errors.setdefault("places", []).append(_unknown(slug))
        elif wanted.index(slug) != position:
            errors.setdefault("places", []).append(_("“%(value)s” is given twice.") % {"value": slug})
        else:
            _placed(practice.locations, rows.get(slug), {"place": places[slug]}, position, "places", errors)


def _sources(practice, wanted, errors):
    sources = {source.slug: source for source in Source.objects.filter(slug__in=[one["source"] for one in wanted])}
    rows = {(row.source.slug, row.locator): row for row in practice.citations.select_related("source")}
    keys = [(one["source"], one["locator"]) for one in wanted]
    _remove(rows, set(keys))
    for position, (slug, locator) in enumerate(keys):
        if slug not in sources:
            errors.setdefault("sources", []).append(_unknown(slug))
        elif keys.index((slug, locator)) != position:
            errors.setdefault("sources", []).append(_("“%(value)s” is given twice.") % {"value": f"{slug}, {locator}"})
        else:
            fields = {"source": sources[slug], "locator": locator}
            _placed(practice.citations, rows.get((slug, locator)), fields, position, "sources", errors)


def _images(practice, wanted, errors):
    pictures = {p.digest: p for p in Picture.objects.filter(digest__in=[one["picture"] for one in wanted])}
    rows = {row.picture.digest: row for row in practice.images.select_related("picture")}
    _remove(rows, {one["picture"] for one in wanted})
    for position, one in enumerate(wanted):
        if one["picture"] not in pictures:
            errors.setdefault("images", []).append(_unknown(one["picture"][:12]))
            continue
        fields = {"picture": pictures[one["picture"]]} | {name: one[name] for name in ("alt", "author", "licence")}
        _placed(practice.images, rows.get(one["picture"]), fields, position, "images", errors)


def _placed(manager, row, fields, position, name, errors):
    """Save a row of an ordered part, unless it stands there like this already."""
    fields = fields | {"position": position}
    if row is not None and all(getattr(row, key) == value for key, value in fields.items()):
        return
    row = row or manager.model(practice=manager.instance)
    for key, value in fields.items():
        setattr(row, key, value)
    _save(row, name, str(row), errors)


def _save(row, name, called, errors):
    try:
        row.full_clean()
    except ValidationError as error:
        for texts in error.message_dict.values():
            errors.setdefault(name, []).extend(f"{called}: {text}" for text in texts)
        return
    row.save()


def _remove(rows, kept):
    for key in [key for key in rows if key not in kept]:
        rows.pop(key).delete()


def _unknown(slug):
    return _("“%(value)s” is not known.") % {"value": slug}
