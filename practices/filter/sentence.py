"""A filter knows its sentence: "Mobilität oder Nachhaltigkeit · in Niedersachsen", and how to undo each part."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import iso
from practices.models import Carrier


@dataclass(frozen=True)
class ActiveFilter:
    """One selected value. ``without`` is the query string that leaves just this value out; ``widens`` says that it
    stands beside another value of its parameter, of which a case needs only one."""

    parameter: str
    value: str
    label: str
    without: str
    widens: bool = False


def town_size_label(size):
    return {
        "below-5000": _("fewer than 5,000 inhabitants"),
        "5000-9999": _("5,000 to 9,999 inhabitants"),
        "10000-19999": _("10,000 to 19,999 inhabitants"),
        "20000-99999": _("20,000 to 99,999 inhabitants"),
        "from-100000": _("100,000 inhabitants and more"),
    }[size]


def precision_label(value):
    return {
        "place": _("with a town on the map"),
        "region": _("with a region on the map"),
        "country": _("only a country known"),
        "none": _("without a place"),
    }[value]


def _label(parameter, value):
    """How a clean value reads in a sentence."""
    if parameter == "q":
        return f"„{value}“" if _("lang") == "de" else f"“{value}”"
    if parameter == "country":
        return _("in %(name)s") % {"name": iso.country_name(value)}
    if parameter == "state":
        return _("in %(name)s") % {"name": iso.state_name(value)}
    if parameter == "carrier":
        return str(Carrier(value).label)
    if parameter == "precision":
        return precision_label(value)
    if parameter == "town_size":
        return town_size_label(value)
    if parameter == "bbox":
        return _("within the map section")
    if parameter == "place":
        return value.label
    if parameter == "further_handlungsfeld":
        return _("touching %(name)s") % {"name": value.label}
    return value.label


def active_filters(practice_filter):
    """The list of ActiveFilter of a valid filter, in the order of its parameters."""
    active = []
    for parameter, declared in practice_filter.filters.items():
        value = practice_filter.values[parameter]
        if not value or not declared.narrows:
            continue
        for number, item in enumerate(value if declared.many else [value]):
            raw = practice_filter.data[parameter] if not declared.many else getattr(item, "slug", item)
            without = toggled(practice_filter.data, parameter, raw)
            active.append(ActiveFilter(parameter, raw, _label(parameter, item), without, widens=number > 0))
    return active


def toggled(data, parameter, value):
    """The query string with one value switched: taken out where it stands, added where not. Back to page 1."""
    changed = data.copy()
    changed.pop("page", None)
    values = changed.getlist(parameter)
    if value in values:
        values = [other for other in values if other != value]
    else:
        values = [*values, value]
    changed.setlist(parameter, values)
    if not values:
        changed.pop(parameter)
    return changed.urlencode()


def replaced(data, **values):
    """The query string with single parameters set, or left out where the value is None."""
    changed = data.copy()
    for name, value in values.items():
        if value is None:
            changed.pop(name, None)
        else:
            changed[name] = value
    return changed.urlencode()


@dataclass(frozen=True)
class Sorting:
    """One order the list can be shown in, with the query string that asks for it."""

    label: str
    query: str
    selected: bool


def sortings(practice_filter):
    """The orders a reader may choose; relevance only where there is a search."""
    labels = {"title": _("by title"), "-updated": _("newest first")}
    if practice_filter.values["q"]:
        labels = {"relevance": _("best match")} | labels
    chosen = practice_filter.values["ordering"] or next(iter(labels))
    return [
        Sorting(label, replaced(practice_filter.data, ordering=value, page=None), value == chosen)
        for value, label in labels.items()
    ]
