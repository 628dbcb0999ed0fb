"""What German words are made of: their lemmas, and the parts of compounds. simplemma's dictionary decides.

A compound is split only into words that the dictionary knows, so "Bürgerbus" holds "Bus" and "Business" does
not. Names of towns and states are never split: "Andernach" is not "nach", "Brandenburg" no "Burg".
"""

import re
from functools import cache, lru_cache

import simplemma
import snowballstemmer

from core import iso
from core.folding import fold
from practices.geodata.gazetteer import town_names

MIN_PART = 3
# Looking for the parts of a word costs the square of its length.
LONGEST = 60
CACHED = 100_000
# The dictionary knows hundreds of words of three letters, most of which only look like parts ("den", "ach").
SHORT_PARTS = frozenset(
    """
    abo akt alt amt arm art bad bau bio bus eis elf erb gas gut hof hut kur mut nah neu not ort ost öko pop rad rat ruf
    see tag tal tat tee ton tor tür weg zug zoo app
    """.split()
)
NO_HEAD = frozenset(
    """
    loser lose losen loses
    schaft schaften heit keit ungen innen lich haft tum chen lein sten ende enden nisse ander anderen itz lade latte
    ring rings schen sport eien ische ischen isches eren erem erer igen same samen bare baren barer essern
    """.split()
)
NO_MODIFIER = frozenset(
    """
    ander anders unter über ober aller jeder dieser einen keinen welche worden besch kont tran hers biom supp soge
    zuge brin güns platt wett ware
    """.split()
)
DERIVING = ("liche", "lichen", "licher", "liches", "lich", "schaftlich", "schaftliche", "schaftlichen")
LINKS = ("s", "es", "n", "en", "er", "e")
# Common nouns that some hamlet is called as well; as words they are compounds like any other.
ALSO_NOUNS = frozenset(
    """
    neubau altstadt neustadt innenstadt bahnhof marktplatz bürgerhaus siedlung neuland
    """.split()
)
_snowball = snowballstemmer.stemmer("german")


@lru_cache(maxsize=CACHED)
def _known(word):
    return simplemma.is_known(word, lang="de")


@lru_cache(maxsize=CACHED)
def _lemma(form):
    return simplemma.lemmatize(form, lang="de")


@cache
def _names():
    return town_names() | iso.german_state_names() | {"deutschland", "österreich", "schwarzwald", "rheinland"}


def _is_name(lower):
    return lower in _names() and lower not in ALSO_NOUNS


@lru_cache(maxsize=CACHED)
def is_noun(lower):
    """Whether the dictionary has a noun of this form: the lemma of nouns is written with a capital."""
    word = lower.capitalize()
    return _known(word) and _lemma(word)[:1].isupper()


@lru_cache(maxsize=CACHED)
def split(word):
    """(modifier, head) of a compound in lower case, or None: "Leerstandsmanagement" → ("leerstands", "management").

    Of several ways the one wins whose modifier is most surely a word, then the most even one.
    """
    lower = word.lower()
    if not 2 * MIN_PART <= len(lower) <= LONGEST or _is_name(lower):
        return None
    best = None
    for at in range(MIN_PART, len(lower) - MIN_PART + 1):
        modifier, head = lower[:at], lower[at:]
        quality = _is_head(head) and _modifier_quality(modifier)
        if quality:
            rank = (quality, min(len(modifier), len(head)), len(modifier))
            best = max(best, (rank, modifier, head)) if best else (rank, modifier, head)
    return best and best[1:]


@lru_cache(maxsize=CACHED)
def _is_head(head):
    if head in NO_HEAD or (len(head) == MIN_PART and head not in SHORT_PARTS):
        return False
    if is_noun(head):
        return True
    return any(len(head) > 6 and head.endswith(link) and is_noun(head.removesuffix(link)) for link in LINKS)


@lru_cache(maxsize=CACHED)
def _modifier_quality(modifier):
    """3: a word; 2: a word with its link, or a verb without its ending; 1: itself a compound; 0: nothing."""
    if modifier in NO_MODIFIER:
        return 0
    if len(modifier) == MIN_PART:
        return 3 if modifier in SHORT_PARTS else 0
    if is_noun(modifier) or (_lemma(modifier) == modifier and _known(modifier)):
        return 3
    if _bases(modifier) != [modifier]:
        return 2
    return 1 if len(modifier) > 6 and split(modifier) else 0


@lru_cache(maxsize=CACHED)
def _bases(modifier):
    """What a modifier may be the form of: "leerstands" → Leerstand, "mitfahr" → mitfahr and mitfahren."""
    if is_noun(modifier):
        return [modifier.capitalize()]
    if _known(modifier + "en") and _lemma(modifier + "en").islower():
        return [modifier, modifier + "en"]
    for link in LINKS:
        base = modifier.removesuffix(link)
        if base != modifier and len(base) > MIN_PART and is_noun(base):
            return [base.capitalize()]
    return [modifier]


# "Bürgerinnen", "Bürger*innen" (joined by who reads words) and "BürgerInnen" speak of Bürger, "Anwältin" of Anwalt not.
_FEMININE = re.compile(r"(.{3,}?)innen|(.{2,}(?:er|or|ent|ant|and|ist|eur|at))in")


@lru_cache(maxsize=CACHED)
def masculine(word):
    """The noun in lower case that a feminine form belongs to: "Bürgerinnen" → bürger; None for other words."""
    found = _FEMININE.fullmatch(word.lower())
    base = found and (found[1] or found[2])
    return base if base and not _is_name(word.lower()) and is_noun(base) else None


@lru_cache(maxsize=CACHED)
def stems(word):
    """Folded keys under which all forms of a word meet, those for men and for women too; see ``_inflected``."""
    base = masculine(word)
    return _inflected(word) | _inflected(base.capitalize()) if base else _inflected(word)


def _inflected(word):
    """Folded keys under which all inflected forms of a word meet: "Bäder" → {"bad"}.

    The case of the letters says nothing here, because queries are typed in lower case. A compound that the
    dictionary doesn't know is inflected at its head ("Nahwärmenetze" → "nahwarmenetz"); a name is left as it is.
    """
    forms = {word, word.lower(), word.capitalize()}
    known = {fold(_lemma(form)) for form in forms if _known(form)}
    if known:
        # The dictionary has a few odd entries ("arbeit" from "abarbeiten"): a lemma shares the beginning.
        near = {lemma for lemma in known if lemma[:2] == fold(word)[:2]} or known
        return frozenset(near | {lemma.removesuffix("e") for lemma in near if lemma.endswith("statte")})
    if _is_name(word.lower()):
        return frozenset({fold(word)})
    pair = split(word)
    if pair:
        modifier, head = pair
        return frozenset(fold(modifier) + lemma for lemma in _head_lemmas(head))
    return frozenset({_snowball.stemWord(fold(word))})


def _head_lemmas(head):
    if _known(head.capitalize()):
        # Both: the dictionary takes "Halle" for a form of "Hall".
        return {fold(_lemma(head.capitalize())), fold(head)}
    return {fold(head.removesuffix(link)) for link in LINKS if head.endswith(link) and is_noun(head.removesuffix(link))}


@lru_cache(maxsize=CACHED)
def parts(word, depth=3):
    """Folded stems of everything a compound holds: "Nahwärmeversorgung" → nahwarme, nah, warme, versorgung …

    A word in lower case is no noun; of those only such are split that begin with a noun ("energieautark").
    """
    lemma = _lemma(word)
    form = lemma if _known(word) and lemma else word
    if _is_name(word.lower()):
        return frozenset()
    pair = split(form)
    base = _derived_from(form)
    if base:
        return stems(base) | parts(base, depth)
    if pair is None or (word.islower() and not _begins_with_noun(pair[0])):
        return frozenset()
    modifier, head = pair
    found = set(_head_lemmas(head))
    for base in _bases(modifier):
        found |= stems(base)
    if depth:
        for part in (*_bases(modifier), head.capitalize()):
            found |= parts(part.capitalize(), depth - 1)
    return frozenset(found)


def _derived_from(word):
    """The noun a person or property is named after: "Ehrenamtliche" → Ehrenamt; None for most words."""
    for ending in DERIVING:
        base = word.removesuffix(ending)
        if base != word and len(base) > 5 and is_noun(base.lower()):
            return base.capitalize()
    return None


def _begins_with_noun(modifier):
    return len(modifier) > 4 and is_noun(modifier) and not _known(modifier)


def is_known(word):
    """Whether the dictionary has the word, in small letters or as a noun."""
    return _known(word) or _known(word.lower()) or _known(word.capitalize())


def names_a_thing(word):
    """Whether a typed word is a noun: written as one, or known as nothing else ("bus", neither "zieht" nor "weg")."""
    lower = word.lower()
    return word[:1].isupper() or not (_known(lower) and _lemma(lower).islower())


def base(modifier):
    """The word a modifier most likely is a form of: "leerstands" → Leerstand."""
    return _bases(modifier)[0]
