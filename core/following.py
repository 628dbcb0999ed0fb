"""Every write is followed: whatever is derived of a case changes in the same transaction.

What follows is registered when the apps are ready (``register``, ``read_with``). Signals tell of ``save()`` and
``delete()``, TrackedQuerySet of ``update()`` and ``bulk_create()``. Whoever writes much at once wraps it in
``collected()``: then everything is followed once, at the end.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import local

from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction

BATCH = 500
_thread = local()
_followers = {}
_reader = []


@dataclass
class Changed:
    """pks of practices and places that changed, and whether the vocabulary did (then everything is read anew).

    ``words``: practices that are the same, but are found by other words now, since a term is called otherwise.
    ``records``: (label of the model, pk) of what keeps versions of its own (practices.records).
    """

    practices: set = field(default_factory=set)
    places: set = field(default_factory=set)
    words: set = field(default_factory=set)
    everything: bool = False
    records: set = field(default_factory=set)

    def add(self, practices=(), places=(), everything=False, words=(), records=()):
        self.practices |= set(practices)
        self.places |= set(places)
        self.words |= set(words)
        self.everything = self.everything or everything
        self.records |= set(records)

    @property
    def is_data(self):
        """Whether anything changed that the public may read: then the data version grows."""
        return bool(self.practices or self.places or self.words or self.everything)

    def __bool__(self):
        return self.is_data or bool(self.records)


@contextmanager
def collected():
    """One transaction whose changes are followed together at its end."""
    if getattr(_thread, "open", None) is not None:
        yield
        return
    with transaction.atomic():
        _thread.open = Changed()
        try:
            yield
            following, _thread.open = _thread.open, None
            _follow(following)
        finally:
            _thread.open = None


def changed(practices=(), places=(), everything=False, words=(), records=()):
    """Tell that these practices (pks) and places (pks) changed; ``words``, ``records``: see Changed."""
    pending = getattr(_thread, "open", None)
    if pending is not None:
        pending.add(practices, places, everything, words, records)
        return
    with transaction.atomic():
        following = Changed()
        following.add(practices, places, everything, words, records)
        _follow(following)


def read_with(reader):
    """``reader(pks)`` → the cases with these keys, read whole: once for all that follow."""
    _reader[:] = [reader]


def register(name, *, batch=None, end=None):
    """Have something follow every write, in the order of registration; the same name again replaces the first.

    ``batch(cases)``: called with at most 500 changed cases, as the reader gave them. ``end(changed)``: called once,
    afterwards, with the whole Changed. Both within the transaction of the write: what they raise undoes it.
    """
    _followers[name] = (batch, end)


def _follow(following):
    if not following:
        return
    if not (_followers and _reader):
        raise ImproperlyConfigured("Nothing follows this write: neither search, history nor data version would know.")
    pks = sorted(following.practices)
    for start in range(0, len(pks), BATCH):
        cases = list(_reader[0](pks[start : start + BATCH]))
        for batch, _end in _followers.values():
            if batch:
                batch(cases)
    for _batch, end in _followers.values():
        if end:
            end(following)


class TrackedQuerySet(models.QuerySet):
    """A queryset whose bulk writes are followed too."""

    def update(self, **values):
        with collected():
            before = list(self.order_by())
            done = super().update(**values)
            tell(before)
            tell(self.model._base_manager.filter(pk__in=[instance.pk for instance in before]))
            return done

    update.alters_data = True

    def bulk_create(self, objs, *args, **kwargs):
        with collected():
            created = super().bulk_create(objs, *args, **kwargs)
            tell(created)
            return created

    def delete(self):
        with collected():
            return super().delete()

    delete.alters_data = True
    delete.queryset_only = True


def tell(instances):
    """Tell that these instances of a model were written. One with ``keeps_versions`` has a history of its own."""
    for instance in instances:
        records = [(instance._meta.label_lower, instance.pk)] if getattr(instance, "keeps_versions", False) else ()
        changed(**instance.touches(), records=records)
