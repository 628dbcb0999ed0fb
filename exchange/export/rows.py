"""A case → what an export says of it: a row of cells, or the plain form with what it points to."""

from django.utils import timezone

from exchange.columns import cells
from exchange.columns.headings import WRITTEN
from practices.case.contents import CODINGS, content_of, whole
from practices.case.history import current_numbers
from practices.models import Practice
from practices.systems import NEEDED

CHUNK = 500
IMAGE = ("picture", "alt", "author", "licence")
CODING = ("slug", "basis", "chapter", "note")
KEYS = tuple(column.key for column in WRITTEN)


def cases(pks, chunk=CHUNK):
    """The published practices with these pks, in this order, read whole and ``chunk`` at a time.

    ``base_version``: the number of the version that each of them is now, so that an import of the table knows it.
    """
    for start in range(0, len(pks), chunk):
        wanted = [int(pk) for pk in pks[start : start + chunk]]
        found = {practice.pk: practice for practice in whole(Practice.objects.published().filter(pk__in=wanted))}
        numbers = current_numbers(wanted)
        for practice in found.values():
            practice.base_version = numbers.get(practice.pk)
        yield from (found[pk] for pk in wanted if pk in found)


def row_of(practice, base_url):
    """{key: cell} for every column that is written; a cell is text, a number or None."""
    content = content_of(practice)
    main = content["handlungsfeld"]
    places = [location.place for location in practice.locations.all()]
    dot = next((place for place in places if place.has_dot), None)
    row = {key: content[key] for key in KEYS if key in content} | {"carrier": content["carrier"] or None}
    row |= {f"handlungsfeld_{part}": main[part] for part in ("basis", "chapter", "note")}
    row["handlungsfeld"] = main["slug"]
    for name in CODINGS:
        row[name] = cells.write([coding[part] for part in CODING] for coding in content[name])
    row["places"] = cells.write([slug] for slug in content["places"])
    row["sources"] = cells.write((cited["source"], cited["locator"]) for cited in content["sources"])
    row["images"] = cells.write([image[part] for part in IMAGE] for image in content["images"])
    row |= {"lat": dot.lat if dot else None, "lon": dot.lon if dot else None}
    row |= {
        "handlungsfeld_title": practice.handlungsfeld.title,
        **{f"{member}_titles": _titles(getattr(practice, member)) for member in NEEDED},
        "place_names": "; ".join(place.name for place in places),
        "countries": "; ".join(dict.fromkeys(place.country for place in places)),
        "coordinates": cells.write((place.name, _degrees(place.lat), _degrees(place.lon)) for place in places),
        "states": "; ".join(dict.fromkeys(place.state for place in places if place.state)),
        "source_citations": "\n".join(cited.full for cited in practice.citations.all()),
        **_about(practice, base_url),
    }
    return row


def _degrees(value):
    return "" if value is None else str(value)


def _titles(codings):
    return "; ".join(coding.term.title for coding in codings.all())


def _about(practice, base_url):
    return {
        "url": f"{base_url}{practice.get_absolute_url()}",
        "created": timezone.localtime(practice.created).isoformat(),
        "updated": timezone.localtime(practice.updated).isoformat(),
        "base_version": practice.base_version,
        "id": str(practice.uuid),
    }


def document_of(practice, base_url):
    """The plain form, with titles, places and sources in full: what the JSON export holds of a case."""
    content = content_of(practice)
    titles = {"handlungsfeld": {practice.handlungsfeld.slug: practice.handlungsfeld.title}}
    for name in CODINGS:
        titles[name] = {coding.term.slug: coding.term.title for coding in getattr(practice, name).all()}
        content[name] = [_with_title(coding, titles[name]) for coding in content[name]]
    content["handlungsfeld"] = _with_title(content["handlungsfeld"], titles["handlungsfeld"])
    content["places"] = [_place(location.place) for location in practice.locations.all()]
    content["sources"] = [
        {"slug": c.source.slug, "citation": c.source.citation, "locator": c.locator, "url": c.source.url}
        for c in practice.citations.all()
    ]
    return content | {"carrier": content["carrier"] or None} | _about(practice, base_url)


def _with_title(coding, titles):
    return {"slug": coding["slug"], "title": titles[coding["slug"]], **coding}


def _place(place):
    names = ("slug", "name", "country", "state", "lat", "lon", "precision", "population")
    return {name: getattr(place, name) for name in names} | {"id": str(place.uuid)}


def geometry_of(practice):
    """The dots of a case as a GeoJSON geometry; None where it has none."""
    places = [location.place for location in practice.locations.all()]
    points = [[place.lon, place.lat] for place in places if place.has_dot]
    if not points:
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "MultiPoint", "coordinates": points}
