"""The members of a profile, said once: model, form, table, API, page and search go by this list.

They stand flat in the plain form of a case (practices.case.contents) and, as far as they are given, in
``Practice.profile``. What people word has an English twin, ``…_en``. Each group has a member ``…_basis``: on what it
rests.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from practices.models.profile.composites import Entries, Ground, Several
from practices.models.profile.kinds import (
    Address,
    Choice,
    Day,
    Kind,
    Line,
    Month,
    Number,
    Office,
    PublicAddress,
    Whole,
    Words,
    Year,
)
from practices.models.profile.values import Carrier, Currency, Evidence, LinkKind, Phase


@dataclass(frozen=True)
class Member:
    """``group``: the key of its group; ``help``: for the form; ``english``: it is the twin of another one."""

    name: str
    label: str
    kind: Kind
    group: str
    help: str = ""
    english: bool = False
    # It says something that needs no ground: where to read on, and what is our own question.
    free: bool = False

    @property
    def german(self):
        """The name of what it says in English."""
        return self.name.removesuffix("_en")


def _twins(name, label, english, group, help, free=False):
    return (
        Member(name, label, Words(), group, help, free=free),
        Member(f"{name}_en", english, Words(), group, english=True, free=free),
    )


GROUPS = {
    "course": _("State and duration"),
    "actors": _("Who"),
    "means": _("Means"),
    "effect": _("Effect"),
    "lessons": _("What it takes, what was hard"),
    "further": _("Read on and ask"),
}

MEMBERS = (
    Member("phase", _("phase"), Choice(Phase), "course", _("How far it had come; empty where nobody knows.")),
    Member("phase_year", _("phase known in (year)"), Year(), "course", _("The year that the phase was last known of.")),
    Member("begin", _("begin"), Month(), "course", _("A year, or a year and a month: 2014 or 2014-06.")),
    Member("end", _("end"), Month(), "course", _("Empty where it goes on, or where nobody knows.")),
    Member("course_basis", _("state and duration rest on"), Ground(), "course"),
    Member("further_carriers", _("further carriers"), Several(Carrier), "actors", _("Beside the first one.")),
    *_twins(
        "initiator",
        _("initiator (German)"),
        _("initiator (English)"),
        "actors",
        _("Who began it: an office, an organisation, a group."),
    ),
    *_twins("partners", _("partners (German)"), _("partners (English)"), "actors", _("Who takes part.")),
    Member("actors_basis", _("carriers, initiator and partners rest on"), Ground(), "actors"),
    Member("cost_amount", _("cost (amount)"), Whole(), "means", _("A whole number, with its currency.")),
    Member("cost_currency", pgettext_lazy("money", "currency"), Choice(Currency), "means"),
    *_twins(
        "cost",
        _("what the cost covers, or cost in words (German)"),
        _("what the cost covers, or cost in words (English)"),
        "means",
        _("For instance: the conversion in 2014, without the plot."),
    ),
    *_twins(
        "staff",
        _("staff and volunteers (German)"),
        _("staff and volunteers (English)"),
        "means",
        _("Paid and unpaid, as far as the sources say."),
    ),
    Member("means_basis", _("cost and staff rest on"), Ground(), "means"),
    *_twins("effects", _("what came of it (German)"), _("what came of it (English)"), "effect", ""),
    Member("evidence", _("kind of evidence"), Choice(Evidence), "effect", _("How one knows of the effect.")),
    Member(
        "figures",
        _("figures of the effect"),
        Entries(
            {
                "text": Line(),
                "value": Number(),
                "unit": Line(60),
                "year": Year(),
                "text_en": Line(),
                "unit_en": Line(60),
            },
            needed=("text", "value", "unit"),
            names=("text", "year"),
        ),
        "effect",
    ),
    Member(
        "prizes",
        _("prizes"),
        Entries({"title": Line(), "year": Year()}, needed=("title",), names=("title", "year")),
        "effect",
    ),
    Member("effect_basis", _("effect and prizes rest on"), Ground(), "effect"),
    *_twins(
        "preconditions",
        _("preconditions (German)"),
        _("preconditions (English)"),
        "lessons",
        _("What was there, or had to be, before it could begin."),
    ),
    *_twins(
        "obstacles", _("obstacles (German)"), _("obstacles (English)"), "lessons", _("What went wrong or was hard.")
    ),
    Member("lessons_basis", _("preconditions and obstacles rest on"), Ground(), "lessons"),
    *_twins(
        "open_questions",
        _("open questions (German)"),
        _("open questions (English)"),
        "lessons",
        _("What the sources leave open and matters to whoever decides."),
        free=True,
    ),
    Member(
        "links",
        _("read on"),
        Entries(
            {"title": Line(), "kind": Choice(LinkKind), "url": Address(), "accessed": Day()},
            needed=("title", "kind", "url", "accessed"),
            names=("url",),
        ),
        "further",
        free=True,
    ),
    Member(
        "contact",
        _("contact"),
        Office(),
        "further",
        _("An office or organisation, never a private person."),
        free=True,
    ),
    Member(
        "contact_address",
        _("address of the contact"),
        PublicAddress(),
        "further",
        _("Its public address on the web or mail address."),
        free=True,
    ),
)
BY_NAME = {member.name: member for member in MEMBERS}
NAMES = tuple(BY_NAME)
WORDED = tuple(member.name for member in MEMBERS if member.kind.worded)
LISTED = tuple(member.name for member in MEMBERS if member.kind.listed)
GROUNDS = tuple(member.name for member in MEMBERS if isinstance(member.kind, Ground))


def normal(content):
    """{name: value} of every member; what isn't given is empty."""
    return {member.name: member.kind.normal(content.get(member.name)) for member in MEMBERS}


def given(content):
    """The members of a plain form that are given, as they are stored."""
    return {name: value for name, value in normal(content).items() if value or value == 0}
