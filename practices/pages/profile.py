"""The profile of a case as its page tells it: facts one takes in at a glance, what came of it, where to read on."""

from dataclasses import dataclass, replace
from itertools import chain

from django.utils.formats import number_format
from django.utils.text import capfirst, get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from practices.models import Basis, Evidence
from practices.models.profile.members import BY_NAME, normal


@dataclass(frozen=True)
class Line:
    """``lang``: "de" where it is German on an English page, else ""."""

    text: str
    lang: str = ""


@dataclass(frozen=True)
class Ground:
    """On what something rests; ``reason``, in German, where it is our own judgement."""

    text: str
    reason: str = ""


@dataclass(frozen=True)
class Fact:
    """``ground``: on what it rests, None where that stands elsewhere. ``evidence``: how one knows of an effect."""

    label: str
    lines: list
    ground: Ground | None = None
    evidence: str = ""


@dataclass(frozen=True)
class Told:
    """``facts`` and ``sections``: [Fact]; ``silent``: what the sources say nothing of, in one sentence.

    ``labels``: of all facts and sections that a case could have, in their order.
    """

    facts: list
    sections: list
    labels: list
    links: list
    contact: str
    contact_address: str
    silent: str


def told(practice):
    """The Told of a practice from ``for_list()``."""
    values = normal(practice.profile)
    groups, sections = _groups(practice, values), _sections(values)
    return Told(
        facts=_facts(groups, values),
        sections=[section for section in sections if section.lines],
        labels=[fact.label for fact in (*chain(*groups.values()), *sections)],
        links=[{"title": link["title"], "url": link["url"], "about": _about(link)} for link in values["links"]],
        contact=values["contact"],
        contact_address=_href(values["contact_address"]),
        silent=_silence(practice, values),
    )


def _groups(practice, values):
    """{group: [Fact]}, those without lines too."""
    return {
        "course": [
            Fact(_("Status"), [Line(capfirst(practice.phase_told))] if practice.phase_told else []),
            Fact(_("Duration"), [Line(_duration(values))] if values["begin"] or values["end"] else []),
        ],
        "actors": [
            Fact(_("Run by"), [Line(str(one)) for one in practice.carrier_labels]),
            Fact(_("Initiator"), _lines(values, "initiator")),
            Fact(_("Partners"), _lines(values, "partners")),
        ],
        "means": [
            Fact(_("Paid by"), [Line(coding.term.label) for coding in practice.funding.all()]),
            Fact(_("Cost"), [*_amount(values), *_lines(values, "cost")]),
            Fact(_("Staff and volunteers"), _lines(values, "staff")),
        ],
        "effect": [
            Fact(_("Figures"), [Line(_figure(one)) for one in values["figures"]]),
            Fact(_("Prizes"), [_german(_dated(one["title"], one["year"])) for one in values["prizes"]]),
        ],
    }


def _facts(groups, values):
    """What is known of the facts, group by group; the last one of a group says on what it rests."""
    found = []
    for group, facts in groups.items():
        facts = [fact for fact in facts if fact.lines]
        if facts:
            facts[-1] = replace(facts[-1], ground=_ground(values[f"{group}_basis"]))
        found += facts
    return found


def _sections(values):
    evidence = str(Evidence(values["evidence"]).label) if values["evidence"] in Evidence.values else ""
    effect, lessons = (_ground(values[f"{group}_basis"]) for group in ("effect", "lessons"))
    return [
        Fact(_("What came of it"), _lines(values, "effects"), effect, evidence),
        Fact(_("What it takes"), _lines(values, "preconditions"), lessons),
        Fact(_("What was hard"), _lines(values, "obstacles"), lessons),
        Fact(_("What remains open"), _lines(values, "open_questions"), Ground(_("our own question"))),
    ]


def _ground(ground):
    if ground is None:
        return None
    if ground["basis"] == Basis.SOURCE:
        return Ground(_("source, ch. %(chapter)s") % {"chapter": ground["chapter"]}, ground["note"])
    return Ground(_("editorial"), ground["note"])


def _silence(practice, values):
    """What isn't known of what people ask first, in one sentence; "" where all of it is."""
    lacking = [
        name
        for name, known in (
            (_("cost"), values["cost"] or values["cost_amount"] is not None),
            (_("funding"), practice.funding.all()),
            (_("who runs it"), practice.carrier),
            (_("effect"), values["effects"]),
            (_("its present state"), values["phase"]),
        )
        if not known
    ]
    return (
        _("The sources say nothing about: %(members)s.") % {"members": get_text_list(lacking, _("and"))}
        if lacking
        else ""
    )


def _english():
    return get_language() == "en"


def _german(text):
    """What people give in German only."""
    return Line(text, "de" if _english() else "")


def _lines(values, name):
    german, english = values[name], values[f"{name}_en"]
    if not german:
        return []
    return [Line(english) if _english() and english else _german(german)]


def _dated(text, year):
    return f"{text} ({year})" if year else text


def _duration(values):
    begin, end = (BY_NAME[name].kind.shown(values[name]) if values[name] else "" for name in ("begin", "end"))
    if begin and end:
        return _("%(begin)s to %(end)s") % {"begin": begin, "end": end}
    return _("since %(begin)s") % {"begin": begin} if begin else _("until %(end)s") % {"end": end}


def _amount(values):
    if values["cost_amount"] is None:
        return []
    return [
        Line(f"{number_format(values['cost_amount'], use_l10n=True, force_grouping=True)} {values['cost_currency']}")
    ]


def _figure(one):
    english = _english()
    text, unit = ((english and one[f"{name}_en"]) or one[name] for name in ("text", "unit"))
    number = BY_NAME["figures"].kind.parts["value"].shown(one["value"])
    return _dated(f"{text}: {number} {unit}", one["year"])


def _about(link):
    parts = BY_NAME["links"].kind.parts
    looked_at = _("looked at on %(day)s") % {"day": parts["accessed"].shown(link["accessed"])}
    return f"{parts['kind'].shown(link['kind'])}, {looked_at}"


def _href(address):
    return f"mailto:{address}" if "@" in address and not address.startswith("http") else address
