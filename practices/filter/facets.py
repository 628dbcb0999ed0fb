"""Facets: for each parameter, how many cases each value would show.

A facet's own selection does not narrow its counts, so that users can widen it. Every term is listed, with
its zero; of countries and states those that the atlas has places in. The counts are sizes of intersections of
sets that the catalogue holds; no query is needed.
"""

from django.utils.translation import get_language

from practices.filter.parameters import PARAMETERS

FACETS = {name: parameter for name, parameter in PARAMETERS.items() if getattr(parameter, "heading", "")}


def facet_counts(selection):
    """{parameter: [{"slug", "title", "count"}…]} of a Selection."""
    language = get_language()
    return {name: _entries(selection, parameter, language) for name, parameter in FACETS.items()}


def _entries(selection, parameter, language):
    count = _counter(selection, parameter.name)
    options = parameter.options(selection.catalogue, language)
    entries = [{"slug": value, "title": title, "count": count(value)} for value, title in options]
    return sorted(entries, key=lambda entry: (-entry["count"], entry["title"])) if parameter.by_count else entries


def _counter(selection, name):
    """A function from a value to its count."""
    known = selection.catalogue.sets[name]
    if not set(selection.narrowing) - {name}:
        return lambda value: len(known.get(value, ()))
    within = selection.within(name)
    return lambda value: within.intersection_cardinality(known[value]) if value in known else 0
