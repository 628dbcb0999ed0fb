"""Letters → comparable letters: case, accents and the spellings of umlauts no longer matter."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[0-9a-z]+")
_BARE = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d"})
# As in Lucene's GermanNormalizationFilter: "ae" and "oe" are umlauts, "ue" only where no vowel or q goes before
# (so that "neue" and "Quelle" keep their letters).
_SPELLED_OUT = re.compile(r"(?<![aeiouq])ue|ae|oe")


def _strip_accents(text):
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=200_000)
def fold(text):
    """Lower case without accents; "Bürgerbus", "Buergerbus" and "burgerbus" all give "burgerbus"."""
    bare = _strip_accents(unicodedata.normalize("NFKC", text).lower().translate(_BARE))
    return _SPELLED_OUT.sub(lambda match: match.group()[0], bare)


def spelled_out(text):
    """Lower case with umlauts written as two letters, for slugs: "Nörten" gives "noerten"."""
    letters = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe"})
    return _strip_accents(unicodedata.normalize("NFC", text).lower().translate(letters))


def sort_key(text):
    """Key for lists after DIN 5007-1: ä sorts as a, ß as ss, punctuation counts as a gap."""
    return " ".join(_WORD.findall(_strip_accents(text.lower().translate(_BARE))))
