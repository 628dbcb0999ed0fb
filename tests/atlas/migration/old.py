"""A database of release 0.1.0 in the place of the test database: unpacked, migrated, and given back at the end."""

import shutil
import sqlite3
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection, connections

from tests.databases import database

HERE = Path(__file__).parent


@contextmanager
def unpacked(kind, folder, server=""):
    """The archive of ``kind`` in ``folder``; yields the name of its database. ``server``: address of PostgreSQL."""
    shutil.unpack_archive(HERE / f"{kind}.tar.xz", folder)
    script = (folder / "atlas.sql").read_text()
    if kind == "sqlite":
        with sqlite3.connect(folder / "atlas.sqlite3") as file:
            file.executescript(script)
        file.close()
        yield str(folder / "atlas.sqlite3")
        return
    environment = {"DATABASE_URL": server}
    with database(environment):
        with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as session:
            session.execute(script)
        yield environment["DATABASE_URL"].rpartition("/")[2]


@contextmanager
def in_place(name):
    """The default connection of this thread leads to the database of this name."""
    usual = connections["default"]
    connections["default"] = type(usual)(usual.settings_dict | {"NAME": name}, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = usual


def rows():
    """{table: {key: {column: value}}} of the whole database, with the values as the database gives them."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            key = connection.introspection.get_primary_key_column(cursor, table)
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            listed = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
            found[table] = {row[key] if key else number: row for number, row in enumerate(listed)}
    return found


def migrated():
    """(every row before, every row after) the migrations of this release."""
    before = rows()
    call_command("migrate", verbosity=0, interactive=False)
    return before, rows()
