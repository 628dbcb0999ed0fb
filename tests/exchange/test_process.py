"""The process beside the server, for real: on a database of its own, and killed in the middle of its work."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import ROOT
from tests.databases import manage, study_database
from tests.exchange.conftest import GOOD, csv_bytes

ROWS = 1000


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The environment of an atlas of its own, with the study and an importer."""
    folder = tmp_path_factory.mktemp("import-process")
    environment = os.environ | {
        "ATLAS_VAR": str(folder),
        "SECRET_KEY": "only-for-the-tests-of-the-process-0123456789-abcdef",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    with study_database(environment):
        yield environment


def python(environment, code):
    """What a snippet prints as JSON, run inside the atlas."""
    code = f"import json\n{code}"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


UPLOAD = """
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from exchange.jobs import job as jobs
user, made = User.objects.get_or_create(username="erika", defaults={{"is_staff": True}})
user.groups.add(Group.objects.get(name="Erfassung"))
job = jobs.receive(SimpleUploadedFile("viele.csv", open({path!r}, "rb").read()), user)
jobs.start(job, jobs.CHECK)
print(json.dumps(str(job.pk)))
"""
START = """
from exchange.jobs import job as jobs
from practices.models import ImportJob
jobs.start(ImportJob.objects.get(pk={job!r}), jobs.WRITE)
print(json.dumps(None))
"""
LOOK = """
from exchange.jobs import job as jobs
from practices.models import *
job = ImportJob.objects.get(pk={job!r})
running, aborted = jobs.look_at(job)
kept = [model.objects.count() for model in (Practice, Version, SearchDocument, Location, Citation, Place, Change)]
print(json.dumps({{"running": running, "aborted": aborted, "state": job.state, "counts": job.counts, "kept": kept}}))
"""


def wait_until(true, seconds=120):
    for _ in range(seconds * 10):
        if (found := true()) is not None:
            return found
        time.sleep(0.1)
    pytest.fail("it took too long")


def locked(folder):
    """Whether a process works off the queue."""
    import fcntl

    with open(folder.parent / "queue.lock", "rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def the_processes_of(folder):
    """The pids of the keeper of the queue of this folder, and of its child."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (process / "cmdline").read_bytes().split(b"\0")
            variables = (process / "environ").read_bytes().split(b"\0")
            if b"run_import" in words and f"ATLAS_VAR={folder.parents[1]}".encode() in variables:
                found.append(int(process.name))
    return sorted(found)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="finds the process through /proc")
def test_killed_in_the_middle_it_leaves_the_database_as_before(site, tmp_path):
    path = tmp_path / "viele.csv"
    row = GOOD | {"Ort": "Neustadt in Holstein", "Quelle": "Müller, A. (2020): Ein Buch. Berlin."}
    path.write_bytes(csv_bytes([row | {"Titel": f"Fall {n}", "Slug": f"fall-{n}"} for n in range(ROWS)]))
    job = python(site, UPLOAD.format(path=str(path)))
    folder = Path(site["ATLAS_VAR"]) / "imports" / job
    wait_until(lambda: None if locked(folder) else True)
    before = python(site, LOOK.format(job=job))
    assert (before["state"], before["counts"]["new"]) == ("checked", ROWS), (folder.parent / "log.txt").read_text()

    python(site, START.format(job=job))
    progress = folder / "progress.json"

    def far_enough():
        if not progress.exists():
            return None
        state = json.loads(progress.read_bytes())
        return state["done"] if state["phase"] == "write" and state["done"] >= 500 else None

    done = wait_until(far_enough)
    assert done < ROWS
    keeper, child = the_processes_of(folder)
    # As when the machine goes down: both at once. The keeper first, or it would tell how its child ended.
    os.kill(keeper, signal.SIGKILL)
    os.kill(child, signal.SIGKILL)
    wait_until(lambda: None if locked(folder) else True)

    after = python(site, LOOK.format(job=job))
    assert after["kept"] == before["kept"]
    assert (after["running"], after["aborted"], after["state"]) == (False, True, "aborted")
    manage(site, "check_index", "--dry-run")

    # Begun again it goes through.
    python(site, START.format(job=job))
    wait_until(lambda: None if locked(folder) else True, seconds=300)
    end = python(site, LOOK.format(job=job))
    assert (end["state"], end["aborted"], end["counts"]["new"]) == ("done", False, ROWS)
    assert end["kept"][0] == before["kept"][0] + ROWS
    manage(site, "check_index", "--dry-run")
    assert "MB of memory" in (folder.parent / "log.txt").read_text()
