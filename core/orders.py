"""Cutting pages out of a selection in one of the catalogue's orders, without sorting everything each time."""

import numpy as np

WALK = 2048


class Ordered:
    """A selection (BitMap) in an Order, forwards or backwards: a sequence of pks that can be cut and searched."""

    def __init__(self, selection, order, backwards=False):
        self.selection, self.order, self.backwards = selection, order, backwards

    def __len__(self):
        return len(self.selection)

    def cut(self, start, stop):
        """The pks from ``start`` to before ``stop``, as a list of int."""
        total = len(self)
        start, stop = min(start, total), min(stop, total)
        if start >= stop:
            return []
        pks = self.order.pks[::-1] if self.backwards else self.order.pks
        if total == len(pks):
            return pks[start:stop].tolist()
        # Walking costs about stop/total of the whole order, five times as much for each pk as sorting the selection.
        if stop * len(pks) < total * max(WALK, total // 5):
            return self._walk(pks, start, stop)
        return self.all()[start:stop].tolist()

    def _walk(self, pks, start, stop):
        found = []
        for at in range(0, len(pks), WALK):
            found += [pk for pk in pks[at : at + WALK].tolist() if pk in self.selection]
            if len(found) >= stop:
                break
        return found[start:stop]

    def all(self):
        """Every pk in order, as an array."""
        ranks = np.sort(self.order.ranks_of(self.selection.to_array()))
        return self.order.pks[ranks[::-1] if self.backwards else ranks]

    def around(self, pk):
        """(position from 0, pk before, pk after) of a member; None if it is none."""
        if pk not in self.selection or not len(own := self.order.ranks_of([pk])):
            return None
        ranks, own = self.order.ranks_of(self.selection.to_array()), own[0]
        before, after = ranks[ranks < own], ranks[ranks > own]
        if self.backwards:
            position, lower, higher = len(after), after.min(initial=2**62), before.max(initial=-1)
        else:
            position, lower, higher = len(before), before.max(initial=-1), after.min(initial=2**62)
        return position, self._pk(lower), self._pk(higher)

    def _pk(self, rank):
        return int(self.order.pks[rank]) if 0 <= rank < len(self.order.pks) else None


class Listed:
    """A sequence of pks in an order of its own (the best match first), with the same questions as Ordered."""

    def __init__(self, pks):
        self.pks = pks

    def __len__(self):
        return len(self.pks)

    def cut(self, start, stop):
        return [int(pk) for pk in self.pks[start:stop]]

    def all(self):
        return np.asarray(self.pks)

    def around(self, pk):
        found = np.flatnonzero(np.asarray(self.pks) == pk)
        if not len(found):
            return None
        at = int(found[0])
        return at, *(int(self.pks[i]) if 0 <= i < len(self.pks) else None for i in (at - 1, at + 1))
