"""What is wrong when database or disk fail: a sentence for visitors, and one for whoever runs the atlas."""

import errno
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Trouble:
    """``title`` and ``text`` are for visitors, ``line`` (English) for the log; ``retry_after`` in seconds."""

    title: str
    text: str
    line: str
    retry_after: int


BUSY = Trouble(
    _("Somebody is writing just now"),
    _("An import brings in many cases. Nothing is lost: go back in your browser and save again in a minute."),
    "The database is locked: somebody else has been writing for too long.",
    60,
)
AWAY = Trouble(
    _("The atlas can't reach its data just now"),
    _("Its database does not answer. Nothing was changed; please try again in a minute."),
    "The database does not answer. Is it running, and is DATABASE_URL right?",
    30,
)
EMPTY = Trouble(
    _("The atlas is not set up yet"),
    _("Its database has no tables yet. Whoever runs the atlas has to call “manage.py prepare”."),
    "The database lacks tables or columns of this release. “manage.py prepare” makes them.",
    300,
)
FULL = Trouble(
    _("The atlas can't store anything just now"),
    _("Its disk is full. Nothing was changed; please tell whoever runs the atlas."),
    "The disk is full.",
    300,
)
CLOSED = Trouble(
    _("The atlas can't store anything just now"),
    _("It may not write to its disk. Nothing was changed; please tell whoever runs the atlas."),
    "The atlas may not write: the folder of its data (ATLAS_VAR) or its database is read-only or missing.",
    300,
)

# What SQLite says, in its own words; it has no codes that Python hands on for all of them.
SQLITE = {
    "locked": BUSY,
    "no such table": EMPTY,
    "no such column": EMPTY,
    "has no column": EMPTY,
    "disk is full": FULL,
    "readonly database": CLOSED,
    "unable to open database": CLOSED,
    "disk i/o error": CLOSED,
}
# Classes of SQLSTATE: connection, operator intervention, insufficient resources.
CONNECTION = ("08", "57P", "53")
NO_TABLE, DISK_FULL, NO_DATABASE = ("42P01", "42703"), "53100", "3D000"
FILES = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EROFS: CLOSED, errno.EACCES: CLOSED, errno.EPERM: CLOSED}


def trouble_of(error):
    """The Trouble that an exception tells of; None for one that is a fault of the program."""
    if isinstance(error, DatabaseError):
        return _of_database(error)
    if isinstance(error, InterfaceError):
        return AWAY if "closed" in str(error) else None
    return FILES.get(error.errno) if isinstance(error, OSError) else None


def _of_database(error):
    driver = error.__cause__
    state = getattr(driver, "sqlstate", None)
    if state in NO_TABLE:
        return EMPTY
    if state == DISK_FULL:
        return FULL
    text = str(error).lower()
    known = next((trouble for words, trouble in SQLITE.items() if words in text), None)
    if known or type(driver).__module__.startswith("sqlite3"):
        return known
    # Without a state no server has said anything.
    away = state is None or state.startswith(CONNECTION) or state in (NO_DATABASE, "28P01", "28000")
    return AWAY if isinstance(error, OperationalError) and away else None


def told(error):
    """One line for the log or the command line; "" for what is no Trouble and no wrong setting."""
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    trouble = trouble_of(error)
    if trouble is None:
        return ""
    said = " ".join(str(error).split())
    return f"{trouble.line} ({said})" if said else trouble.line
