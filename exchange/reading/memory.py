"""What somebody said of their tables, kept for the next time: of a column by its header, of a table by its layout.

Everybody has their own; ``exchange.pages.memory`` shows it, changes it and forgets it.
"""

import hashlib

import orjson

from exchange.columns.headings import recognise
from exchange.reading import meanings
from exchange.reading.meanings import identity
from practices.models import ColumnMeaning, TableMemory

OF_A_TABLE = ("choices", "values", "defaults")


def columns_of(user):
    """{identity of a header: key or ""} that this user once said; nothing of the host's (None)."""
    return dict(ColumnMeaning.objects.filter(by=user).values_list("header", "field")) if user else {}


def keep_columns(user, table, chosen):
    """Remember what this user said of columns, with values that stood below them: ``chosen`` {header: key or ""}."""
    samples = dict(zip(meanings.names_of(table), table.samples, strict=True))
    for header, key in chosen.items():
        fields = {"name": header[:200], "field": key, "sample": " · ".join(samples.get(header, ()))[:200]}
        ColumnMeaning.objects.update_or_create(by=user, header=identity(header), defaults=fields)


def layout_of(table):
    """A digest of the headers of a table, in any order; the column of faults that we add doesn't count."""
    known = sorted({identity(header) for header in table.headers if header and recognise(header) != ("error", 0)})
    return hashlib.sha256(orjson.dumps(known)).hexdigest()


def recall(job, table):
    """Give a job what its owner said of the last table of this layout; what was said of this one goes before."""
    kept = TableMemory.objects.filter(by=job.by, layout=layout_of(table)).first()
    if kept is None:
        return
    job.choices = kept.choices | job.choices
    job.defaults = kept.defaults | job.defaults
    job.values = {key: kept.values.get(key, {}) | job.values.get(key, {}) for key in kept.values | job.values}


def keep_table(job, table, **said):
    """Remember ``said`` (of OF_A_TABLE) of the tables of this layout."""
    fields = {"name": job.filename, **{name: said[name] for name in OF_A_TABLE if name in said}}
    TableMemory.objects.update_or_create(by=job.by, layout=layout_of(table), defaults=fields)
