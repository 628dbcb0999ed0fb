"""Works off the queue of imports: one at a time, each in a child that may use so much memory and time and no more."""

import os
import resource
import signal
import sys
import time
import traceback
from multiprocessing import get_context

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

from exchange.jobs import execution
from exchange.jobs import job as jobs
from exchange.reading.limits import MEGABYTE

# The pages of the atlas go first.
NICENESS = 5
# How a child ends that had no memory left even to say so.
NO_MEMORY = 77


def serve(held=None, told=print):
    """Work until nothing waits. ``held``: the descriptor of the lock, where it was handed over.

    Whoever decides something while this ends finds the lock taken and relies on it; so it looks again afterwards.
    """
    while True:
        with jobs.lock(held) as descriptor:
            if descriptor is None:
                return
            jobs.settle()
            while job := jobs.waiting().first():
                work_on(job, told)
        held = None
        if not jobs.waiting().exists():
            return


def work_on(job, told=print):
    """Let a child check or write a job, and say how it ended where it can't any more."""
    connections.close_all()
    started = time.monotonic()
    child = get_context("fork").Process(target=_work, args=(job, told))
    child.start()
    child.join(settings.IMPORT_MINUTES * 60)
    overdue = child.is_alive()
    if overdue:
        child.kill()
        child.join()
    bury(job, child.exitcode, overdue)
    told(f"{job.pk} ended with {child.exitcode} after {time.monotonic() - started:.1f} s")


def _work(job, told):
    os.nice(NICENESS)
    confine()
    try:
        execution.run(job, jobs.WHAT[job.state])
    except MemoryError:
        os._exit(NO_MEMORY)
    except Exception:
        traceback.print_exc(file=sys.stderr)
        raise SystemExit(1) from None
    told(f"{job.filename}: {job.counts}, at most {execution.peak_memory()} MB of memory")


def confine():
    """Let this process use so much memory and computing time as an import may."""
    most = settings.IMPORT_MEMORY_MB * MEGABYTE
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    seconds = settings.IMPORT_MINUTES * 60
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))


def bury(job, code, overdue):
    """The job of a child that is gone: if it didn't say how its work ended, that is said now."""
    job.refresh_from_db()
    if job.state not in jobs.WHAT:
        return
    if overdue or code == -signal.SIGXCPU:
        jobs.end(job, jobs.State.FAILED, too_long())
    elif code == NO_MEMORY:
        jobs.end(job, jobs.State.FAILED, too_much())
    else:
        jobs.settle()


def too_much():
    return _(
        "Nothing was written: the file needs more than the %(most)s MB of memory that an import may use. "
        "Divide the table, or save only the sheet with the cases, as CSV."
    ) % {"most": settings.IMPORT_MEMORY_MB}


def too_long():
    return _("Nothing was written: the import took longer than the %(most)s minutes it may take. Divide the table.") % {
        "most": settings.IMPORT_MINUTES
    }
