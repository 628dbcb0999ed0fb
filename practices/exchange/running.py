"""A whole table: checked without a trace, or written in one transaction."""

from contextlib import contextmanager
from dataclasses import dataclass

import orjson
from django.utils.translation import gettext as _

from practices.editorial import history
from practices.editorial.acting import acting
from practices.exchange.checking import CHANGED, REFUSED, Checker
from practices.exchange.faults import Fault
from practices.exchange.progress import Silent
from practices.exchange.reporting import Recorder, write_whole
from practices.exchange.rows import RowReader
from practices.exchange.writing import Writer
from practices.models import Version
from practices.tracking import one_version

# {slug: number of the latest version} of the cases that a checked table would change.
BASES = "bases.json"
# As whom the host's own import is entered.
HOST = "import_practices"


class Rolledback(Exception):
    """Something was refused after all, and all or nothing was asked for."""


@dataclass(frozen=True)
class Order:
    """What is to be done with a table. ``user``: None for the host. ``places``: {name: reference} that was chosen.

    ``bases``: {slug: number of the version that was checked}; a case that changed since is refused.
    """

    table: object
    meanings: list
    user: object = None
    places: dict | None = None
    bases: dict | None = None


def check(order, progress=None):
    """Check every row; writes a report beside the table and returns its counts. Writes nothing to the database."""
    progress = progress or Silent()
    (reader, recorder), bases = _recorder(order), {}
    progress.phase("check", order.table.rows)
    with _recording(recorder):
        for outcomes in Checker(order.table, reader, order.user).batches():
            for outcome in outcomes:
                recorder.add(outcome)
            bases |= bases_of(outcomes)
            progress.advance(len(outcomes))
        write_whole(recorder.folder / BASES, orjson.dumps(bases))
        recorder.finish(written=False)
    return recorder.counts


def write(order, only_good_rows=False, progress=None, at_the_end=lambda counts: None):
    """Write the rows in one transaction; returns the counts of the report.

    Without ``only_good_rows`` nothing is written when a row is refused. ``at_the_end(counts)`` is called within the
    transaction, so that whatever it writes holds exactly when the rows do.
    """
    progress = progress or Silent()
    progress.phase("write", order.table.rows)
    try:
        told = {"action": Version.Action.IMPORTED, "comment": order.table.filename, "name": HOST}
        with acting(user=order.user, **told), one_version():
            reader, recorder = _recorder(order)
            with _recording(recorder):
                _write_rows(order, reader, recorder, only_good_rows, progress)
                at_the_end(recorder.counts)
    except Rolledback:
        return check(order, progress)
    recorder.finish(written=True)
    return recorder.counts


def _write_rows(order, reader, recorder, only_good_rows, progress):
    writer = Writer(reader, order.user, order.table.filename)
    for outcomes in Checker(order.table, reader, order.user, locking=True).batches():
        _refuse_overtaken(outcomes, order.bases)
        if only_good_rows or not any(outcome.status == REFUSED for outcome in outcomes):
            writer.write(outcomes)
        for outcome in outcomes:
            recorder.add(outcome)
        if recorder.counts[REFUSED] and not only_good_rows:
            raise Rolledback
        progress.advance(len(outcomes))


def _recorder(order):
    reader = RowReader(order.meanings, order.places)
    return reader, Recorder(order.table, order.meanings, reader.vocabulary)


@contextmanager
def _recording(recorder):
    """What a run that ends in an error has recorded is thrown away; the report before it stays."""
    try:
        yield
    except BaseException:
        recorder.drop()
        raise


def bases_of(outcomes):
    """{slug: number of the latest version} of the cases that these outcomes change."""
    changed = {outcome.practice.pk: outcome.slug for outcome in outcomes if outcome.status == CHANGED}
    numbers = history.highest_numbers(list(changed)) if changed else {}
    return {slug: numbers.get(pk, 0) for pk, slug in changed.items()}


def _refuse_overtaken(outcomes, bases):
    """Nobody's work is overwritten unseen: what changed since the check is refused."""
    if bases is None:
        return
    now = bases_of(outcomes)
    for outcome in outcomes:
        if outcome.status == CHANGED and bases.get(outcome.slug) != now[outcome.slug]:
            outcome.status = REFUSED
            message = _(
                "The case changed since this table was checked. Check it again to see what the row would do now."
            )
            outcome.faults.append(Fault("slug", outcome.slug, message))
