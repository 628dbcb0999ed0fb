"""Starting: two at once both succeed, and what is missing or wrong is said in a sentence."""

import os
import subprocess
import sys

import pytest
import yaml

from atlas.health.trouble import told
from core.locks import Taken, alone
from tests import ROOT
from tests.databases import database

SECRET = "only-for-the-test-of-the-start-0123456789-abcdef"


def environment(folder, **more):
    return os.environ | {"ATLAS_VAR": str(folder), "SECRET_KEY": SECRET} | more


def manage(env, *arguments, **options):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, **options
    )


def test_of_several_starts_at_once_all_succeed(tmp_path):
    env = environment(tmp_path)
    with database(env):
        started = [
            subprocess.Popen(
                [sys.executable, "manage.py", "prepare"],
                cwd=ROOT,
                env=env,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            for _ in range(3)
        ]
        ended = [process.communicate() for process in started]
        assert [process.returncode for process in started] == [0, 0, 0], ended
        assert sorted(out.split(" new")[0] for out, _err in ended)[:2] == ["0", "0"]


def test_both_ways_to_start_take_the_lock():
    for script in (ROOT / "atlas/entrypoint.sh", ROOT / ".ci/serve"):
        text = script.read_text()
        assert "manage.py prepare" in text
        assert "manage.py migrate" not in text


@pytest.mark.django_db
def test_a_lock_that_is_held_is_seen_by_others(tmp_path, settings):
    """Another process holds it: as long as it lives, and no longer."""
    settings.VAR_DIR = tmp_path
    script = (
        "import django, sys; django.setup(); from core.locks import alone\n"
        "with alone('test-of-locks'): print('held', flush=True); sys.stdin.read()"
    )
    env = environment(tmp_path, DJANGO_SETTINGS_MODULE="atlas.settings")
    holder = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        from django.db import connection

        if connection.vendor == "postgresql":  # advisory locks are those of one database
            pytest.skip("the test database is another one than that of the settings")
        assert holder.stdout.readline().strip() == "held"
        with pytest.raises(Taken), alone("test-of-locks", wait=False):
            pass
        with alone("another", wait=False):
            pass
    finally:
        holder.kill()
        holder.wait()
    with alone("test-of-locks", wait=False):
        pass


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "DATABASE_URL is empty"),
        ("   ", "DATABASE_URL is empty"),
        ("nonsense", "DATABASE_URL"),
        ("mysql://a:geheim@b/c", "SQLite and PostgreSQL"),
        ("postgres://a:geheim@b:port/c", "DATABASE_URL is no address"),
        ("postgres://a:geheim@b:5432/", "names no database"),
    ],
)
def test_a_wrong_address_of_the_database_is_a_sentence(tmp_path, url, said):
    env = environment(tmp_path, DATABASE_URL=url)
    server = subprocess.run(
        [sys.executable, "-c", "import atlas.wsgi"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    for started in (manage(env, "prepare"), server):
        assert started.returncode != 0
        assert said in started.stderr
        assert "postgres://user:password@host:5432/atlas" in started.stderr
        assert "Traceback" not in started.stderr
        assert "geheim" not in started.stderr


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgres://atlas:geheim@127.0.0.1:1/atlas", "The database does not answer."),
        ("sqlite:////dev/null/atlas.sqlite3", "may not write"),
    ],
)
def test_a_database_that_is_away_is_a_sentence(tmp_path, url, said):
    started = manage(environment(tmp_path, DATABASE_URL=url), "prepare")
    assert started.returncode != 0
    assert said in started.stderr
    assert "Traceback" not in started.stderr
    assert "geheim" not in started.stderr


def test_the_database_of_a_newer_release_is_a_sentence_and_stays_as_it_is(tmp_path):
    """Neither tables nor groups nor the study are written; no server answers."""
    env = environment(tmp_path)
    later = "MigrationRecorder(connection).record_applied('practices', '0999_later')"
    record = f"from django.db import connection; from django.db.migrations.recorder import MigrationRecorder; {later}"
    with database(env):
        manage(env, "migrate", "practices", "0012", check=True)
        manage(env, "shell", "--no-imports", "-c", record, check=True)
        before = manage(env, "showmigrations").stdout
        serve = [sys.executable, "-m", "gunicorn", "atlas.wsgi", "--config", "python:atlas.gunicorn", "--bind"]
        server = subprocess.run([*serve, "127.0.0.1:0"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
        for started in (manage(env, "migrate"), manage(env, "prepare"), server):
            assert started.returncode not in (0, None)
            assert "The database is that of a newer release" in started.stderr
            assert "practices.0999_later" in started.stderr
            assert "Traceback" not in started.stderr
        assert manage(env, "showmigrations").stdout == before
        groups = "from django.contrib.auth.models import Group; print(Group.objects.count())"
        assert manage(env, "shell", "--no-imports", "-v0", "-c", groups).stdout.strip() == "0"


def test_a_full_disk_is_a_sentence():
    """/dev/full takes nothing."""
    with pytest.raises(OSError) as error, open("/dev/full", "w") as full:
        full.write("x" * 10**6)
    assert told(error.value).startswith("The disk is full.")


def test_the_password_may_lie_in_a_file(tmp_path):
    secret = tmp_path / "password"
    secret.write_text("aus-der-datei\n")
    show = "from django.conf import settings; print(settings.DATABASES['default']['PASSWORD'])"
    for url, password in (("postgres://atlas@db/atlas", "aus-der-datei"), ("postgres://atlas:eins@db/atlas", "eins")):
        env = environment(
            tmp_path, DATABASE_URL=url, DATABASE_PASSWORD_FILE=str(secret), DJANGO_SETTINGS_MODULE="atlas.settings"
        )
        shown = subprocess.run([sys.executable, "-c", show], cwd=ROOT, env=env, capture_output=True, text=True)
        assert shown.stdout.strip() == password
    env["DATABASE_PASSWORD_FILE"], env["DATABASE_URL"] = str(tmp_path / "none"), "postgres://atlas@db/atlas"
    assert "DATABASE_PASSWORD_FILE" in manage(env, "prepare").stderr


def test_compose_knows_no_password_and_has_a_clock():
    text = (ROOT / "docker-compose.yml").read_text()
    services = yaml.safe_load(text)["services"]
    assert "POSTGRES_PASSWORD:-atlas" not in text
    assert services["database"]["environment"]["POSTGRES_PASSWORD_FILE"] == "/secrets/database-password"
    assert services["database"]["depends_on"]["password"]["condition"] == "service_completed_successfully"
    for name in ("atlas", "daily"):
        assert services[name]["environment"]["DATABASE_PASSWORD_FILE"] == "/secrets/database-password"
        assert "secrets:/secrets:ro" in services[name]["volumes"]
    assert services["daily"]["command"] == ["clock"]
    assert "ports" not in services["daily"]


class TestPasswordOfTheDatabase:
    """What docker-compose.yml runs before its database."""

    def run(self, folder, password=""):
        (folder / "data").mkdir(exist_ok=True)
        env = os.environ | {"PASSWORD_FILE": str(folder / "password"), "DATABASE_FOLDER": str(folder / "data")}
        env["POSTGRES_PASSWORD"] = password
        done = subprocess.run(["sh", "atlas/database_password.sh"], cwd=ROOT, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return (folder / "password").read_text(), done.stderr

    def test_is_random_and_stays(self, tmp_path):
        first, said = self.run(tmp_path)
        assert (len(first), said) == (48, "")
        (tmp_path / "data/PG_VERSION").write_text("15\n")
        assert self.run(tmp_path) == (first, "")
        (tmp_path / "other").mkdir()
        assert self.run(tmp_path / "other")[0] != first

    def test_an_existing_database_keeps_its_own_with_a_warning(self, tmp_path):
        (tmp_path / "data").mkdir()
        (tmp_path / "data/PG_VERSION").write_text("15\n")
        password, said = self.run(tmp_path)
        assert password == "atlas"
        assert "WARNING" in said
        assert self.run(tmp_path)[1] == said

    def test_what_the_host_sets_is_taken(self, tmp_path):
        self.run(tmp_path)
        assert self.run(tmp_path, "vom-betreiber") == ("vom-betreiber", "")
