"""Pictures that no case shows any more: what is swept out, and what stays."""

import os
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from practices.case.contents import read
from practices.models import Autosave, Picture, PracticeImage
from tests.workplace.current import samples
from tests.workplace.current.conftest import case, changed, illustrated, stored
from workplace.pictures import intake
from workplace.workflow import revisions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


def sweep(*arguments):
    from io import StringIO

    out = StringIO()
    call_command("sweep_pictures", *arguments, stdout=out)
    return out.getvalue()


def age(days=2):
    Picture.objects.update(at=timezone.now() - timedelta(days=days))


def test_the_sweep_lists_first_and_deletes_when_told(media):
    shown, loose = illustrated(case()), stored(samples.photo(200, 100))
    young = stored(samples.photo(210, 100))
    age()
    Picture.objects.filter(pk=young.pk).update(at=timezone.now())
    assert loose.digest in sweep()
    assert Picture.objects.count() == 3
    said = sweep("--delete")
    assert loose.digest in said
    assert shown.digest not in said
    assert set(Picture.objects.values_list("pk", flat=True)) == {shown.pk, young.pk}
    left = {path.stem for path in (media / "pictures").iterdir()}
    assert left == {shown.digest, young.digest}
    assert "0" in sweep("--delete")


def test_what_a_version_a_revision_or_an_unsaved_form_mentions_stays(member):
    editor, practice = member("Redaktion"), case()
    before = illustrated(practice)
    changed(practice, images=[])
    assert not PracticeImage.objects.exists()
    proposed = stored(samples.photo(220, 100))
    entry = {"picture": proposed.digest, "alt": "x", "author": "y", "licence": "cc0"}
    revisions.save(practice, read(practice.pk) | {"images": [entry]}, editor)
    typed = stored(samples.photo(230, 100))
    Autosave.objects.create(user=editor, key="practice-1", data=[["title", "x"], ["images-0-picture", typed.digest]])
    listed = stored(samples.photo(240, 100))
    Autosave.objects.create(user=editor, key="new-1", data=[["images", f'[{{"picture": "{listed.digest}"}}]']])
    age()
    sweep("--delete")
    kept = {before.digest, proposed.digest, typed.digest, listed.digest}
    assert set(Picture.objects.values_list("digest", flat=True)) == kept


def test_the_picture_of_a_deleted_case_stays_for_its_return():
    practice = case()
    picture = illustrated(practice)
    practice.delete()
    age()
    sweep("--delete")
    assert Picture.objects.filter(pk=picture.pk).exists()


def test_a_file_that_a_cut_off_write_left_is_swept_out(media):
    (media / "pictures").mkdir(parents=True)
    left = media / "pictures" / "tmpabc.part"
    left.write_bytes(b"half")
    assert sweep("--delete") and left.exists()  # younger than a day
    os.utime(left, (0, 0))
    assert "tmpabc.part" in sweep()
    assert left.exists()
    sweep("--delete")
    assert not left.exists()


def test_a_picture_taken_up_meanwhile_is_not_swept_out():
    loose = stored(samples.photo())
    age()
    (found,) = intake.unused()
    stored(samples.photo())
    assert intake.sweep(found) is False
    assert Picture.objects.filter(pk=loose.pk).exists()
    assert loose.file.storage.exists(loose.file.name)
