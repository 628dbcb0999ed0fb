"""What somebody typed → words that must be found, phrases, and words that must not be.

``"exact phrase"`` and ``-without`` are understood. A quote without its partner is a blank. Everything else, such
as operators of a database, is just a word or no word at all. Who types a sentence is asked for its words that say
something; fillers count where nothing else is typed. At most ``MOST_WORDS`` words are searched for; the field before
this one refuses queries of more than 300 characters. So a query costs a bounded number of lookups.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import product

from practices.search import german, thesaurus
from practices.search.analysis import english_lemma, key, pieces, sequence, spans
from practices.search.stopwords import is_filler, is_stop_word

MOST_WORDS = 12
# No word by itself, so it belongs to the next one: "co working" is Coworking, not anything with Co- and work.
BOUND = frozenset({"co", "ko"})
# Before a word it leaves the word out; word processors turn the hyphen into a dash.
MINUS = "-–−"
MOST_SPELLINGS = 4
# Shorter pieces of a hyphenated word say too little to be looked for alone.
MIN_PIECE = 3
_PHRASE = re.compile(r'(?<!\S)([-–−]?)["„“”«»]([^"„“”«»]*)["„“”«»]')
_UMLAUTS = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("ss", "ß"), ("a", "ä"), ("o", "ö"), ("u", "ü"))


@dataclass(frozen=True)
class Word:
    """A word and what may stand for it in the index: ``forms`` are {(kind, key)}, any of which is a hit.

    ``all_of`` are the words of a hyphenated one, which stand apart in the text where nobody joins them. ``also`` are
    forms of other words for the same thing (the thesaurus); they are hits too, behind all others.
    """

    text: str
    forms: frozenset
    all_of: tuple = ()
    also: frozenset = frozenset()


@dataclass
class Query:
    words: list = field(default_factory=list)
    phrases: list = field(default_factory=list)
    without: list = field(default_factory=list)
    without_phrases: list = field(default_factory=list)
    ignored: list = field(default_factory=list)
    # (start, end) in the text of each word and each phrase that must be found.
    places: list = field(default_factory=list)

    def __bool__(self):
        return bool(self.words or self.phrases or self.without or self.without_phrases)

    @property
    def wanted(self):
        """Whether anything must be found; a query of exclusions only leaves the rest."""
        return bool(self.words or self.phrases)


def parse(text):
    """The Query of what was typed. ``ignored`` lists stop words, fillers and words beyond the limit."""
    query = Query()
    for match in _PHRASE.finditer(text):
        minus, phrase = match.groups()
        run = sequence(phrase)
        meaningful = [word for _s, _e, word in spans(phrase) if not is_stop_word(word)]
        if not meaningful:
            query.ignored += [word for _s, _e, word in spans(phrase)]
        elif len(run.split()) <= MOST_WORDS:
            (query.without_phrases if minus else query.phrases).append(run)
            query.places += [] if minus else [match.span()]
        else:
            query.ignored.append(phrase)
    rest = _PHRASE.sub(lambda match: " " * len(match.group()), text)
    previous_end, typed = None, spans(rest)
    says_something = query.phrases or any(
        not _is_excluded(rest, start) and not is_stop_word(word) and not is_filler(word) for start, _e, word in typed
    )
    for start, end, word in typed:
        excluded = _is_excluded(rest, start)
        empty = is_stop_word(word) or (says_something and not excluded and is_filler(word))
        if empty or len(query.words) + len(query.without) >= MOST_WORDS:
            query.ignored.append(word)
        elif excluded:
            query.without.append(read(word))
        else:
            _append(query, (start, end), word, previous_end is not None and rest[previous_end:start].isspace())
            previous_end = end
            continue
        previous_end = None
    return query


def _is_excluded(text, start):
    return start > 0 and text[start - 1] in MINUS and (start == 1 or text[start - 2].isspace())


def _append(query, place, word, adjacent):
    """Two words side by side may be meant as one: "maker space" finds Makerspace."""
    if adjacent and query.words and query.words[-1].text.lower() in BOUND:
        query.words[-1] = read(f"{query.words[-1].text}-{word}")
        query.places[-1] = query.places[-1][0], place[1]
        return
    query.places.append(place)
    after = read(word)
    if adjacent and query.words:
        before = query.words[-1]
        joined = frozenset((kind, key(before.text + word)) for kind in "xp")
        query.words[-1] = replace(before, forms=before.forms | joined)
        after = replace(after, forms=after.forms | joined)
    query.words.append(after)


def read(word):
    """The Word for one typed word."""
    parts = pieces(word)
    whole = "".join(parts)
    forms = {("x", key(whole)), ("p", key(whole)), ("e", english_lemma(whole))}
    spellings, others = _spellings(whole)
    stems = _stems(spellings)
    forms |= {(kind, stem) for stem in stems for kind in "sp"}
    also = thesaurus.forms_beside(stems | {key(whole)}) | {("s", stem) for stem in _stems(others)}
    apart = len(parts) > 1 and min(map(len, parts)) >= MIN_PIECE
    meant = tuple(read(part) for part in parts if not is_stop_word(part)) if apart else ()
    return Word(word, frozenset(forms), meant, frozenset(also - forms))


def _stems(words):
    return frozenset(key(stem) for word in words for stem in german.stems(word))


def _spellings(word):
    """(what a word typed without umlauts is read as, what it may also be meant as), two lists of words.

    ``Gruender`` is read as ``Gründer`` and nothing else, so that all spellings give one list of hits. A noun of its
    own that would be another with umlauts (``Bader``, ``Bäder``) finds that too, behind its own hits.
    """
    lower = word.lower()
    if not lower.isascii() or len(lower) > 30:
        return [word], []
    found = [candidate for candidate in _with_umlauts(lower) if candidate != lower]
    nouns = [candidate for candidate in found if german.is_noun(candidate)][:MOST_SPELLINGS]
    if german.is_noun(lower):
        return [word], nouns
    if german.is_known(lower):
        return nouns or [word], []
    return [c for c in found if german.is_known(c) or german.split(c)][:MOST_SPELLINGS] or [word], []


def _with_umlauts(lower):
    """Spellings with umlauts for up to five places where one may stand: "waerme" → wärme."""
    places = list(re.finditer("ae|oe|ue|ss|a|o|u", lower))[:5]
    for choice in product((False, True), repeat=len(places)):
        if any(choice):
            pieces_, at = [], 0
            for use, place in zip(choice, places, strict=True):
                if use:
                    pieces_ += [lower[at : place.start()], dict(_UMLAUTS)[place.group()]]
                    at = place.end()
            yield "".join(pieces_) + lower[at:]


def parts_of(word):
    """The Words of a compound, for when nobody wrote it as one: "Schwimmbadverein" → Schwimmbad, Verein."""
    pair = german.split(word.text) if len(pieces(word.text)) == 1 else None
    if pair is None:
        return ()
    modifier, head = pair
    return tuple(read(base) for base in (german.base(modifier), head.capitalize()))
