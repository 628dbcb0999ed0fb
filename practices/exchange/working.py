"""What the process of a job does: read the table, check it, write it; and how it ends, whatever happens."""

import re
import resource
import sys
from contextlib import contextmanager
from pathlib import Path

import orjson
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.editorial import workflow
from practices.exchange import headers, jobs, running
from practices.exchange.checking import REFUSED
from practices.exchange.errors import UnknownColumns, Unreadable
from practices.exchange.progress import InFile
from practices.exchange.reading import read
from practices.exchange.reporting import write_whole

State = jobs.State
WRITING_LOCK = "writing.lock"
# While one import writes, the next one waits for its turn; other editors' saves are short.
BUSY_MILLISECONDS = 120_000


def run(job, what):
    """Check or write a job; its state says afterwards how it ended."""
    progress = InFile(jobs.folder_of(job))
    try:
        if job.by is None or not workflow.may_enter(job.by):
            raise Unreadable(_("Whoever uploaded this table may no longer enter cases."))
        (_check if what == jobs.CHECK else _write)(job, progress)
    except UnknownColumns as error:
        write_whole(jobs.folder_of(job) / jobs.QUESTIONS, orjson.dumps(error.questions))
        _end(job, State.UPLOADED, str(error))
    except Unreadable as error:
        _end(job, State.FAILED, str(error))
    except DatabaseError as error:
        _end(job, State.FAILED, _("Nothing was written: %(reason)s") % {"reason": error})
    except Exception:
        _end(job, State.FAILED, _("Nothing was written: the atlas made a mistake. The host finds it in the log."))
        raise


def _check(job, progress):
    folder = jobs.folder_of(job)
    table = jobs.table_of(job)
    if table is None:
        progress.phase("read")
        table = read(jobs.upload_of(job), folder, job.filename, progress.reach)
    job.counts = running.check(_order(job, table), progress)
    (folder / jobs.QUESTIONS).unlink(missing_ok=True)
    _end(job, State.CHECKED)


def _write(job, progress):
    order = _order(job, jobs.table_of(job), bases=orjson.loads((jobs.folder_of(job) / running.BASES).read_bytes()))
    progress.phase("wait")
    with _turn():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        counts = running.write(order, job.only_good_rows, progress, lambda counts: _done(job, counts))
    if job.state != State.DONE:
        job.counts = counts
        _end(job, State.CHECKED, _("Nothing was written: %(n)s rows were refused.") % {"n": counts[REFUSED]})


def _order(job, table, bases=None):
    meanings = headers.understand(table, job.mapping)
    return running.Order(table, meanings, job.by, job.choices, bases)


@contextmanager
def _turn():
    root = Path(settings.IMPORTS_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with jobs.lock(root / WRITING_LOCK, wait=True):
        yield


def _done(job, counts):
    """Within the transaction that writes the rows: that they are written and that the job says so is one."""
    job.counts = counts
    _end(job, State.DONE)


def _end(job, state, message=""):
    job.state, job.message, job.finished = state, message, timezone.now()
    job.save(update_fields=["state", "message", "finished", "counts"])


def peak_memory():
    """The most memory this process has held, in MB.

    Linux counts into ru_maxrss what the process that started this one held; its own is in /proc. ru_maxrss counts
    kilobytes, on macOS bytes.
    """
    status = Path("/proc/self/status")
    if status.exists() and (own := re.search(r"VmHWM:\s*(\d+) kB", status.read_text())):
        return int(own[1]) >> 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10)
