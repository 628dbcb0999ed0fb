"""An uploaded table on its way in: its folder, what is decided about it, and its turn in the process beside the server.

Decisions are compared and set in the database: of two that come at once one is made, and the other hears so. What
waits is the queue, in the order it was decided. One process works it off (exchange.jobs.queue), however many
servers take uploads; it holds ``queue.lock`` as long as it or its child lives. When they end, however they end, the
system takes the lock away, so anybody can tell whether somebody is at work.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.reading import table
from exchange.reading.errors import Unreadable
from exchange.reading.formats import check_ending, too_large
from exchange.reading.limits import MAX_BYTES
from exchange.report import report
from practices.models import ImportJob
from workplace.workflow import steps

State = ImportJob.State
CHECK, WRITE = "check", "write"
WORKING = {CHECK: State.CHECKING, WRITE: State.WRITING}
WHAT = {state: what for what, state in WORKING.items()}
# In which states something may be decided.
OPEN = {
    CHECK: (State.UPLOADED, State.CHECKED, State.FAILED, State.ABORTED),
    WRITE: (State.CHECKED, State.ABORTED),
}
UPLOAD, LOCK, LOG = "upload", "queue.lock", "log.txt"
_AT_WORK = Q(state__in=WHAT)
_WAITING = _AT_WORK & Q(started=None, queued__isnull=False)


class Busy(Exception):
    """What was decided can't be done any more: somebody is at work on this import, or decided otherwise."""


def folder_of(job):
    return Path(settings.IMPORTS_ROOT) / str(job.pk)


def upload_of(job):
    """The path of the uploaded file."""
    return folder_of(job) / f"{UPLOAD}{Path(job.filename).suffix.lower()}"


def table_of(job):
    return table.Table.kept_in(folder_of(job))


def report_of(job):
    return report.Report.in_(folder_of(job))


def visible_to(user):
    """Whoever uploaded a table sees what becomes of it, and so do reviewers."""
    jobs = ImportJob.objects.select_related("by")
    return jobs if steps.is_reviewer(user) else jobs.filter(by=user)


def receive(upload, user):
    """Keep an uploaded file (of django.core.files); returns its job. Raises Unreadable for what can't be read."""
    name = Path(upload.name).name[-255:]
    check_ending(name)
    if upload.size > MAX_BYTES:
        raise Unreadable(too_large(upload.size))
    job = ImportJob(by=user, filename=name, size=upload.size)
    folder_of(job).mkdir(parents=True)
    try:
        with open(upload_of(job), "wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        job.save()
    except BaseException:
        shutil.rmtree(folder_of(job), ignore_errors=True)
        raise
    return job


def start(job, what, **said):
    """Decide that a table is checked or written, and see to it that it is. ``said``: fields that go with the decision.

    Raises Busy unless the job stands at ``job.turn`` and in a state in which this may be decided.
    """
    fresh = {"state": WORKING[what], "queued": timezone.now(), "started": None, "finished": None, "message": ""}
    if what == CHECK:
        fresh["seen"] = ""
    decided = ImportJob.objects.filter(pk=job.pk, turn=job.turn, state__in=OPEN[what])
    if not decided.update(turn=F("turn") + 1, **fresh, **said):
        raise Busy(_overtaken(job))
    tend()
    job.refresh_from_db()


def _overtaken(job):
    now = ImportJob.objects.filter(pk=job.pk).first()
    if now is None:
        return _("This import was thrown away meanwhile.")
    if now.state in WHAT:
        return _("This import is being worked on.")
    if now.state == State.DONE:
        return _("This table has been written already.")
    return _("This import has changed since you opened the page. Below is how it stands now; please decide again.")


def discard(job):
    """Throw a job and its files away. Raises Busy while somebody is at work on it."""
    thrown, _per_model = ImportJob.objects.filter(~_AT_WORK | _WAITING, pk=job.pk).delete()
    if not thrown:
        raise Busy(_overtaken(job))
    shutil.rmtree(folder_of(job), ignore_errors=True)


def look_at(job):
    """(whether it waits or is worked on, whether its process ended before its work was done), as the job is now."""
    if job.state in WHAT:
        tend()
    job.refresh_from_db()
    return job.state in WHAT, job.state == State.ABORTED


def before(job):
    """How many imports come before one that waits; None where it doesn't wait."""
    if job.state not in WHAT or job.started or not job.queued:
        return None
    at_work = ImportJob.objects.filter(_AT_WORK, started__isnull=False)
    return at_work.count() + ImportJob.objects.filter(_WAITING, queued__lt=job.queued).count()


def waiting():
    """The queue: what is to be done, in the order it was decided."""
    return ImportJob.objects.filter(_WAITING).select_related("by").order_by("queued", "pk")


def claim(job):
    """Whether whoever asks is the one to work on this job now."""
    job.started = timezone.now()
    return bool(ImportJob.objects.filter(_WAITING, pk=job.pk, turn=job.turn).update(started=job.started))


def end(job, state, message="", **more):
    """Say how the work on a claimed job ended; whether it could be said: False where somebody did so before."""
    claimed = ImportJob.objects.filter(_AT_WORK, pk=job.pk, turn=job.turn, started=job.started)
    fields = {"state": state, "message": message, "finished": timezone.now(), **more}
    return bool(claimed.update(**fields))


def settle():
    """Whoever holds the lock knows that nobody else is at work: what was begun and not ended is broken off."""
    begun = _AT_WORK & (Q(started__isnull=False) | Q(queued=None))
    ImportJob.objects.filter(begun).update(state=State.ABORTED, finished=timezone.now())


def tend():
    """See to it that what waits is worked on, and that what nobody works on any more says so."""
    if not ImportJob.objects.filter(_AT_WORK).exists():
        return
    with lock() as held:
        if held is None:
            return
        settle()
        if job := waiting().first():
            launch(job, WHAT[job.state], held)


@contextmanager
def lock(descriptor=None):
    """Hold the lock of the queue; yields its descriptor, or None where somebody else has it.

    ``descriptor``: of a lock that was handed over.
    """
    root = Path(settings.IMPORTS_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    if descriptor is None:
        descriptor = os.open(root / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield descriptor
    finally:
        os.close(descriptor)


def launch(job, what, held):
    """Start the process that works on this job and on what waits after it.

    It inherits the lock, so there is no moment in which nobody holds it.
    """
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_import", f"--held={held}", "--skip-checks"]
    with open(Path(settings.IMPORTS_ROOT) / LOG, "ab") as log:
        subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=(held,),
        )
