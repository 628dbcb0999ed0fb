"""Nothing found: the nearest spelling that does find something, and which filter stands in the way."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.folding import fold
from practices.filter.selection import Selection
from practices.filter.sentence import active_filters, replaced
from practices.models import SearchWord
from practices.search.analysis import key
from practices.search.matching import find
from practices.search.query import parse

NEAR = 3
QUOTES = '"„“”«»'
LONGEST_LIST = 200_000


@dataclass(frozen=True)
class Proposal:
    """``text`` to be shown, ``query`` the query string of the page that shows ``count`` cases."""

    text: str
    query: str
    count: int


def spelling(query, selection):
    """The Proposal of a corrected search, or None. Only a correction that finds cases is proposed."""
    text = selection.values["q"]
    if not text or not parse(text).words:
        return None
    corrected = _corrected(selection.catalogue, text)
    if corrected is None or corrected == text:
        return None
    if found := len(selection.changed(q=corrected)):
        return Proposal(corrected, replaced(query.data, q=corrected, page=None), found)
    # Under the other filters the right spelling finds nothing either; without them it may.
    found = len(Selection({"q": corrected}, selection.catalogue))
    return Proposal(corrected, urlencode({"q": corrected}), found) if found else None


def _corrected(catalogue, text):
    """The text with every word that finds nothing replaced by the nearest that stands in some case."""
    query, corrected = parse(text), text
    places = query.places[len(query.phrases) :]
    for word, (start, end) in sorted(zip(query.words, places, strict=True), key=lambda found: -found[1][0]):
        if find(catalogue, word.text).selection:
            continue
        near = _nearest(catalogue, word.text)
        if near is None:
            return None
        corrected = corrected[:start] + near + corrected[end:]
    return corrected


def _nearest(catalogue, word):
    shown = catalogue.made_once("words", _words)
    folded = key(word)
    limit = 1 if len(folded) < 5 else 2 if len(folded) < 9 else NEAR
    found = process.extract(folded, shown.keys(), scorer=OSA.distance, score_cutoff=limit, limit=8)
    for candidate, _distance, _index in sorted(found, key=lambda hit: (hit[1], hit[0][:1] != folded[:1], hit[0])):
        if find(catalogue, shown[candidate]).selection:
            return shown[candidate]
    return None


def _words():
    """{folded: as written} of the words in use; of a bounded number, the first by the alphabet."""
    return dict(SearchWord.objects.order_by("key").values_list("key", "shown")[:LONGEST_LIST])


def loosenings(query, selection):
    """Proposals that leave out one filter or one search word each and find something, the one that finds most first."""
    labels = {"q": _("without the search words"), "bbox": _("without the map section")}
    found = list(_without_a_word(query, selection))
    for name in selection.narrowing:
        count = len(selection.within(name))
        if count:
            label = labels.get(name) or _("without %(filter)s") % {"filter": _label(query, name)}
            found.append(Proposal(label, replaced(query.data, **{name: None}, page=None), count))
    return sorted(found, key=lambda proposal: -proposal.count)


def _without_a_word(query, selection):
    """Of several words or phrases one may be too much; the others still say what somebody looks for."""
    text = selection.values["q"] or ""
    places = parse(text).places
    written = {place: text[slice(*place)] for place in places}
    for word in dict.fromkeys(written[place] for place in sorted(places)):
        shorter = text
        for start, end in sorted((place for place in places if fold(written[place]) == fold(word)), reverse=True):
            shorter = f"{shorter[:start]} {shorter[end:]}"
        shorter = " ".join(shorter.split())
        count = len(find(selection.catalogue, shorter).selection & selection.within("q"))
        if count and parse(shorter).wanted:
            label = _("without the word “%(word)s”") % {"word": word.strip(QUOTES)}
            yield Proposal(label, replaced(query.data, q=shorter, page=None), count)


def _label(query, name):
    chosen = [active.label for active in active_filters(query) if active.parameter == name]
    return ", ".join(f"„{label}“" for label in chosen)
