"""Practices → JSON, lean: a few reads of plain values for a whole page, and each practice encoded only once.

What it writes is what PracticeSerializer describes; a test holds the two against each other for every case.
"""

from collections import OrderedDict, defaultdict
from threading import Lock

import orjson
from django.urls import reverse
from django.utils import timezone

from practices.api import profile
from practices.catalogue import is_held, version
from practices.models import (
    Citation,
    Location,
    Practice,
    PracticeImage,
    Status,
)
from practices.systems import SYSTEMS

COLUMNS = [
    "pk",
    "uuid",
    "slug",
    "title",
    "title_en",
    "summary",
    "summary_en",
    "description",
    "description_en",
    "transfer",
    "transfer_en",
    "status",
    "handlungsfeld",
    "handlungsfeld_basis",
    "handlungsfeld_chapter",
    "handlungsfeld_note",
    "handlungsfeld_codebook",
    "coding_note",
    "carrier",
    "profile",
    "as_of",
    "created",
    "updated",
]
# How many of them are texts, each in German and English.
TEXTS = COLUMNS.index("status") - COLUMNS.index("title")
MOST_KEPT = 5000
_kept, _lock = OrderedDict(), Lock()


def encoded(catalogue, pks, language, base_url):
    """{pk: JSON bytes} of these published practices. ``base_url``: the address before the first slash."""
    keys = {pk: (pk, catalogue.revisions.get(pk), catalogue.state, language, base_url) for pk in pks}
    found = {pk: _kept.get(key) for pk, key in keys.items()}
    missing = [pk for pk, body in found.items() if body is None]
    if missing:
        fresh = {pk: orjson.dumps(entry) for pk, entry in _read(catalogue, missing, language, base_url).items()}
        found |= fresh
        # What a change overtook while it was read is shown once, and not kept under the name of this version.
        fresh = fresh if is_held(catalogue) or version() == catalogue.version else {}
        with _lock:
            for pk, body in fresh.items():
                _kept[keys[pk]] = body
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return {pk: body for pk, body in found.items() if body is not None}


def _read(catalogue, pks, language, base_url):
    # Not published().filter(): without statistics SQLite takes the index on the status, and reads every case.
    rows = Practice.objects.filter(pk__in=pks).order_by().values_list(*COLUMNS)
    codings = {one.member: _codings(catalogue, one.coding, one.parameter, pks, language) for one in SYSTEMS}
    places, sources, images = _places(catalogue, pks, language), _sources(pks), _images(pks, base_url)
    fields = {term.pk: term for term in catalogue.vocabulary["handlungsfeld"]}
    prefix = base_url + reverse("practices:detail", args=["x"]).removesuffix("x/")
    entries = {}
    english = language == "en"
    for pk, uuid, slug, *rest in rows:
        texts, (status, field, basis, chapter, note, edition, *rest) = rest[:TEXTS], rest[TEXTS:]
        if status != Status.PUBLISHED:
            continue
        coding_note, carrier, known, as_of, created, updated = rest
        title, summary, description, transfer = _in_language(texts, english)
        entries[pk] = {
            "id": uuid,
            "slug": slug,
            "title": title,
            "summary": summary,
            "description": description,
            "transfer": transfer,
            "status": status,
            "url": f"{prefix}{slug}/",
            "handlungsfeld": _coded(fields[field], language, basis, chapter, note, edition),
            **{member: found[pk] for member, found in codings.items()},
            "coding_note": coding_note,
            "carrier": carrier or None,
            "carriers": [carrier, *known.get("further_carriers", ())] if carrier else [],
            "profile": profile.told(known, english),
            "as_of": as_of,
            "places": places[pk],
            "sources": sources[pk],
            "images": images[pk],
            "created": _time(created),
            "updated": _time(updated),
        }
    return entries


def _in_language(texts, english):
    """Of texts, each German and English, the one in the language; German where there is no English one."""
    return ((english and other) or german for german, other in zip(texts[::2], texts[1::2], strict=True))


def _coded(term, language, basis, chapter, note, codebook):
    return {
        "slug": term.slug,
        "title": term.label_in(language),
        "basis": basis,
        "chapter": chapter,
        "note": note,
        "codebook": codebook,
    }


def _codings(catalogue, model, parameter, pks, language):
    order = {term.pk: (position, term) for position, term in enumerate(catalogue.vocabulary[parameter])}
    found = defaultdict(list)
    columns = ("practice", "term", "basis", "chapter", "note", "codebook")
    rows = model.objects.filter(practice__in=pks).order_by().values_list(*columns)
    for pk, term, *coding in sorted(rows, key=lambda row: order[row[1]][0]):
        found[pk].append(_coded(order[term][1], language, *coding))
    return found


def _places(catalogue, pks, language):
    columns = catalogue.places
    found = defaultdict(list)
    rows = Location.objects.filter(practice__in=pks).order_by("position", "id").values_list("practice", "place")
    for pk, place in rows:
        row = columns.index[place]
        dotted = columns.precisions[row] in ("place", "region")
        found[pk].append(
            {
                "id": columns.ids[row],
                "slug": columns.slugs[row],
                "name": columns.label(row, language),
                "country": columns.countries[row],
                "state": columns.states[row],
                "lat": float(columns.lat[row]) if dotted else None,
                "lon": float(columns.lon[row]) if dotted else None,
                "precision": columns.precisions[row],
                "population": columns.populations[row],
            }
        )
    return found


def _sources(pks):
    found = defaultdict(list)
    rows = Citation.objects.filter(practice__in=pks).order_by("position", "id")
    for pk, citation, locator, url in rows.values_list("practice", "source__citation", "locator", "source__url"):
        found[pk].append({"citation": citation, "locator": locator, "url": url})
    return found


def _images(pks, base_url):
    prefix = base_url + reverse("practices:picture", args=["x"]).removesuffix("x/")
    found = defaultdict(list)
    rows = PracticeImage.objects.filter(practice__in=pks).order_by("position", "id")
    columns = ("practice", "picture__digest", "alt", "author", "licence", "picture__width", "picture__height")
    for pk, digest, *rest in rows.values_list(*columns):
        found[pk].append(
            dict(
                zip(("url", "alt", "author", "licence", "width", "height"), (f"{prefix}{digest}/", *rest), strict=True)
            )
        )
    return found


def _time(moment):
    """ISO 8601 in the time zone of the atlas, as the rest of the API writes it."""
    return timezone.localtime(moment).isoformat()
