"""Database → catalogue: the whole of it once, then only what changed."""

from collections import defaultdict
from dataclasses import replace

import numpy as np
from pyroaring import BitMap

from handlungsfelder.models import Chance, Handlungsfeld, Herausforderung
from practices.catalogue.snapshot import Catalogue, Order, Places, Term
from practices.models import (
    Carrier,
    Location,
    Place,
    Practice,
    Precision,
    Status,
)
from practices.models.place import TOWN_SIZES
from practices.models.profile import facets
from practices.search.postings import Postings
from practices.systems import MAIN, SYSTEMS

CODINGS = {system.parameter: system.coding for system in SYSTEMS}
DERIVED = {"herausforderung": Herausforderung, "chance": Chance}
TERMS = {MAIN: Handlungsfeld} | {system.parameter: system.term for system in SYSTEMS} | DERIVED
FEW = 200


def load(version):
    """The Catalogue of the whole database."""
    vocabulary = _vocabulary()
    places = _places()
    sets, published = _coded_sets(vocabulary, None)
    practice, place = _locations(places, None)
    catalogue = Catalogue(
        *version, published, sets, _orders(), places, practice, place, vocabulary, Postings(), version[1]
    )
    _derive(catalogue)
    return catalogue


def advance(kept, version, practices, places):
    """The Catalogue after these practices and places (pks) changed."""
    changed = BitMap(practices)
    fresh, published = _coded_sets(kept.vocabulary, practices)
    columns = _places() if places else kept.places
    sets = {name: _merged(kept.sets[name], fresh[name], changed) for name in fresh}
    stays = ~np.isin(kept.location_practice, np.fromiter(practices, dtype=np.int64, count=len(practices)))
    practice, place = kept.location_practice[stays], kept.location_place[stays]
    if places:
        place = np.array([columns.index[pk] for pk in kept.places.pks[place].tolist()], dtype=np.int64)
    new_practice, new_place = _locations(columns, practices)
    catalogue = replace(
        kept,
        number=version[0],
        token=version[1],
        published=(kept.published - changed) | published,
        sets=sets,
        orders=_reordered(kept, practices, published),
        places=columns,
        location_practice=np.concatenate([practice, new_practice]),
        location_place=np.concatenate([place, new_place]),
        postings=kept.postings.after(practices),
        revisions=kept.revisions | dict.fromkeys(practices, version[1]),
        state=version[1] if places else kept.state,
        memory={},
        slugs={},
        lasting={},
    )
    _derive(catalogue)
    return catalogue


def _merged(old, fresh, changed):
    merged = {value: (found - changed if found.intersect(changed) else found) for value, found in old.items()}
    for value, found in fresh.items():
        merged[value] = merged.get(value, BitMap()) | found
    return merged


def _vocabulary():
    return {
        parameter: [Term(*row) for row in model.objects.values_list("pk", "slug", "title", "title_en")]
        for parameter, model in TERMS.items()
    }


def _places():
    names = ("pk", "lat", "lon", "uuid", "slug", "name", "name_en", "country", "state", "precision", "population")
    rows = list(Place.objects.order_by("pk").values_list(*names))
    pks, lat, lon, *rest = zip(*rows, strict=True) if rows else ((),) * len(names)
    return Places(
        {pk: row for row, pk in enumerate(pks)},
        np.array(pks, dtype=np.int64),
        np.array(lat, dtype=float),
        np.array(lon, dtype=float),
        *map(list, rest),
    )


def _coded_sets(vocabulary, only):
    """(sets by parameter and value, published practices), of all practices or ``only`` of these pks."""
    practices = Practice.objects.published().order_by()
    if only is not None:
        practices = _among(practices, "pk", only)
    rows = list(practices.values_list("pk", "handlungsfeld", "carrier"))
    published = BitMap([row[0] for row in rows])
    slugs = {term.pk: term.slug for term in vocabulary["handlungsfeld"]}
    sets = {
        "handlungsfeld": {slug: BitMap() for slug in slugs.values()},
        "carrier": {c: BitMap() for c in Carrier.values},
    }
    sets["handlungsfeld"] |= _grouped((slugs[field], pk) for pk, field, _carrier in rows)
    profiles = dict(practices.exclude(profile={}).values_list("pk", "profile"))
    sets["carrier"] |= _grouped(
        (carrier, pk)
        for pk, _field, first in rows
        if first
        for carrier in (first, *profiles.get(pk, {}).get("further_carriers", ()))
    )
    sets |= _profile_sets(profiles, published)
    for parameter, model in CODINGS.items():
        slugs = {term.pk: term.slug for term in vocabulary[parameter]}
        codings = model.objects.order_by()
        if only is not None:
            codings = _among(codings, "practice", only)
        found = _grouped((slugs[term], pk) for term, pk in codings.values_list("term", "practice").iterator(20_000))
        sets[parameter] = _none_of(slugs.values()) | {slug: pks & published for slug, pks in found.items()}
    return sets, published


def _profile_sets(profiles, published):
    """The sets of the parameters that ask for the profile; most cases may have none."""
    told = {pk: facets.values_of(profile) for pk, profile in profiles.items()}
    silent = published - BitMap(profiles)
    found = {}
    for parameter, values in facets.VALUES.items():
        found[parameter] = _none_of(values) | _grouped((one[parameter], pk) for pk, one in told.items())
        if value := facets.SILENT[parameter]:
            found[parameter][value] = found[parameter][value] | silent
        found[parameter].pop("", None)
    return found


def _none_of(values):
    return {value: BitMap() for value in values}


def _grouped(pairs):
    """{value: BitMap} of (value, pk) pairs."""
    lists = defaultdict(list)
    for value, pk in pairs:
        lists[value].append(pk)
    return {value: BitMap(pks) for value, pks in lists.items()}


def _among(queryset, field, pks):
    return queryset.filter(**{f"{field}__in": list(pks)}) if len(pks) <= 10_000 else queryset


def _locations(places, only):
    """(practice pks, place rows) of published practices."""
    locations = Location.objects.filter(practice__status=Status.PUBLISHED).order_by("practice", "position", "id")
    if only is not None:
        locations = _among(locations, "practice", only)
    pairs = [
        (pk, places.index[place])
        for pk, place in locations.values_list("practice", "place").iterator(20_000)
        if only is None or pk in only
    ]
    array = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return array[:, 0].copy(), array[:, 1].copy()


def _derive(catalogue):
    """Fill in the sets that follow: from the Handlungsfeld, and from the places."""
    sets = catalogue.sets
    for parameter, model in DERIVED.items():
        sets[parameter] = {term.slug: BitMap() for term in catalogue.vocabulary[parameter]}
        for slug, field in model.objects.values_list("slug", "handlungsfelder__slug"):
            if field:
                sets[parameter][slug] = sets[parameter][slug] | sets["handlungsfeld"][field]
    places = catalogue.places
    sets["country"] = _by_place(catalogue, places.countries)
    sets["state"] = _by_place(catalogue, places.states)
    sets["place"] = _by_place(catalogue, places.slugs)
    sizes = [_size(population) for population in places.populations]
    sets["town_size"] = {size: BitMap() for size in TOWN_SIZES} | _by_place(catalogue, sizes)
    best, seen = {}, BitMap()
    exact = _by_place(catalogue, places.precisions)
    for precision in (Precision.PLACE, Precision.REGION, Precision.COUNTRY):
        best[precision.value] = exact.get(precision.value, BitMap()) - seen
        seen = seen | best[precision.value]
    best[Precision.NONE.value] = catalogue.published - seen
    sets["precision"] = best


def _size(population):
    if population is None:
        return ""
    return next((size for size, (low, high) in TOWN_SIZES.items() if low <= population <= high), "")


def _by_place(catalogue, column):
    """{value: BitMap} for a column of the places; the empty value is left out."""
    values = sorted(set(column) - {""})
    codes = {value: code for code, value in enumerate(values)}
    by_row = np.array([codes.get(value, -1) for value in column] or [-1], dtype=np.int64)
    code = by_row[catalogue.location_place] if len(catalogue.location_place) else np.empty(0, dtype=np.int64)
    order = np.argsort(code, kind="stable")
    pks = catalogue.location_practice[order].astype(np.uint32)
    edges = np.searchsorted(code[order], np.arange(len(values) + 1))
    return {value: BitMap(pks[edges[i] : edges[i + 1]]) for i, value in enumerate(values)}


# Which keys sort the practices. Every order ends with the slug, so it is total.
KEYS = {
    "title": ("title_sort", "slug"),
    "title_en": ("title_sort_en", "slug"),
    "updated": ("updated", "slug"),
    "slug": ("slug",),
}


def _orders():
    published = Practice.objects.published()
    return {
        name: Order.of(np.fromiter(published.bytewise(*keys).values_list("pk", flat=True).iterator(20_000), np.int64))
        for name, keys in KEYS.items()
    }


def _reordered(kept, practices, published):
    """The orders after the given practices changed: few are put in their place, many read anew."""
    if len(practices) > FEW:
        return _orders()
    gone = np.fromiter(practices, dtype=np.int64, count=len(practices))
    keys = {pk: rest for pk, *rest in Practice.objects.filter(pk__in=list(published)).values_list("pk", *_ALL_KEYS)}
    orders = {}
    for name, wanted in KEYS.items():
        pks = kept.orders[name].pks
        pks = pks[~np.isin(pks, gone)]
        entries = sorted((_pick(row, wanted), pk) for pk, row in keys.items())
        for key, pk in entries:
            pks = np.insert(pks, _place_for(pks, key, wanted), pk)
        orders[name] = Order.of(pks)
    return orders


_ALL_KEYS = ("title_sort", "title_sort_en", "updated", "slug")


def _pick(row, wanted):
    return tuple(row[_ALL_KEYS.index(name)] for name in wanted)


def _place_for(pks, key, wanted):
    """Where a key belongs in an order, by asking the database for some twenty keys along the way."""
    low, high = 0, len(pks)
    while low < high:
        middle = (low + high) // 2
        there = Practice.objects.values_list(*wanted).get(pk=int(pks[middle]))
        if there < key:
            low = middle + 1
        else:
            high = middle
    return low
