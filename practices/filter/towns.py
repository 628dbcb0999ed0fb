"""The town that the cases are compared with: a place of the atlas or of the gazetteer, as the query string names it."""

import re
from dataclasses import dataclass

import numpy as np
from django import forms
from django.utils.translation import gettext_lazy as _

from practices.catalogue import latest
from practices.filter.fields import refused
from practices.geodata import gazetteer
from practices.geodata.adoption import figures_of, reference
from practices.models import Place

# What a town to compare with brings along, and what falls with it.
COMPARING = ("near", "residents", "ordering", "page")
ALLOWED = _("the slug of a place with a dot, geonames:ID or ags:AGS (eight digits)")


@dataclass(frozen=True)
class Town:
    """``raw``: as it stands in the query string; ``residents``: None where nobody gives them. Degrees WGS 84."""

    raw: str
    name: str
    country: str
    state: str
    lat: float
    lon: float
    residents: int | None


def town_of_entry(entry):
    """A place of the gazetteer, with the inhabitants that the census table or the atlas gives it, else GeoNames'."""
    official = figures_of([entry]).get(entry.ags)
    own = Place.objects.filter(gazetteer=reference(entry)).values_list("population", flat=True).first()
    residents = official.residents if official else own or entry.population
    return Town(entry.source, entry.german, entry.country, entry.state, entry.lat, entry.lon, residents)


def _of_atlas(slug):
    catalogue = latest()
    term, places = catalogue.known("place").get(slug), catalogue.places
    if term is None or np.isnan(places.lat[row := places.index[term.pk]]):
        return None
    return Town(
        slug,
        places.names[row],
        places.countries[row],
        places.states[row],
        float(places.lat[row]),
        float(places.lon[row]),
        places.populations[row],
    )


class TownField(forms.Field):
    """A place's slug, or the source of an entry of the gazetteer → Town."""

    widget = forms.TextInput

    def clean(self, value):
        if value is None:
            return None
        if re.fullmatch(r"(geonames:\d{1,12}|ags:\d{8})", value, re.ASCII):
            entry = gazetteer.by_source(value) or gazetteer.by_ags(value.removeprefix("ags:"))
            town = town_of_entry(entry) if entry else None
        else:
            town = _of_atlas(value)
        if town is None:
            raise refused(_("“%(value)s” is not a known town."), value[:80], ALLOWED)
        return town
