"""Facets as the page shows them: groups of check boxes with the counts of the server."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from practices.systems import READ

LONG = 12


@dataclass(frozen=True)
class Option:
    """One value of a facet, and how many cases it would show."""

    slug: str
    title: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Group:
    """A facet with its options. ``open`` says whether it is worth showing unfolded at once."""

    parameter: str
    title: str
    hint: str
    options: list
    open: bool

    @property
    def selected(self):
        return [option for option in self.options if option.selected]

    @property
    def shown(self):
        """Short groups whole; of long ones what has cases or is selected."""
        if len(self.options) <= LONG:
            return self.options
        return [option for option in self.options if option.count or option.selected]

    @property
    def folded(self):
        shown = self.shown
        return [option for option in self.options if option not in shown]


def facet_groups(practice_filter, counts):
    """The list of Group for the counts of a valid filter (see practices.filter.facets)."""
    titles = {
        "handlungsfeld": (_("Handlungsfeld"), _("The field of action: the study's chapter")),
        **{system.parameter: (system.one, system.hint) for system in READ if system.needed},
        "state": (_("State or region"), ""),
        "town_size": (_("Size of town"), _("Inhabitants of the places, where a gazetteer knows them")),
        "carrier": (_("Carrier"), _("Who carries it")),
        "herausforderung": (_("Herausforderung"), _("Follows from the Handlungsfeld")),
        "chance": (_("Chance"), _("Follows from the Handlungsfeld")),
        **{system.parameter: (system.one, system.hint) for system in READ if system.hint and not system.needed},
        "country": (_("Country"), ""),
        "precision": (_("On the map"), ""),
    }
    unfolded = {"handlungsfeld", "handlungsmuster"}
    groups = []
    for parameter, (title, hint) in titles.items():
        chosen = practice_filter.data.getlist(parameter)
        options = [
            Option(entry["slug"], entry["title"], entry["count"], entry["slug"] in chosen)
            for entry in counts[parameter]
        ]
        groups.append(Group(parameter, title, hint, options, parameter in unfolded or bool(chosen)))
    return groups
