"""How an entry of the gazetteer becomes a Place of the atlas."""

import re

from django.utils.formats import number_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import iso
from core.folding import spelled_out
from practices.geodata.gazetteer import by_source
from practices.models import CensusFigure, Place

ATTRIBUTION = "GeoNames, Ortskern (CC BY 4.0)"


def place_of(entry):
    """The Place that an entry is, made now where the atlas doesn't have it yet."""
    place = Place.objects.filter(gazetteer=reference(entry)).first()
    if place is None:
        place = Place(slug=free_slug(entry), **fields_of(entry))
        place.full_clean()
        place.save()
    return place


def figures_of(entries):
    """{official key: CensusFigure} of those of these entries that the census table names."""
    return CensusFigure.objects.in_bulk([entry.ags for entry in entries if entry.ags])


def fields_of(entry, figures=None):
    """The columns of a Place that a gazetteer entry fills. ``figures``: those of many entries at once (figures_of)."""
    official = (figures_of([entry]) if figures is None else figures).get(entry.ags)
    return {
        "name": entry.german,
        "name_en": entry.name if entry.german != entry.name else "",
        "country": entry.country,
        "state": entry.state,
        "precision": "place",
        "lat": entry.lat,
        "lon": entry.lon,
        "population": official.residents if official else entry.population,
        "population_source": official.source if official else ATTRIBUTION if entry.population else "",
        "gazetteer": reference(entry),
    }


def reference(entry):
    """How a Place names its entry: "GeoNames 2950187" or "AGS 06435016 (BKG)"."""
    kind, _colon, number = entry.source.partition(":")
    return f"GeoNames {number}" if kind == "geonames" else f"AGS {number} (BKG)"


def inhabitants(number):
    """ "1.691.468 Einwohner"; "" where the number isn't known."""
    return _("%(n)s inhabitants") % {"n": number_format(number, force_grouping=True)} if number else ""


def entry_of(named):
    """The entry that a Place names in ``gazetteer`` (see reference); None where it names none."""
    match = re.fullmatch(r"(GeoNames|AGS) (\d+)(?: \(BKG\))?", named)
    return by_source(f"{match[1].lower()}:{match[2]}") if match else None


def free_slug(entry, taken=None):
    """The name as a slug; with the district, then with a number, when it is taken.

    ``taken``: the slugs that are; by default those of the database.
    """
    base = slugify(spelled_out(entry.german))[:95]
    if taken is None:
        taken = set(Place.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    district = slugify(spelled_out(entry.district or iso.state_name(entry.state)))
    candidates = [base, f"{base}-{district}"[:100], *(f"{base}-{n}" for n in range(2, 1000))]
    return next(slug for slug in candidates if slug not in taken)
