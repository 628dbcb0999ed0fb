"""An uploaded table on its way in: its folder, and the process that works on it beside the web server.

The process holds a lock on ``lock`` in the folder as long as it lives; when it ends, however it ends, the system
takes the lock away. So a page knows at once whether anybody is still at work.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from practices.editorial import workflow
from practices.exchange import reporting, tables
from practices.exchange.errors import Unreadable
from practices.exchange.limits import MAX_BYTES
from practices.exchange.reading import check_ending, too_large
from practices.models import ImportJob

State = ImportJob.State
CHECK, WRITE = "check", "write"
WORKING = {CHECK: State.CHECKING, WRITE: State.WRITING}
UPLOAD, LOCK, LOG, QUESTIONS = "upload", "lock", "log.txt", "questions.json"
PATIENCE = 40
PAUSE_SECONDS = 0.05


class Busy(Exception):
    """Somebody is at work on this import already."""


def folder_of(job):
    return Path(settings.IMPORTS_ROOT) / str(job.pk)


def upload_of(job):
    """The path of the uploaded file."""
    return folder_of(job) / f"{UPLOAD}{Path(job.filename).suffix.lower()}"


def table_of(job):
    return tables.Table.kept_in(folder_of(job))


def report_of(job):
    return reporting.Report.in_(folder_of(job))


def visible_to(user):
    """Whoever uploaded a table sees what becomes of it, and so do reviewers."""
    jobs = ImportJob.objects.select_related("by")
    return jobs if workflow.is_reviewer(user) else jobs.filter(by=user)


def receive(upload, user):
    """Keep an uploaded file (of django.core.files); returns its job. Raises Unreadable for what can't be read."""
    name = Path(upload.name).name[-255:]
    check_ending(name)
    if upload.size > MAX_BYTES:
        raise Unreadable(too_large(upload.size))
    job = ImportJob(by=user, filename=name, size=upload.size)
    folder_of(job).mkdir(parents=True)
    with open(upload_of(job), "wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    job.save()
    return job


@contextmanager
def lock(path, wait=False):
    """Hold a file's lock; yields its descriptor, or raises Busy when somebody else does."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        for attempt in range(PATIENCE):
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
                break
            except BlockingIOError:
                # A page that looks whether anybody is at work holds the lock for a moment.
                if attempt + 1 == PATIENCE:
                    raise Busy(_("This import is being worked on.")) from None
                time.sleep(PAUSE_SECONDS)
        yield descriptor
    finally:
        os.close(descriptor)


def is_running(job):
    """Whether a process is at work on this job."""
    path = folder_of(job) / LOCK
    if not path.exists():
        return False
    with open(path, "rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def look_at(job):
    """(the job as it is now, whether a process is at work on it, whether one ended before its work was done)."""
    running = is_running(job)
    job.refresh_from_db()
    return running, not running and job.state in WORKING.values()


def start(job, what):
    """Begin to check or to write in a process of its own. Raises Busy."""
    with lock(folder_of(job) / LOCK) as held:
        job.state, job.message, job.finished = WORKING[what], "", None
        job.save()
        (folder_of(job) / "progress.json").unlink(missing_ok=True)
        launch(job, what, held)


def launch(job, what, held):
    """Start the process. It inherits the lock, so there is no moment in which nobody holds it."""
    command = [
        sys.executable,
        str(settings.BASE_DIR / "manage.py"),
        "run_import",
        str(job.pk),
        what,
        "--held",
        "--skip-checks",
    ]
    with open(folder_of(job) / LOG, "ab") as log:
        subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=(held,),
        )


def discard(job):
    """Throw a job and its files away. Raises Busy."""
    folder = folder_of(job)
    with lock(folder / LOCK):
        job.delete()
    shutil.rmtree(folder, ignore_errors=True)
