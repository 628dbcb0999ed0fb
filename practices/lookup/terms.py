"""What a cell may name from a list: terms of the vocabulary, carriers, licences, bases, steps on the way."""

from functools import cache

from django.utils import translation
from rapidfuzz import fuzz, process

from core.folding import fold
from handlungsfelder.codebook import SYSTEMS
from practices.models import Basis, Carrier, Evidence, Licence, Phase, Status
from practices.models.profile.composites import Several
from practices.models.profile.kinds import Choice
from practices.models.profile.members import GROUNDS, MEMBERS
from practices.models.profile.values import Currency, LinkKind
from practices.systems import CODEBOOK

SIMILAR = 65
# How people write what a coding rests on.
BASIS_WORDS = {
    Basis.SOURCE: ("quelle", "laut quelle", "source", "beleg", "belegt"),
    Basis.EDITORIAL: ("redaktionell", "redaktion", "editorial", "eigene einschätzung"),
}


class Names:
    """Values by what they may be called: the value itself as it is, a title whatever its case.

    ``titles``: {value: (title to show, other titles)}. A title that two values share stands for neither.
    """

    def __init__(self, titles):
        self.shown = {value: title for value, (title, _others) in titles.items()}
        self._called = {}
        for value, (title, others) in titles.items():
            for name in {_same(name) for name in (title, *others) if name}:
                self._called[name] = None if name in self._called else value
        self._folded = {fold(name): value for name, value in self._called.items() if value is not None}
        self._folded |= {fold(value): value for value in titles}

    def find(self, text):
        """The value that a text names exactly; None where there is none."""
        return text if text in self.shown else self._called.get(_same(text))

    def nearest(self, text):
        """The title of what may have been meant; "" where nothing is like it."""
        found = process.extractOne(fold(text), list(self._folded), scorer=fuzz.WRatio, score_cutoff=SIMILAR)
        return self.shown[self._folded[found[0]]] if found else ""

    def title(self, value):
        return self.shown.get(value, value)


class Told:
    """Names with what somebody said that values of their table mean: {value as it stands there: value or ""}."""

    def __init__(self, names, meant):
        self.names, self.shown = names, names.shown
        # A term may have been deleted since.
        self._meant = {_same(text): value for text, value in meant.items() if value == "" or value in names.shown}
        self.nearest, self.title = names.nearest, names.title

    def find(self, text):
        """The value a text means; "" where it is to be left out, None where nobody knows."""
        meant = self._meant.get(_same(text))
        return self.names.find(text) if meant is None else meant


def _same(text):
    return " ".join(text.split()).casefold()


class Vocabulary:
    """The terms of the code systems: read once for a table. ``pks``: {system: {slug: pk}}.

    ``told``: {column: {text: value}}, what values of the table mean.
    """

    def __init__(self, told=None):
        self.systems, self.pks, self.told, self._names = {}, {}, told or {}, {}
        for system, model in SYSTEMS.items():
            terms = list(model.objects.values_list("slug", "title", "title_en", "pk"))
            self.systems[system] = Names({slug: (title, (title_en,)) for slug, title, title_en, _pk in terms})
            self.pks[system] = {slug: pk for slug, _title, _title_en, pk in terms}

    def names(self, key):
        """The Names that a column (or a member of the plain form) takes its values from, with what was said of them."""
        if key not in self._names:
            names = choices(LISTED[key]) if LISTED[key] in FIXED else self.systems[LISTED[key]]
            self._names[key] = Told(names, self.told[key]) if self.told.get(key) else names
        return self._names[key]

    def pk(self, member, slug):
        return self.pks[CODEBOOK[member]].get(slug)


FIXED = {
    "carrier": Carrier,
    "licence": Licence,
    "status": Status,
    "basis": Basis,
    "phase": Phase,
    "evidence": Evidence,
    "currency": Currency,
    "link": LinkKind,
}
# The list by its class.
LISTED_KINDS = {choices: name for name, choices in FIXED.items()}
# Columns whose values are taken from a list, and from which.
LISTED = CODEBOOK | {
    "carrier": "carrier",
    "handlungsfeld_basis": "basis",
    "coding_basis": "basis",
    **{
        member.name: LISTED_KINDS[member.kind.choices]
        for member in MEMBERS
        if isinstance(member.kind, Choice | Several)
    },
    **dict.fromkeys(GROUNDS, "basis"),
}


@cache
def choices(name):
    """The Names of a fixed list (one of FIXED)."""
    listed = FIXED[name]
    words = BASIS_WORDS if name == "basis" else {}
    titles = {}
    for member in listed:
        with translation.override("de"):
            german = str(member.label)
        with translation.override("en"):
            english = str(member.label)
        titles[member.value] = (german, (english, member.value, *words.get(member, ())))
    return Names(titles)
