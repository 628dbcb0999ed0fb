"""What the process of a job does: read the table, check it, write it; and how it ends, whatever happens."""

import re
import resource
import sys
from pathlib import Path

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.checking.checker import REFUSED
from exchange.jobs import job as jobs
from exchange.reading import meanings as headers
from exchange.reading import memory
from exchange.reading.errors import UnknownColumns, Unreadable
from exchange.reading.formats import read
from exchange.report.progress import FILE as PROGRESS
from exchange.report.progress import InFile
from exchange.writing import run as running
from workplace.workflow import steps

State = jobs.State
# While an import by command writes, this one waits for its turn; other editors' saves are short.
BUSY_MILLISECONDS = 120_000


class Lost(Exception):
    """Somebody said of this job meanwhile that it was broken off: nothing of it may be written."""


def run(job, what):
    """Check or write a job that waits; its state says afterwards how it ended. Raises what nobody foresaw."""
    if not jobs.claim(job):
        return
    folder = jobs.folder_of(job)
    (folder / PROGRESS).unlink(missing_ok=True)
    progress = InFile(folder)
    try:
        if job.by is None or not steps.may_enter(job.by):
            raise Unreadable(_("Whoever uploaded this table may no longer enter cases."))
        (_check if what == jobs.CHECK else _write)(job, progress)
    except UnknownColumns as error:
        jobs.end(job, State.UPLOADED, str(error))
    except Unreadable as error:
        jobs.end(job, State.FAILED, str(error))
    except DatabaseError as error:
        jobs.end(job, State.FAILED, _("Nothing was written: %(reason)s") % {"reason": error})
    except MemoryError:
        raise
    except Exception:
        message = _("Nothing was written: the atlas made a mistake. The host finds it in the log.")
        jobs.end(job, State.FAILED, message)
        raise


def _check(job, progress):
    folder = jobs.folder_of(job)
    table = jobs.table_of(job)
    if table is None or table.asked != job.reading:
        progress.phase("read")
        means = memory.columns_of(job.by)
        table = read(
            jobs.upload_of(job),
            folder,
            job.filename,
            progress.reach,
            job.reading,
            lambda header: means.get(headers.identity(header)),
        )
        memory.recall(job, table)
        job.save(update_fields=memory.OF_A_TABLE)
    running.check(_order(job, table), progress)
    _checked(job)


def _checked(job, message=""):
    report = jobs.report_of(job)
    jobs.end(job, State.CHECKED, message, counts=report.counts, seen=report.about["seen"])


def _write(job, progress):
    order = _order(job, jobs.table_of(job), seen=job.seen)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    try:
        counts = running.write(order, job.only_good_rows, progress, lambda counts: _done(job, counts))
    except running.Overtaken:
        running.check(order, progress)
        _checked(job, overtaken())
    else:
        if not jobs.report_of(job).about["written"]:
            _checked(job, refused(counts[REFUSED]) if counts[REFUSED] else overtaken())


def refused(number):
    return ngettext(
        "Nothing was written: %(n)s row was refused.", "Nothing was written: %(n)s rows were refused.", number
    ) % {"n": number}


def overtaken():
    return _(
        "Nothing was written: the atlas has changed since the table was checked. "
        "It was checked again; below is what would happen now."
    )


def _order(job, table, seen=None):
    meanings = headers.understand(table, job.mapping, memory.columns_of(job.by))
    return running.Order(table, meanings, job.by, job.choices, seen, job.values, job.defaults)


def _done(job, counts):
    """Within the transaction that writes the rows: that they are written and that the job says so is one."""
    if not jobs.end(job, State.DONE, counts=counts):
        raise Lost


def peak_memory():
    """The most memory this process has held, in MB.

    Linux counts into ru_maxrss what the process that started this one held; its own is in /proc. ru_maxrss counts
    kilobytes, on macOS bytes.
    """
    status = Path("/proc/self/status")
    if status.exists() and (own := re.search(r"VmHWM:\s*(\d+) kB", status.read_text())):
        return int(own[1]) >> 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10)
