"""Writes that nobody should wait for: SQLite has one writer at a time, and an import may be it for minutes."""

import logging
from contextlib import contextmanager

from django.db import OperationalError, connection

BRIEFLY = 300  # milliseconds
logger = logging.getLogger("atlas.login")


@contextmanager
def unless_locked(loss):
    """Do what is within, unless SQLite's writer is busy for longer than a moment; then ``loss`` is logged."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={BRIEFLY}")
        try:
            yield
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            logger.warning("%s: somebody else is writing", loss)
        finally:
            cursor.execute(f"PRAGMA busy_timeout={usual}")
