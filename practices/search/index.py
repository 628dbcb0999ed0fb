"""Tokens → database, and back: the only place where the two databases are spoken to differently.

SQLite keeps two FTS5 tables (tokens without positions, words with them), fed by triggers on the search
documents; PostgreSQL two generated tsvector columns with GIN indexes. Either follows every write by itself.
"""

from django.db import connection
from pyroaring import BitMap

TABLE = "practices_searchdocument"
COLUMNS = {"bag": "none", "sequence": "full"}


def install(**kwargs):
    """Create what the full-text index needs, if it is not there (after every ``migrate``)."""
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in _SETUP[connection.vendor](cursor):
            cursor.execute(statement)


def postings(token):
    """BitMap of the pks of all practices that hold one token of the bag."""
    return _found("bag", token, token)


def phrase(sequence):
    """BitMap of the pks of all practices that hold these words in a row."""
    return _found("sequence", f'"{sequence}"', sequence)


def prefix(token, limit):
    """Up to ``limit`` pks of practices that hold a token beginning like this, in the order of pks."""
    if connection.vendor == "sqlite":
        sql, argument = _SQLITE.format(column="bag"), f"{token}*"
    else:
        sql, argument = _POSTGRES["bag"], f"{token}:*"
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY 1 LIMIT %s", [argument, limit])
        return [row[0] for row in cursor.fetchall()]


def _found(column, fts, plain):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_SQLITE.format(column=column), [fts])
        else:
            cursor.execute(_POSTGRES[column], [plain])
        return BitMap([row[0] for row in cursor.fetchall()])


_SQLITE = f"SELECT rowid FROM {TABLE}_{{column}} WHERE {TABLE}_{{column}} MATCH %s"
_POSTGRES = {
    "bag": f"SELECT practice_id FROM {TABLE} WHERE bag_vector @@ (%s)::tsquery",
    "sequence": f"SELECT practice_id FROM {TABLE} WHERE sequence_vector @@ phraseto_tsquery('simple', %s)",
}


def _sqlite(cursor):
    existing = set(connection.introspection.table_names(cursor))
    for column, detail in COLUMNS.items():
        name = f"{TABLE}_{column}"
        if name not in existing:
            yield (
                f"CREATE VIRTUAL TABLE {name} USING fts5({column}, content='{TABLE}', "
                f"content_rowid='practice_id', detail={detail}, columnsize=0, tokenize='ascii')"
            )
            yield f"INSERT INTO {name}({name}) VALUES ('rebuild')"
        add = f"INSERT INTO {name}(rowid, {column}) VALUES (new.practice_id, new.{column});"
        remove = f"INSERT INTO {name}({name}, rowid, {column}) VALUES ('delete', old.practice_id, old.{column});"
        for when, body in (("INSERT", add), ("DELETE", remove), (f"UPDATE OF {column}", remove + add)):
            trigger = f"{name}_{when.split()[0].lower()}"
            yield f"CREATE TRIGGER IF NOT EXISTS {trigger} AFTER {when} ON {TABLE} BEGIN {body} END"


def _postgresql(cursor):
    vectors = {
        "bag": "array_to_tsvector(string_to_array(nullif(bag, ''), ' '))",
        "sequence": "to_tsvector('simple'::regconfig, sequence)",
    }
    for column, expression in vectors.items():
        yield (
            f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS {column}_vector tsvector "
            f"GENERATED ALWAYS AS ({expression}) STORED"
        )
        yield f"CREATE INDEX IF NOT EXISTS {TABLE}_{column}_gin ON {TABLE} USING gin ({column}_vector)"


_SETUP = {"sqlite": _sqlite, "postgresql": _postgresql}


def rebuild():
    """Let SQLite build its full-text tables anew from the search documents.

    PostgreSQL generates its vectors with the rows themselves, so there is nothing that could have drifted.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for column in COLUMNS:
                cursor.execute(f"INSERT INTO {TABLE}_{column}({TABLE}_{column}) VALUES ('rebuild')")
