"""German words → comparable keys. The one place where text is folded, for the index and for the query."""

import re
import unicodedata

_WORD = re.compile(r"[0-9a-z]+")
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe"})
_BARE = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o"})


def _strip_accents(text):
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def fold(text):
    """Lower case, umlauts spelled out: "Bürgerbus" and "Buergerbus" both give "buergerbus"."""
    return _strip_accents(unicodedata.normalize("NFC", text).lower().translate(_SPELLED_OUT))


def sort_key(text):
    """Key for lists after DIN 5007-1: ä sorts as a, ß as ss, punctuation counts as a gap."""
    return " ".join(_WORD.findall(_strip_accents(text.lower().translate(_BARE))))


def words(text):
    """The folded words of a text, in order: "3D-Druck in Vorchdorf" → ["3d", "druck", "in", "vorchdorf"]."""
    return _WORD.findall(fold(text))


def index_text(*texts):
    """Words for the index, each led by a blank so that a query finds beginnings of words only.

    A word with an umlaut is entered bare too, so that "burgerbus" finds the Bürgerbus.
    """
    found = []
    for text in texts:
        if text:
            found += words(text)
            bare = _WORD.findall(_strip_accents(text.lower().translate(_BARE)))
            found += [word for word in bare if word not in found]
    return "".join(f" {word}" for word in found)
