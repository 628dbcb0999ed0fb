"""Texts that are nearly the same as one that is there, without comparing each with each."""

from rapidfuzz import fuzz

# Texts that differ little begin alike, end alike, or share one of their longest words.
ENDS = 6
WORDS = 2
MOST_COMPARED = 200
MOST_NAMED = 3


class Alike:
    """Texts by their keys (folded). ``similar``: what two keys must reach, of 100."""

    def __init__(self, similar):
        self.similar, self._buckets = similar, {}

    def add(self, key, name):
        """``name`` is what to() answers with for this key."""
        for bucket in _buckets(key):
            self._buckets.setdefault(bucket, []).append((key, name))

    def to(self, key, but=None):
        """Names (at most three) of what is nearly this key; ``but``: a name that isn't meant."""
        found = {}
        for bucket in _buckets(key) if key else ():
            for other, name in self._buckets.get(bucket, ())[-MOST_COMPARED:]:
                if name != but and fuzz.ratio(key, other, score_cutoff=self.similar):
                    found[name] = other
        return list(found)[:MOST_NAMED]


def _buckets(key):
    longest = sorted(set(key.split()), key=lambda word: (-len(word), word))[:WORDS]
    return {("begins", key[:ENDS]), ("ends", key[-ENDS:]), *(("holds", word) for word in longest)}
