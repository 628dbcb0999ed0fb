"""What the atlas needs to work: its database with all tables, room on the disk, folders it may write to."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor

from atlas.health import newer

LEAST_FREE_MB = 200


@dataclass(frozen=True)
class Check:
    """``text`` (English) is a sentence for whoever runs the atlas; it names no path and no password."""

    name: str
    ok: bool
    text: str
    figures: dict = field(default_factory=dict)


def checks():
    """The list of Check, database first."""
    return [*_database(), _disk(), _folders()]


def _database():
    try:
        tables = set(connection.introspection.table_names())
        plan = MigrationExecutor(connection)
        missing = len(plan.migration_plan(plan.loader.graph.leaf_nodes()))
        unknown = newer.unknown_migrations()
        lacking = sorted(set(connection.introspection.django_table_names(only_existing=False)) - tables)
    except (DatabaseError, InterfaceError):
        yield Check("database", False, "The database does not answer.")
        return
    yield Check("database", True, "The database answers.")
    text = (
        f"The database lacks {len(lacking)} tables: call “manage.py prepare”." if lacking else "All tables are there."
    )
    yield Check("tables", not lacking, text, {"missing": len(lacking)})
    text = f"{missing} migrations wait: call “manage.py prepare”." if missing else "All migrations are applied."
    text = newer.told(unknown) if unknown else text
    yield Check("migrations", not (missing or unknown), text, {"waiting": missing, "unknown": len(unknown)})


def _disk():
    try:
        free = shutil.disk_usage(_existing(settings.VAR_DIR)).free // 10**6
    except OSError:
        return Check("disk", False, "The disk of the data can't be looked at.")
    ok = free >= LEAST_FREE_MB
    text = "There is room on the disk." if ok else f"Less than {LEAST_FREE_MB} MB are free on the disk of the data."
    return Check("disk", ok, text, {"free_mb": free})


def _folders():
    folders = {
        "data": settings.VAR_DIR,
        "media": settings.MEDIA_ROOT,
        "imports": settings.IMPORTS_ROOT,
        "sessions": settings.SESSION_FILE_PATH,
    }
    closed = [name for name, path in folders.items() if not _writable(Path(path))]
    text = f"The atlas may not write to: {', '.join(closed)}." if closed else "The folders can be written to."
    return Check("folders", not closed, text, {"closed": closed})


def _writable(path):
    return os.access(_existing(path), os.W_OK | os.X_OK)


def _existing(path):
    """The folder itself, or the nearest above it that exists: what is missing is made when it is first needed."""
    path = Path(path).resolve()
    return next((folder for folder in (path, *path.parents) if folder.exists()), path)
