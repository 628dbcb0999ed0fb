"""Agreement over all finished second codings: one report per code system, one line per code."""

from dataclasses import dataclass

from handlungsfelder import codebook
from handlungsfelder.models import CodebookVersion
from workplace.coding import second_coding as second
from workplace.coding.agreement.alpha import Agreement, agreement
from workplace.coding.agreement.distances import masi, nominal
from workplace.coding.second_coding import MAIN, MEMBERS
from workplace.workflow import blind_coders

RELIABLE, TENTATIVE = 0.8, 0.667


@dataclass(frozen=True)
class Code:
    """How often a code was given: by both coders, by one of them, by neither; in ``pairs`` comparisons."""

    slug: str
    title: str
    both: int
    first: int
    second: int
    neither: int
    agreement: Agreement

    @property
    def pairs(self):
        return self.both + self.first + self.second + self.neither

    @property
    def percent(self):
        return 100 * (self.both + self.neither) / self.pairs


@dataclass(frozen=True)
class System:
    """Agreement on one member of a case's codings. ``decisions``: how many yes or no both coders had to give."""

    key: str
    name: str
    agreement: Agreement
    decisions: int
    codes: list

    @property
    def given(self):
        return [code for code in self.codes if code.neither < code.pairs]

    @property
    def never(self):
        return [code for code in self.codes if code.neither == code.pairs]


@dataclass(frozen=True)
class Report:
    """``pairs``: second codings compared; ``hidden``: cases left out because this user is coding them blind."""

    systems: list
    cases: int
    pairs: int
    editions: list
    hidden: int


def compared(user, edition=None):
    """The finished second codings that this user may see counted, as dicts; ``edition``: only those made under it."""
    found = second.finished().exclude(practice__in=blind_coders.blinded_cases(user))
    if edition is not None:
        found = found.filter(codebook=edition)
    columns = ("pk", "practice", "practice__slug", "practice__status", "practice__author", "coder", "codebook")
    return list(found.order_by("practice", "pk").values(*columns, "finished", "content", "first"))


def report(user, edition=None):
    """The Report for this user; ``edition``: number of the codebook, None for all."""
    rows = compared(user, edition)
    numbers = second.finished().order_by("codebook").values_list("codebook", flat=True).distinct()
    books = Books({row["codebook"] for row in rows})
    hidden = second.finished().filter(practice__in=blind_coders.blinded_cases(user))
    return Report(
        systems=[_system(member, rows, books) for member in MEMBERS],
        cases=len({row["practice"] for row in rows}),
        pairs=len(rows),
        editions=[number for number in numbers if number is not None],
        hidden=hidden.order_by().values("practice").distinct().count(),
    )


class Books:
    """The editions of the codebook that second codings were made under: which terms each had, and their titles."""

    def __init__(self, numbers):
        editions = CodebookVersion.objects.filter(number__in=[n for n in numbers if n is not None]).order_by("number")
        self._content = {edition.number: edition.content for edition in editions}
        self._slugs = {
            number: {system: set(codebook.entries(content, system)) for system in codebook.SYSTEMS}
            for number, content in self._content.items()
        }

    def slugs(self, number, system):
        return self._slugs.get(number, {}).get(system, set())

    def titles(self, system):
        """{slug: title} of all editions, in the order of the newest."""
        found = {}
        for content in reversed(self._content.values()):
            for entry in content.get(system, []):
                found.setdefault(entry["slug"], entry["title"])
        return found


def codes_of(row, side, member):
    """The slugs that a side (``first`` or ``content``) of a second coding gives, as a frozenset."""
    return frozenset(coding["slug"] for coding in row[side].get(member, []))


def _system(member, rows, books):
    # What was coded before a system was there says nothing of it: two empty sides would pass for agreement.
    rows = [row for row in rows if member in row["content"]]
    sides = [(row, codes_of(row, "first", member), codes_of(row, "content", member)) for row in rows]
    if member == MAIN:
        sides = [side for side in sides if side[1] and side[2]]
        pairs = [(row["practice"], min(one), min(other)) for row, one, other in sides]
    else:
        pairs = [(row["practice"], one, other) for row, one, other in sides]
    codes = _codes(member, sides, books)
    return System(
        key=member,
        name=second.caption_of(member),
        agreement=agreement(pairs, nominal if member == MAIN else masi),
        decisions=len(pairs) if member == MAIN else sum(code.pairs for code in codes),
        codes=codes,
    )


def _codes(member, sides, books):
    titles = books.titles(MEMBERS[member])
    given = {slug for _row, one, other in sides for slug in one | other}
    found = []
    for slug in [*titles, *sorted(given - set(titles))]:
        # A term counts only where the second coder's edition had it: else "neither" would count what nobody was asked.
        asked = [
            (row["practice"], slug in one, slug in other)
            for row, one, other in sides
            if slug in one or slug in other or slug in books.slugs(row["codebook"], MEMBERS[member])
        ]
        if asked:
            found.append(_code(slug, titles.get(slug, slug), asked))
    return found


def _code(slug, title, asked):
    answers = [(one, other) for _case, one, other in asked]
    return Code(
        slug=slug,
        title=title,
        both=answers.count((True, True)),
        first=answers.count((True, False)),
        second=answers.count((False, True)),
        neither=answers.count((False, False)),
        agreement=agreement(asked, resamples=0),
    )
