"""Databases of their own for tests that run the atlas in processes: the study is loaded once, then copied."""

import atexit
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests import ROOT


def manage(environment, *arguments):
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments, "--verbosity", "0"],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


class database:
    """On PostgreSQL a database of its own; on SQLite the file lies in ATLAS_VAR anyway. Empty, without a schema."""

    def __init__(self, environment):
        self.environment = environment
        self.server = server_of(environment)
        self.name = f"atlas_{secrets.token_hex(4)}"

    def __enter__(self):
        if self.server:
            run(self.server, f"CREATE DATABASE {self.name}")
            self.environment["DATABASE_URL"] = beside(self.server, self.name)
        else:
            self.environment.pop("DATABASE_URL", None)

    def __exit__(self, *exception):
        if self.server:
            run(self.server, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


class study_database(database):
    """The same with the study and the groups, as ``migrate``, ``load_study`` and ``create_groups`` leave it."""

    def __enter__(self):
        kept = made_once(self.server)
        if self.server:
            run(self.server, f"CREATE DATABASE {self.name} TEMPLATE {kept}")
            self.environment["DATABASE_URL"] = beside(self.server, self.name)
        else:
            self.environment.pop("DATABASE_URL", None)
            shutil.copytree(kept, self.environment["ATLAS_VAR"], dirs_exist_ok=True)


def server_of(environment):
    """The address of PostgreSQL, or "" for SQLite."""
    address = environment.get("DATABASE_URL", "")
    return address if address.startswith("postgres") else ""


def beside(server, name):
    """The address of another database of this server."""
    return f"{server.rpartition('/')[0]}/{name}"


def run(server, statement):
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


@cache
def made_once(server):
    """What is copied: the name of a database of this server, for SQLite a folder. It is gone when the tests end."""
    folder = Path(tempfile.mkdtemp(prefix="atlas-study-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    environment = os.environ | {"ATLAS_VAR": str(folder), "SECRET_KEY": secrets.token_hex(32)}
    name = f"atlas_{secrets.token_hex(4)}_study"
    if server:
        run(server, f"CREATE DATABASE {name}")
        atexit.register(run, server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        environment["DATABASE_URL"] = beside(server, name)
    else:
        environment.pop("DATABASE_URL", None)
    for command in ("migrate", "load_study", "create_groups"):
        manage(environment, command)
    return name if server else folder
