"""Decisions on an import are made once, its turn comes in order, and what nobody works on any more says so."""

import io
import os
import tracemalloc
import zipfile
from multiprocessing import get_context

import pytest

from exchange.jobs import execution, queue
from exchange.jobs import job as jobs
from exchange.reading import limits
from exchange.reading.errors import Unreadable
from practices.models import ImportJob, Practice, Revision
from tests.exchange.conftest import GOOD, SLUG, xlsx_bytes
from tests.exchange.test_pages import INDEX, here, page_of, text_of, upload, write  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


class Launched(list):
    """The jobs that a process was started for. None is, but the lock is kept as one would, until it ``dies``."""

    held = None

    def __call__(self, job, what, held):
        self.append((job.pk, what))
        self.held = os.dup(held)

    def die(self):
        os.close(self.held)
        self.held = None


@pytest.fixture
def launched(monkeypatch):
    found = Launched()
    monkeypatch.setattr(jobs, "launch", found)
    yield found
    if found.held is not None:
        found.die()


def test_thrown_away_while_it_is_decided_to_write(as_, monkeypatch):
    """The page has looked at the report, then the other tab throws the import away, then the decision is made."""
    client = as_("erfassung")
    upload(client, [GOOD])
    job = ImportJob.objects.get()
    look = jobs.report_of

    def and_meanwhile(job):
        report = look(job)
        if ImportJob.objects.filter(pk=job.pk).exists():
            jobs.discard(ImportJob.objects.get(pk=job.pk))
        return report

    monkeypatch.setattr(jobs, "report_of", and_meanwhile)
    response = client.post(f"{page_of(job)}write/", {"turn": job.turn}, follow=True)
    assert response.status_code == 200
    assert "Dieser Import wurde inzwischen verworfen." in response.content.decode()
    assert not ImportJob.objects.exists()
    assert not Practice.objects.filter(slug=SLUG).exists()
    assert client.post(f"{page_of(job)}discard/").status_code == 404


def test_what_is_being_written_is_not_thrown_away_but_what_waits_is(as_, launched):
    client = as_("erfassung")
    upload(client, [GOOD])
    job = ImportJob.objects.get()
    assert jobs.claim(job)
    response = client.post(f"{page_of(job)}discard/", follow=True)
    assert "An diesem Import wird gerade gearbeitet." in response.content.decode()
    assert not jobs.claim(ImportJob.objects.get())
    upload(client, [GOOD])
    waits = ImportJob.objects.exclude(pk=job.pk).get()
    client.post(f"{page_of(waits)}discard/")
    assert list(ImportJob.objects.all()) == [job]


def test_a_discard_is_one_statement(as_, django_assert_num_queries):
    upload(as_("erfassung"), [GOOD])
    job = ImportJob.objects.get()
    with django_assert_num_queries(1):
        jobs.discard(job)


def test_of_two_decisions_at_once_one_is_made(as_, launched):
    client = as_("erfassung")
    upload(client, [GOOD])
    job = ImportJob.objects.get()
    execution.run(job, jobs.CHECK)
    launched.die()
    one, other = ImportJob.objects.get(), ImportJob.objects.get()
    jobs.start(one, jobs.WRITE)
    with pytest.raises(jobs.Busy):
        jobs.start(other, jobs.WRITE)
    with pytest.raises(jobs.Busy):
        jobs.start(other, jobs.CHECK)
    assert launched == [(job.pk, jobs.CHECK), (job.pk, jobs.WRITE)]


def test_a_decision_on_another_report_is_refused(as_):
    client = as_("erfassung")
    upload(client, [GOOD])
    job = ImportJob.objects.get()
    client.post(f"{page_of(job)}check/")
    for named in ({"turn": job.turn}, {}, {"turn": "x"}, {"turn": "9" * 40}):
        response = client.post(f"{page_of(job)}write/", named, follow=True)
        assert "hat sich geändert, seit Sie die Seite geöffnet haben" in response.content.decode()
    assert not Practice.objects.filter(slug=SLUG).exists()
    assert "Die Zeilen sind geschrieben." in text_of(write(client, job))


def test_what_changed_since_the_check_is_checked_again_and_said(as_):
    client = as_("erfassung")
    upload(client, [{"Slug": "olfen-leohaus", "Kurzfassung": "Ein neuer Satz."}])
    job = ImportJob.objects.get()
    practice = Practice.objects.get(slug="olfen-leohaus")
    practice.summary = "Inzwischen schrieb jemand anders einen Satz."
    practice.save()
    response = write(client, job)
    assert "Der Atlas hat sich geändert, seit die Tabelle geprüft wurde." in text_of(response)
    assert "Inzwischen schrieb jemand anders einen Satz." in text_of(response)
    assert not Revision.objects.exists()
    assert "Die Zeilen sind geschrieben." in text_of(write(client, job))
    assert Revision.objects.exists()


@pytest.mark.parametrize("state", ["checking", "writing"])
def test_a_job_whose_process_died_says_so(as_, launched, state):
    client = as_("erfassung")
    upload(client, [GOOD])
    job = ImportJob.objects.get()
    assert jobs.claim(job)
    ImportJob.objects.update(state=state)
    assert client.get(f"{page_of(job)}progress/").json()["running"]
    launched.die()
    response = client.get(page_of(job))
    assert "Abgebrochen: Es wurde nichts geschrieben." in text_of(response)
    assert ImportJob.objects.get().state == "aborted"


def test_whoever_was_declared_dead_writes_nothing_more(as_):
    client = as_("erfassung")
    upload(client, [GOOD])
    job = ImportJob.objects.get()
    ImportJob.objects.update(state="writing", queued="2026-01-01T00:00Z", started=None)
    job.refresh_from_db()
    claim = jobs.claim

    def and_then_declared_dead(job):
        return claim(job) and ImportJob.objects.update(state="aborted")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "claim", and_then_declared_dead)
        with pytest.raises(execution.Lost):
            execution.run(job, jobs.WRITE)
    assert not Practice.objects.filter(slug=SLUG).exists()
    assert ImportJob.objects.get().state == "aborted"


def test_the_queue_has_an_order_and_one_process(as_, launched):
    client = as_("erfassung")
    upload(client, [GOOD])
    first = ImportJob.objects.get()
    assert jobs.claim(first)
    upload(client, [GOOD])
    upload(client, [GOOD])
    second, third = ImportJob.objects.filter(started=None).order_by("queued")
    assert launched == [(first.pk, jobs.CHECK)]
    assert [jobs.before(job) for job in (first, second, third)] == [None, 1, 2]
    assert "Wartet: 2 Importe sind vor diesem an der Reihe" in text_of(client.get(page_of(third)))
    assert client.get(f"{page_of(second)}progress/").json()["label"] == "Wartet: 1 Import ist vor diesem an der Reihe"
    assert "wartet, 2 davor" in text_of(client.get(INDEX))
    assert list(jobs.waiting()) == [second, third]
    launched.die()
    # The process died: whoever looks next sees to it that the next one begins.
    client.get(page_of(third))
    assert launched[1:] == [(second.pk, jobs.CHECK)]
    first.refresh_from_db()
    assert first.state == "aborted"


def bomb(strings):
    """A workbook that lists so many texts, in a few hundred kB."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes([["Titel"], ["x"]]))) as one, zipfile.ZipFile(content, "w", 8) as other:
        for name in one.namelist():
            if name != "xl/sharedStrings.xml":
                other.writestr(name, one.read(name))
        main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        with other.open("xl/sharedStrings.xml", "w") as part:
            part.write(f"<sst {main}>".encode())
            for _ in range(strings // 10_000):
                part.write(b"<si><t>a</t></si>" * 10_000)
            part.write(b"</sst>")
    return content.getvalue()


def test_a_small_file_with_millions_of_texts_is_refused_within_bounds(import_):
    content = bomb(8_000_000)
    assert len(content) < 500_000
    tracemalloc.start()
    with pytest.raises(Unreadable, match=r"zählt mehr als 1\.000\.000 Texte auf"):
        import_(content, "klein.xlsx")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * limits.MEGABYTE


def test_a_row_without_an_end_is_refused_within_bounds(import_):
    """One row of three million cells: a small file, and 800 MB once it is read."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes([["Titel"]]))) as one, zipfile.ZipFile(content, "w", 8) as other:
        for name in one.namelist():
            if name != "xl/worksheets/sheet1.xml":
                other.writestr(name, one.read(name))
        with other.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>')
            for _ in range(300):
                part.write(b"<c><v>1</v></c>" * 10_000)
            part.write(b"</row></sheetData></worksheet>")
    assert len(content.getvalue()) < 500_000
    tracemalloc.start()
    with pytest.raises(Unreadable, match="Eine Zeile der Excel-Datei ist größer als"):
        import_(content.getvalue(), "breit.xlsx")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * limits.MEGABYTE


def _fill_memory():
    queue.confine()
    try:
        held = [bytearray(limits.MEGABYTE) for _ in range(4096)]
    except MemoryError:
        raise SystemExit(queue.NO_MEMORY) from None
    raise SystemExit(len(held))


def test_the_child_may_use_so_much_memory_and_no_more(settings):
    settings.IMPORT_MEMORY_MB = 1024
    child = get_context("fork").Process(target=_fill_memory)
    child.start()
    child.join()
    assert child.exitcode == queue.NO_MEMORY


@pytest.mark.parametrize(
    ("code", "overdue", "state", "text"),
    [
        (queue.NO_MEMORY, False, "failed", "mehr als die 1024 MB Arbeitsspeicher"),
        (-24, False, "failed", "länger als die 30 Minuten"),
        (-9, True, "failed", "länger als die 30 Minuten"),
        (-9, False, "aborted", "Abgebrochen"),
    ],
)
def test_how_a_child_ended_is_told_to_the_user(as_, launched, code, overdue, state, text):
    client = as_("erfassung")
    upload(client, [GOOD])
    job = ImportJob.objects.get()
    claimed = ImportJob.objects.get()
    assert jobs.claim(claimed)
    queue.bury(job, code, overdue)
    assert ImportJob.objects.get().state == state
    assert text in text_of(client.get(page_of(job)))
