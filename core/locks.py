"""A lock that all who work on one database share: an advisory one of PostgreSQL, a file's beside SQLite's database.

Whoever holds it may end however it likes: database or system then take it away.
"""

import fcntl
import os
from contextlib import contextmanager
from hashlib import blake2b

from django.conf import settings
from django.db import connection


class Taken(Exception):
    """Somebody else holds the lock."""


@contextmanager
def alone(name, wait=True):
    """Only one holds the lock of this name at a time. ``wait``: until it is free; otherwise Taken is raised."""
    with (_advisory if connection.vendor == "postgresql" else _file)(name, wait):
        yield


@contextmanager
def _advisory(name, wait):
    key = int.from_bytes(blake2b(f"atlas {name}".encode(), digest_size=8).digest(), signed=True)
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_lock(%s)", [key])
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
            if not cursor.fetchone()[0]:
                raise Taken(name)
    try:
        yield
    finally:
        # A connection that broke has given the lock back already.
        if connection.connection is not None and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def _file(name, wait):
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(settings.VAR_DIR / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Taken(name) from None
        yield
    finally:
        os.close(descriptor)
