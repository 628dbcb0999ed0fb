"""Keeps the catalogue of this process in step with the database."""

from threading import Lock

from django.db import connection

from practices.catalogue.loader import advance, load
from practices.models import Change

LOOK = "SELECT number, token FROM practices_dataversion WHERE id = 1"
NOTHING = (0, "")
_lock = Lock()
_kept = None


def version():
    """(number, token) of the data as it is now; one small query."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK)
        return cursor.fetchone() or NOTHING


def kept():
    """The Catalogue that this process kept last; None before the first."""
    return _kept


def in_step(look):
    """The Catalogue of the version that ``look()`` finds, which is kept from then on.

    Nobody else looks or follows meanwhile, so what is kept is never newer than a transaction that ``look`` begins.
    """
    global _kept
    with _lock:
        now = look()
        if _kept is None or _kept.version != now:
            _kept = _follow(_kept, now)
        return _kept


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
