"""Keeps the catalogue of this process in step with the database."""

from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

from django.db import connection

from practices.catalogue.loading import advance, load
from practices.models import Change

_lock = Lock()
_kept = None
_seen = ContextVar("seen", default=None)


def version():
    """(number, token) of the data as it is now; one small query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, token FROM practices_dataversion WHERE id = 1")
        return cursor.fetchone() or (0, "")


@contextmanager
def as_seen(version):
    """Within it, ``current()`` takes this version for the present one, instead of looking again.

    For an answer that began with that look: it rests on data as it was then, or newer where it isn't kept any more.
    """
    token = _seen.set(version)
    try:
        yield
    finally:
        _seen.reset(token)


def current():
    """The Catalogue of the data as it is now. It is never changed afterwards; hold it for a whole answer."""
    global _kept
    now = _seen.get() or version()
    kept = _kept
    if kept is not None and kept.version == now:
        return kept
    with _lock:
        now = version()
        if _kept is None or _kept.version != now:
            _kept = _follow(_kept, now)
        return _kept


def latest():
    """The Catalogue that this process kept last, without a look at the database; for use beside a PracticeFilter."""
    return _kept or current()


def _follow(kept, now):
    """From what is kept to ``now``: by the listed changes where they lead on from it, otherwise from scratch.

    They don't lead on after a rollback (the token tells) or when too many changes lie between.
    """
    if kept is None or kept.number >= now[0]:
        return load(now)
    if kept.number and not Change.objects.filter(number=kept.number, token=kept.token).exists():
        return load(now)
    changes = list(Change.objects.filter(number__gt=kept.number, number__lte=now[0]))
    if len(changes) != now[0] - kept.number or any(change.everything for change in changes):
        return load(now)
    practices = {pk for change in changes for pk in change.practices}
    places = {pk for change in changes for pk in change.places}
    return advance(kept, now, practices, places)
