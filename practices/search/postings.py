"""Which practices hold a token: asked of the database once, then kept and followed with every change."""

from collections import OrderedDict
from threading import Lock

from pyroaring import BitMap

from practices.models import SearchDocument
from practices.search import index

MOST = 2000


class Postings:
    """BitMaps of pks by token and by phrase, the last used ``MOST`` of them. Safe to share between threads."""

    def __init__(self, kept=()):
        self._kept = OrderedDict(kept)
        self._phrases = {}
        self._lock = Lock()

    def of(self, token):
        """The practices that hold the token."""
        found = self._kept.get(token)
        if found is None:
            found = index.postings(token)
            with self._lock:
                self._kept[token] = found
                while len(self._kept) > MOST:
                    self._kept.popitem(last=False)
        return found

    def of_phrase(self, sequence):
        """The practices that hold the words of the sequence in a row."""
        if sequence not in self._phrases:
            if len(self._phrases) > MOST // 10:
                self._phrases.clear()
            self._phrases[sequence] = index.phrase(sequence)
        return self._phrases[sequence]

    def after(self, practices):
        """The Postings after these practices (pks) changed: what is kept is corrected, phrases are asked anew."""
        changed = BitMap(practices)
        if len(changed) > MOST:
            return Postings()
        rows = SearchDocument.objects.filter(pk__in=list(practices)).values_list("pk", "bag")
        bags = {pk: set(bag.split()) for pk, bag in rows}
        kept = []
        with self._lock:
            items = list(self._kept.items())
        for token, found in items:
            now = BitMap([pk for pk, bag in bags.items() if token in bag])
            kept.append((token, found if found & changed == now else (found - changed) | now))
        return Postings(kept)
