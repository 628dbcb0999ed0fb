"""A filter knows its sentence: "Mobilität oder Nachhaltigkeit · in Niedersachsen", and how to undo each part."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from practices.filter.parameters import NARROWING


@dataclass(frozen=True)
class ActiveFilter:
    """One selected value. ``without`` is the query string that leaves just this value out; ``widens`` says that it
    stands beside another value of its parameter, of which a case needs only one."""

    parameter: str
    value: str
    label: str
    without: str
    widens: bool = False


def active_filters(query):
    """The list of ActiveFilter of a valid Query, in the order of its parameters."""
    active = []
    for name, parameter in NARROWING.items():
        value = query.values[name]
        if not value:
            continue
        for number, item in enumerate(value if parameter.many else [value]):
            raw = parameter.raw(item) if parameter.many else query.data[name]
            without = toggled(query.data, name, raw)
            active.append(ActiveFilter(name, raw, parameter.said(item), without, widens=number > 0))
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


def sortings(query):
    """The orders a reader may choose; relevance only where there is a search, likeness with a town to compare with."""
    labels = {"title": _("by title"), "-updated": _("newest first")}
    if query.values["near"]:
        labels = {"nearest": _("nearest first")} | labels
    if query.values["near"] or query.values["residents"]:
        labels = {"likeness": _("most alike")} | labels
    if query.values["q"]:
        labels = {"relevance": _("best match")} | labels
    chosen = query.values["ordering"] or next(iter(labels))
    return [
        Sorting(label, replaced(query.data, ordering=value, page=None), value == chosen)
        for value, label in labels.items()
    ]
