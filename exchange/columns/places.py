"""Places in a cell, by slug, name or number in the gazetteer; or as points."""

from django.utils.translation import gettext as _

from exchange.columns import cells
from exchange.columns.kinds import Kind
from exchange.faults.fault import Fault, fault_of
from practices.lookup.places import AmbiguousPlace


class Places(Kind):
    """Read as [slug]; from the points of the row where it names none."""

    many = True

    def read(self, key, row):
        return places(row.found.get(key, ()), row.points, row.places, row.faults, row.notices)

    def cell(self, key, case):
        return cells.write([slug] for slug in case.content[key])

    def shown(self, key, value, vocabulary):
        return "\n".join(value)


def places(values, points, finder, faults, notices):
    """[slug] of the places a row names, or of those its points lie at. ``points``: [(lat, lon)]."""
    named = [names for _number, value in values for names in _names_of(value)]
    near = points[0] if len(points) == len(named) == 1 else None
    found = []
    for names in named:
        try:
            slug = _first_known(names, near, finder)
            _add(slug, names[-1], found, faults)
            if like := finder.like(names[-1]):
                notices.append(
                    _("“%(name)s” was read as %(place)s. Called nearly so: %(like)s.")
                    % {"name": names[-1], "place": finder.tell(slug)["label"], "like": "; ".join(like)}
                )
        except AmbiguousPlace as error:
            faults.append(fault_of(error, "places", names[-1]))
    if named:
        return found
    for lat, lon in points:
        try:
            slug, name, distance = finder.at(lat, lon)
        except AmbiguousPlace as error:
            faults.append(fault_of(error, "places", f"{lat:g}; {lon:g}"))
            continue
        notices.append(
            _("The point lies at %(name)s (%(km)s km); the case gets that place.")
            % {"name": name, "km": f"{distance:.1f}".replace(".", ",")}
        )
        if slug not in found:
            found.append(slug)
    return found


def _names_of(value):
    """The places of a cell, each as the names it may be found by: from JSON the slug, then name and state."""
    if isinstance(value, dict):
        name, state = cells.text(value.get("name")), cells.text(value.get("state") or value.get("country"))
        names = [text for text in (cells.text(value.get("slug")), f"{name} ({state})" if state else name) if text]
        return [names or [str(value)[:120]]]  # refused by what it says
    if isinstance(value, list):
        return [names for one in value for names in _names_of(one)]
    items = [[part for part in item if part] for item in cells.items_of(value, ())]
    return [[f"{item[0]} ({', '.join(item[1:])})" if len(item) > 1 else item[0]] for item in items if item]


def _first_known(names, near, finder):
    for name in names[:-1]:
        try:
            return finder.find(name)
        except AmbiguousPlace:
            continue
    return finder.find(names[-1], near)


def _add(slug, text, found, faults):
    if slug in found:
        faults.append(Fault("places", text, _("“%(value)s” is given twice.") % {"value": text}))
    else:
        found.append(slug)
