"""A whole table: checked without a trace, or written in one transaction."""

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass

import orjson

from core.acting import acting
from exchange.checking.checker import REFUSED, Checker
from exchange.checking.row import RowReader
from exchange.report.progress import Silent
from exchange.report.report import Recorder
from exchange.writing.writer import Writer
from practices.models import Version
from practices.models.data_version import one_version

# As whom the host's own import is entered.
HOST = "import_practices"


class Rolledback(Exception):
    """Something was refused, and all or nothing was asked for."""


class Overtaken(Exception):
    """The rows would do something else now than what was shown when the table was checked."""


@dataclass(frozen=True)
class Order:
    """What is to be done with a table. ``user``: None for the host. ``places``: {name: reference} that was chosen.
    ``values`` and ``defaults``: see RowReader.

    ``seen``: the digest of what the report of a check showed (its ``seen``); only that is written.
    """

    table: object
    meanings: list
    user: object = None
    places: dict | None = None
    seen: str | None = None
    values: dict | None = None
    defaults: dict | None = None


def check(order, progress=None):
    """Check every row; writes a report beside the table and returns its counts. Writes nothing to the database."""
    progress = progress or Silent()
    reader, recorder = _recorder(order)
    progress.phase("check", order.table.rows)
    with _recording(recorder):
        digest = hashlib.sha256()
        for outcomes in Checker(order.table, reader, order.user).batches():
            for outcome in outcomes:
                digest.update(_digested(outcome))
                recorder.add(outcome)
            progress.advance(len(outcomes))
        recorder.finish(written=False, seen=digest.hexdigest())
    return recorder.counts


def write(order, only_good_rows=False, progress=None, at_the_end=lambda counts: None):
    """Write the rows in one transaction; returns the counts of the report.

    Without ``only_good_rows`` nothing is written when a row is refused; the report is that of a check then. Raises
    Overtaken, and writes nothing, when the rows would do something else than what was seen. ``at_the_end(counts)`` is
    called within the transaction, so that whatever it writes holds exactly when the rows do.
    """
    progress = progress or Silent()
    progress.phase("write", order.table.rows)
    told = {"action": Version.Action.IMPORTED, "comment": order.table.filename, "name": HOST}
    try:
        with acting(user=order.user, **told), one_version():
            reader, recorder = _recorder(order)
            with _recording(recorder):
                digest = _write_rows(order, reader, recorder, only_good_rows, progress)
                at_the_end(recorder.counts)
    except Rolledback:
        return check(order, progress)
    recorder.finish(written=True, seen=digest)
    return recorder.counts


def _write_rows(order, reader, recorder, only_good_rows, progress):
    writer, digest = Writer(reader, order.user, order.table.filename), hashlib.sha256()
    for outcomes in Checker(order.table, reader, order.user, locking=True).batches():
        for outcome in outcomes:
            digest.update(_digested(outcome))
        if only_good_rows or not any(outcome.status == REFUSED for outcome in outcomes):
            writer.write(outcomes)
        for outcome in outcomes:
            recorder.add(outcome)
        if recorder.counts[REFUSED] and not only_good_rows:
            raise Rolledback
        progress.advance(len(outcomes))
    if order.seen is not None and digest.hexdigest() != order.seen:
        raise Overtaken
    return digest.hexdigest()


def _digested(outcome):
    """What a row would do, as bytes: nobody's work is overwritten unseen, and nothing is written that wasn't shown."""
    does = [] if outcome.status == REFUSED else [outcome.revises, outcome.before, outcome.content]
    return orjson.dumps([outcome.row, outcome.slug, outcome.status, does])


def _recorder(order):
    reader = RowReader(order.meanings, order.places, order.values, order.defaults)
    return reader, Recorder(order.table, order.meanings, reader.vocabulary)


@contextmanager
def _recording(recorder):
    """What a run that ends in an error has recorded is thrown away; the report before it stays."""
    try:
        yield
    except BaseException:
        recorder.drop()
        raise
