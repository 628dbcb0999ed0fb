"""Logging in, and the stamp of the last act, while an import holds the only writer of SQLite."""

import sqlite3

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

PASSWORD = "drei-enten-auf-dem-see"
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has many writers"),
]


@pytest.fixture
def anna(transactional_db):
    return User.objects.create_superuser("anna", password=PASSWORD)


@pytest.fixture
def import_at_work(anna):
    """Another connection that has begun to write and doesn't end."""
    name = connection.settings_dict["NAME"]
    other = sqlite3.connect(name, uri=str(name).startswith("file:"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


def test_somebody_logs_in_works_and_logs_out(import_at_work):
    client = Client()
    wrong = client.post("/admin/login/", {"username": "anna", "password": "falsch"})
    assert wrong.status_code == 200
    answer = client.post("/admin/login/", {"username": "anna", "password": PASSWORD, "next": "/admin/"})
    assert (answer.status_code, answer.url) == (302, "/admin/")
    session = client.session
    session["seen"] -= 600
    session.save()
    before = client.session["seen"]
    assert client.get("/admin/password_change/").status_code == 200
    assert client.session["seen"] > before
    assert client.post("/admin/logout/").status_code == 200
    assert User.objects.get(username="anna").last_login is None


def test_the_day_of_the_last_login_is_noted_otherwise(anna):
    usual = patience()
    Client().post("/admin/login/", {"username": "anna", "password": PASSWORD, "next": "/admin/"})
    assert User.objects.get(username="anna").last_login is not None
    assert patience() == usual


def patience():
    """How long this connection waits for another writer, in milliseconds."""
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA busy_timeout").fetchone()[0]
