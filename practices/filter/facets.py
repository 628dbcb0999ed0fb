"""Facets: for each parameter, how many cases each value would show.

A facet's own selection does not narrow its counts, so that users can widen it. Every term is listed, with
its zero; of countries and states those that the atlas has places in. The counts are sizes of intersections of
sets that the catalogue holds; no query is needed.
"""

from django.utils.translation import get_language

from core import iso
from practices.filter.sentence import precision_label, town_size_label
from practices.models import Carrier, Precision
from practices.models.place import TOWN_SIZES
from practices.systems import OWN


def facet_counts(practice_filter):
    """{parameter: [{"slug", "title", "count"}…]} of a valid filter."""
    return {parameter: listed(practice_filter, parameter) for parameter, listed in FACETS.items()}


def _counter(practice_filter, parameter):
    """A function from a value to its count."""
    catalogue = practice_filter.catalogue
    known = catalogue.sets[parameter]
    if not set(practice_filter.narrowing) - {parameter}:
        return lambda value: len(known.get(value, ()))
    within = practice_filter.within(parameter)
    return lambda value: within.intersection_cardinality(known[value]) if value in known else 0


def _terms(practice_filter, parameter):
    count, language = _counter(practice_filter, parameter), get_language()
    return [
        {"slug": term.slug, "title": term.label_in(language), "count": count(term.slug)}
        for term in practice_filter.catalogue.vocabulary[parameter]
    ]


def _codes(name):
    def listed(practice_filter, parameter):
        count = _counter(practice_filter, parameter)
        codes = practice_filter.catalogue.sets[parameter]
        entries = [{"slug": code, "title": name(code), "count": count(code)} for code in codes]
        return sorted(entries, key=lambda entry: (-entry["count"], entry["title"]))

    return listed


def _values(values, label):
    def listed(practice_filter, parameter):
        count = _counter(practice_filter, parameter)
        return [{"slug": value, "title": label(value), "count": count(value)} for value in values]

    return listed


FACETS = {
    "handlungsfeld": _terms,
    **{system.parameter: _terms for system in OWN},
    "herausforderung": _terms,
    "chance": _terms,
    "carrier": _values(Carrier.values, lambda value: str(Carrier(value).label)),
    "country": _codes(iso.country_name),
    "state": _codes(iso.state_name),
    "town_size": _values(list(TOWN_SIZES), town_size_label),
    "precision": _values(Precision.values, precision_label),
}
