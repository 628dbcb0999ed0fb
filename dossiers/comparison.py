"""Cases side by side: what is told of them, fact by fact."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from practices.pages.profile import Fact, Ground, Line, told
from practices.systems import READ

MOST_COMPARED = 4


@dataclass(frozen=True)
class Row:
    """``cells``: for each case its title and a Fact, None where nothing is known of it there."""

    label: str
    cells: list


def compared(practices):
    """The Rows of practices from ``for_list()``; what is known of none of them is no row."""
    columns = [{fact.label: fact for fact in facts_of(practice)} for practice in practices]
    rows = []
    for label in dict.fromkeys(label for column in columns for label in column):
        cells = [column[label] if column[label].lines else None for column in columns]
        if any(cells):
            rows.append(Row(label, list(zip([practice.label for practice in practices], cells, strict=True))))
    return rows


def facts_of(practice):
    """All that a case could tell, as Facts, in the order in which one asks for it; without lines what isn't known."""
    profile, places = told(practice), [location.place for location in practice.locations.all()]
    known = {fact.label: fact for fact in (*profile.facts, *profile.sections)}
    lesson = [Line(practice.lesson)] if practice.lesson else []
    return [
        Fact(_("In short"), [Line(practice.lead)]),
        Fact(_("Place"), [Line(where(place)) for place in places]),
        Fact(_("Inhabitants"), [Line(_size(place, len(places))) for place in places if place.population]),
        Fact("Handlungsfeld", [Line(practice.handlungsfeld.label)]),
        *(known.get(label, Fact(label, [])) for label in profile.labels),
        Fact(_("What others can take from it"), lesson, Ground(_("Our own reading, not the sources’."))),
        *(Fact(capfirst(system.label), _terms(practice, system)) for system in READ if system.needed),
        Fact(_("Description as of"), [Line(str(practice.as_of))]),
        Fact(_("Not known"), [Line(profile.silent)] if profile.silent else []),
    ]


def where(place):
    """A place with its state and, abroad, its country."""
    country = place.country_name if place.country != "DE" and place.country_name != place.label else ""
    state = place.state_name if place.state and place.state_name not in place.label else ""
    return ", ".join(filter(None, [place.label, state, country]))


def _size(place, places):
    number = number_format(place.population, force_grouping=True)
    return f"{place.label}: {number}" if places > 1 else number


def _terms(practice, system):
    return [Line(coding.term.label) for coding in getattr(practice, system.member).all()]
