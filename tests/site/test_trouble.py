"""Database away, without tables, disk full: 503 with a sentence, one line of log a minute, and /readyz that tells."""

import logging
import shutil
import sqlite3
from collections import namedtuple

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from atlas import logs
from atlas.health import readiness
from atlas.health.trouble import AWAY, BUSY, CLOSED, EMPTY, FULL, trouble_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


def caused(kind, driver):
    error = kind(str(driver))
    error.__cause__ = driver
    return error


def away():
    return caused(OperationalError, psycopg.OperationalError("connection failed: Connection refused"))


FAILURES = [
    (away(), AWAY),
    (caused(OperationalError, psycopg.errors.AdminShutdown("terminating connection")), AWAY),
    (caused(OperationalError, psycopg.errors.TooManyConnections("sorry, too many clients already")), AWAY),
    (InterfaceError("connection already closed"), AWAY),
    (caused(ProgrammingError, psycopg.errors.UndefinedTable('relation "x" does not exist')), EMPTY),
    (caused(OperationalError, sqlite3.OperationalError("no such table: practices_dataversion")), EMPTY),
    (caused(OperationalError, sqlite3.OperationalError("database or disk is full")), FULL),
    (caused(OperationalError, psycopg.errors.DiskFull("No space left on device")), FULL),
    (OSError(28, "No space left on device"), FULL),
    (caused(OperationalError, sqlite3.OperationalError("attempt to write a readonly database")), CLOSED),
    (OSError(30, "Read-only file system"), CLOSED),
    (caused(OperationalError, sqlite3.OperationalError("database is locked")), BUSY),
    # Faults of the program stay what they are: 500 with a traceback.
    (caused(OperationalError, psycopg.errors.DeadlockDetected("deadlock detected")), None),
    (caused(ProgrammingError, psycopg.errors.SyntaxError("syntax error")), None),
    (FileNotFoundError(2, "No such file"), None),
    (KeyError("x"), None),
]


@pytest.mark.parametrize(("error", "trouble"), FAILURES, ids=[str(error)[:40] for error, _trouble in FAILURES])
def test_each_failure_is_known(error, trouble):
    assert trouble_of(error) is trouble


@pytest.fixture
def fails(monkeypatch):
    """fails(error): every statement raises it from now on."""

    def begin(error):
        def failing(*arguments):
            raise error

        connection.execute_wrappers.append(failing)

    kept = list(connection.execute_wrappers)
    yield begin
    connection.execute_wrappers[:] = kept


@pytest.fixture(autouse=True)
def nothing_said_yet():
    logs._last[:] = bytes(8)


@pytest.fixture
def lines(monkeypatch):
    """What the log says from now on."""
    said = []
    handler = next(
        h for h in logging.getLogger("django").handlers if any(isinstance(f, logs.NowAndThen) for f in h.filters)
    )
    monkeypatch.setattr(handler, "emit", lambda record: said.append(handler.format(record)))
    return said


ADDRESSES = [
    "/",
    "/praxis/olfen-leohaus/",
    "/handlungsfelder/",
    "/export/practices.csv",
    "/api/v1/practices/",
]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_database_that_is_away_is_503_with_a_sentence(fails, address, language):
    client = Client(raise_request_exception=False)
    fails(away())
    response = client.get(address, headers={"Accept-Language": language})
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    if address.startswith("/api/"):
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["status"] == 503
    assert {"de": "antwortet nicht", "en": "does not answer"}[language] in response.content.decode()


def test_what_is_sent_to_the_workplace_meanwhile_is_503_too(fails, client, admin_user):
    client.force_login(admin_user)
    client.raise_request_exception = False
    fails(away())
    assert client.post("/admin/practices/practice/add/", {"title": "x"}).status_code == 503


def test_the_log_has_one_line_a_minute(fails, lines, monkeypatch):
    client = Client(raise_request_exception=False)
    fails(away())
    for _turn in range(5):
        for address in (*ADDRESSES, "/healthz"):
            assert client.get(address).status_code in (200, 503)
    assert len(lines) == 1
    assert "\n" not in lines[0]
    assert "The database does not answer." in lines[0]
    assert "Connection refused" in lines[0]
    now = logs.time.monotonic()
    monkeypatch.setattr(logs.time, "monotonic", lambda: now + logs.PAUSE + 1)
    client.get("/")
    assert len(lines) == 2


def test_a_fault_of_the_program_keeps_its_traceback(fails, lines):
    fails(DatabaseError("something else"))
    assert Client(raise_request_exception=False).get("/").status_code == 500
    assert "Traceback" in lines[0]


def test_a_database_without_tables_says_what_to_do(fails):
    fails(caused(ProgrammingError, psycopg.errors.UndefinedTable('relation "practices_dataversion" does not exist')))
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 503
    assert "manage.py prepare" in response.content.decode()


class TestReadiness:
    def ask(self, client, name):
        response = client.get("/readyz")
        answer = response.json()
        assert answer["ready"] == (response.status_code == 200) == all(part["ok"] for part in answer["checks"].values())
        return response.status_code, answer["checks"][name]

    @pytest.fixture(autouse=True)
    def folders(self, settings, tmp_path):
        settings.VAR_DIR = tmp_path
        settings.MEDIA_ROOT, settings.IMPORTS_ROOT = tmp_path / "media", tmp_path / "imports"

    def test_all_is_there(self, client):
        answer = client.get("/readyz").json()
        assert answer["ready"]
        assert list(answer["checks"]) == ["database", "tables", "migrations", "disk", "folders"]

    def test_the_database(self, client, fails):
        fails(away())
        assert self.ask(client, "database") == (503, {"ok": False, "text": "The database does not answer."})

    def test_the_tables(self, client, monkeypatch):
        names = connection.introspection.table_names()
        monkeypatch.setattr(
            connection.introspection, "table_names", lambda *a, **k: [n for n in names if "place" not in n]
        )
        status, check = self.ask(client, "tables")
        assert (status, check["missing"]) == (503, 1)

    def test_the_migrations(self, client, monkeypatch):
        monkeypatch.setattr(readiness.MigrationExecutor, "migration_plan", lambda *arguments: [1, 2])
        status, check = self.ask(client, "migrations")
        assert (status, check["waiting"]) == (503, 2)

    def test_the_database_of_a_newer_release(self, client):
        MigrationRecorder(connection).record_applied("practices", "0999_later")
        status, check = self.ask(client, "migrations")
        assert (status, check["unknown"]) == (503, 1)
        assert "practices.0999_later" in check["text"]

    def test_the_disk(self, client, monkeypatch):
        usage = namedtuple("usage", "total used free")(10**10, 10**10, 5 * 10**6)
        monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
        status, check = self.ask(client, "disk")
        assert (status, check["free_mb"]) == (503, 5)

    @pytest.mark.parametrize("folder", ["media", "sessions"])
    def test_the_folders(self, client, monkeypatch, tmp_path, folder):
        (tmp_path / folder).mkdir(exist_ok=True)
        allowed = readiness.os.access
        monkeypatch.setattr(readiness.os, "access", lambda path, mode: path.name != folder and allowed(path, mode))
        status, check = self.ask(client, "folders")
        assert (status, check["closed"]) == (503, [folder])
        assert str(tmp_path) not in check["text"]

    def test_no_secret_is_told(self, client, settings, tmp_path):
        text = client.get("/readyz").content.decode()
        for secret in (settings.SECRET_KEY, str(tmp_path), str(settings.DATABASES["default"]["NAME"])):
            assert secret not in text
