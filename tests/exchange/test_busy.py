"""While an import writes, SQLite lets nobody else save: they are asked to try again, with a real lock held."""

import sqlite3

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test import Client

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has many writers")


@pytest.mark.django_db
def test_who_saves_meanwhile_is_asked_to_try_again(tmp_path, settings, monkeypatch):
    path = tmp_path / "locked.sqlite3"
    with sqlite3.connect(path) as own:
        own.execute("CREATE TABLE thing (a)")
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")

    def save(*args, **kwargs):
        other = DatabaseWrapper(
            connection.settings_dict | {"NAME": str(path), "OPTIONS": {"timeout": 0.1, "transaction_mode": "IMMEDIATE"}}
        )
        try:
            with other.cursor() as cursor:
                cursor.execute("INSERT INTO thing VALUES (1)")
        finally:
            other.close()

    monkeypatch.setattr("exchange.pages.imports.jobs.visible_to", save)
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("host"))
    response = client.get("/admin/practices/import/")
    writer.rollback()
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "in einer Minute noch einmal" in response.content.decode()
