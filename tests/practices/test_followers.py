"""What follows a write: said in one place, and missed by nobody."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from core import following
from practices.models import DataVersion, Practice, SearchDocument, Version


def test_search_history_and_data_version_follow_in_this_order():
    assert list(following._followers) == ["search", "history", "data version"]


@pytest.mark.django_db
def test_one_write_is_followed_by_all_of_them(study):
    practice = Practice.objects.published().first()
    number = DataVersion.objects.get().number
    practice.title = "Wiedehopf am Marktplatz"
    practice.save()
    assert "wiedehopf" in SearchDocument.objects.get(practice=practice).bag
    assert Version.objects.filter(practice=practice).latest("number").content["title"] == practice.title
    assert DataVersion.objects.get().number == number + 1


@pytest.mark.django_db
def test_a_write_that_nobody_follows_is_refused(study, monkeypatch):
    monkeypatch.setattr(following, "_followers", {})
    practice = Practice.objects.published().first()
    before, practice.title = practice.title, "Unbemerkt"
    with pytest.raises(ImproperlyConfigured), transaction.atomic():
        practice.save()
    assert Practice.objects.get(pk=practice.pk).title == before


@pytest.mark.django_db
def test_what_a_follower_raises_undoes_the_write(study, monkeypatch):
    def fails(changed):
        raise RuntimeError("no room")

    monkeypatch.setattr(following, "_followers", following._followers | {"fails": (None, fails)})
    number = DataVersion.objects.get().number
    with pytest.raises(RuntimeError, match="no room"):
        Practice.objects.published().update(coding_note="Neu gesehen.")
    assert DataVersion.objects.get().number == number
    assert not Practice.objects.filter(coding_note="Neu gesehen.").exists()
