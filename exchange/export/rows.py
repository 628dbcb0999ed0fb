"""A case → what an export says of it: a row of cells, or the plain form with what it points to."""

from exchange.columns.headings import BY_KEY, WRITTEN
from exchange.columns.kinds import Case
from practices.case.contents import CODINGS, content_of, whole
from practices.case.history import current_numbers
from practices.models import Practice

CHUNK = 500
ABOUT = ("url", "created", "updated", "base_version", "id")
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
    case = Case(practice, content_of(practice), base_url)
    return {column.key: column.kind.cell(column.key, case) for column in WRITTEN}


def document_of(practice, base_url):
    """The plain form, with titles, places and sources in full: what the JSON export holds of a case."""
    content = content_of(practice)
    about = Case(practice, content, base_url)
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
    content["carrier"] = content["carrier"] or None
    return content | {key: BY_KEY[key].kind.cell(key, about) for key in ABOUT}


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
