"""What a cell may name from a list: terms of the vocabulary, carriers, licences, bases, steps on the way."""

from functools import cache

from django.utils import translation
from rapidfuzz import fuzz, process

from handlungsfelder.codebook import SYSTEMS
from practices.editorial.contents import CODINGS
from practices.models import Basis, Carrier, Licence, Status
from practices.search.folding import fold

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


def _same(text):
    return " ".join(text.split()).casefold()


class Vocabulary:
    """The terms of the code systems: read once for a table. ``pks``: {system: {slug: pk}}."""

    def __init__(self):
        self.systems, self.pks = {}, {}
        for system, model in SYSTEMS.items():
            terms = list(model.objects.values_list("slug", "title", "title_en", "pk"))
            self.systems[system] = Names({slug: (title, (title_en,)) for slug, title, title_en, _pk in terms})
            self.pks[system] = {slug: pk for slug, _title, _title_en, pk in terms}

    def names(self, member):
        """The Names of the system that a member of the plain form is coded in."""
        return self.systems[system_of(member)]

    def pk(self, member, slug):
        return self.pks[system_of(member)].get(slug)


def system_of(member):
    return member if member in CODINGS and member != "further_handlungsfelder" else "handlungsfeld"


@cache
def choices(name):
    """The Names of a fixed list: "carrier", "licence", "status" or "basis"."""
    listed = {"carrier": Carrier, "licence": Licence, "status": Status, "basis": Basis}[name]
    words = BASIS_WORDS if name == "basis" else {}
    titles = {}
    for member in listed:
        with translation.override("de"):
            german = str(member.label)
        with translation.override("en"):
            english = str(member.label)
        titles[member.value] = (german, (english, member.value, *words.get(member, ())))
    return Names(titles)
