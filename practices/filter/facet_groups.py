"""Facets as the page shows them: groups of check boxes with the counts of the server."""

from dataclasses import dataclass

from practices.filter.facets import FACETS
from practices.systems import MAIN, READ

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


# As a reader goes from what most look for to what few do.
TURN = (
    MAIN,
    *(system.parameter for system in READ if system.needed),
    "state",
    "town_size",
    "carrier",
    "phase",
    "cost",
    "evidence",
    "herausforderung",
    "chance",
    *(system.parameter for system in READ if not system.needed),
    "country",
    "precision",
)
UNFOLDED = {MAIN, "handlungsmuster"}


def facet_groups(query, counts):
    """The list of Group for a Query and its counts (see practices.filter.facets)."""
    groups = []
    for name in TURN:
        if name not in FACETS:
            continue
        facet, chosen = FACETS[name], query.data.getlist(name)
        options = [
            Option(entry["slug"], entry["title"], entry["count"], entry["slug"] in chosen) for entry in counts[name]
        ]
        groups.append(Group(name, facet.heading, facet.hint, options, name in UNFOLDED or bool(chosen)))
    return groups
