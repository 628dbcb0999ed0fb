"""Every write is followed: search documents, history and data version change in the same transaction.

Signals follow ``save()`` and ``delete()``, TrackedQuerySet follows ``update()`` and ``bulk_create()``. Whoever
writes much at once wraps it in ``collected()``: then everything is followed once, at the end.
"""

import secrets
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import local

from django.db import models, transaction
from django.db.models import F

BATCH = 500
KEPT_CHANGES = 5000
TOO_MANY_TO_LIST = 50_000
_thread = local()


@dataclass
class Changed:
    """pks of practices and places that changed, and whether the vocabulary did (then everything is read anew).

    ``words``: practices that are the same, but are found by other words now, since a term is called otherwise.
    ``records``: (label of the model, pk) of what keeps versions of its own (practices.editorial.records).
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


@contextmanager
def one_version():
    """One transaction of many batches: each is followed as it is written, the data version grows once, at the end.

    So its row is locked for a moment only, and others save while thousands of cases come in.
    """
    with transaction.atomic():
        _thread.untold = Changed()
        try:
            yield
            following, _thread.untold = _thread.untold, None
            if following:
                _bump(following)
        finally:
            _thread.untold = None


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


def _follow(following):
    from practices.case import contents, history
    from practices.records import history as records
    from practices.search import documents

    if not following:
        return
    pks = sorted(following.practices)
    for start in range(0, len(pks), BATCH):
        practices = list(contents.cases(pks[start : start + BATCH]))
        documents.store([documents.build(practice) for practice in practices])
        history.keep(practices)
    documents.write(sorted(following.words - following.practices))
    records.keep(following.records)
    if not following.is_data:
        return
    untold = getattr(_thread, "untold", None)
    if untold is None:
        _bump(following)
    else:
        untold.add(following.practices, following.places, following.everything, following.words)


def _bump(following):
    """A new data version. Its row is locked until the transaction ends, so versions grow in order of commits."""
    from practices.models import Change, DataVersion

    token = secrets.token_hex(16)
    if not DataVersion.objects.filter(pk=1).update(number=F("number") + 1, token=token):
        DataVersion.objects.create(pk=1, number=1, token=token)
    number = DataVersion.objects.values_list("number", flat=True).get(pk=1)
    practices = following.practices | following.words
    everything = following.everything or len(practices) > TOO_MANY_TO_LIST
    Change.objects.create(
        number=number,
        token=token,
        practices=[] if everything else sorted(practices),
        places=[] if everything else sorted(following.places),
        everything=everything,
    )
    if number % 500 == 0:
        Change.objects.filter(number__lt=number - KEPT_CHANGES).delete()


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
