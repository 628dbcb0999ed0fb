"""What was acknowledged is on the disk, so that a power cut takes nothing back."""

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from exchange.jobs import job as jobs
from tests.workplace.current.samples import drawing, encoded
from workplace.pictures import intake

FULL = "2"


@pytest.mark.django_db
def test_the_database_writes_through_before_it_acknowledges():
    question = "PRAGMA synchronous" if connection.vendor == "sqlite" else "SHOW synchronous_commit"
    with connection.cursor() as cursor:
        cursor.execute(question)
        assert str(cursor.fetchone()[0]) in (FULL, "on", "remote_apply")


@pytest.fixture
def synced(monkeypatch):
    """The paths whose content or names were forced onto the disk."""
    paths, real = [], os.fsync

    def fsync(descriptor):
        paths.append(os.path.realpath(f"/proc/self/fd/{descriptor}"))
        real(descriptor)

    monkeypatch.setattr("os.fsync", fsync)
    return paths


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="no /proc here, so nothing tells what was synced")
@pytest.mark.django_db
def test_a_picture_is_on_the_disk_under_its_name(settings, tmp_path, synced):
    settings.MEDIA_ROOT = tmp_path
    intake.store(SimpleUploadedFile("a.jpg", encoded(drawing())), None)
    assert any(path.endswith(".part") for path in synced)
    assert str(tmp_path / "pictures") in synced


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="no /proc here, so nothing tells what was synced")
@pytest.mark.django_db
def test_an_uploaded_table_is_on_the_disk(settings, tmp_path, synced):
    settings.IMPORTS_ROOT = tmp_path
    job = jobs.receive(SimpleUploadedFile("faelle.csv", b"slug\nx\n"), None)
    assert str(jobs.upload_of(job)) in synced
