"""The index follows every kind of write, in the same transaction."""

import pytest
from django.core.management import call_command
from django.db import transaction

from handlungsfelder.models import Handlungsmuster
from practices.filter.selection import Selection
from practices.models import HandlungsmusterCoding, Place, Practice, SearchDocument
from practices.models.status import by_the_host

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


def found(text):
    return set(Practice.objects.filter(pk__in=Selection({"q": text}).cases).values_list("slug", flat=True))


@pytest.fixture
def leohaus(study):
    return Practice.objects.get(slug="olfen-leohaus")


def test_save(leohaus):
    assert found("Zeppelinhallen") == set()
    leohaus.title = "Die Zeppelinhalle"
    leohaus.save()
    assert found("Zeppelinhallen") == {"olfen-leohaus"}


def test_bulk_update_and_bulk_create(leohaus):
    Practice.objects.filter(pk=leohaus.pk).update(summary="Ein Leuchtturm.")
    assert found("Leuchttürme") == {"olfen-leohaus"}
    leohaus.summary = "Eine Windmühle."
    Practice.objects.bulk_update([leohaus], ["summary"])
    assert found("Leuchtturm") == set()
    assert found("Windmühlen") == {"olfen-leohaus"}
    term = Handlungsmuster.objects.get(slug="protestieren")
    HandlungsmusterCoding.objects.bulk_create(
        [HandlungsmusterCoding(practice=leohaus, term=term, basis="editorial", note="ein Grund")]
    )
    assert "olfen-leohaus" in found("protestieren")


def test_terms_and_places(leohaus):
    Handlungsmuster.objects.filter(slug="protestieren").update(title="Aufbegehren")
    assert found("Aufbegehren") == {"schoenau-stromrebellen"}
    Place.objects.filter(slug="olfen").update(name="Neu-Olfenburg")
    assert found("Neuolfenburg") == {"olfen-leohaus", "olfen-buergerbus"}


def test_deletion_and_withdrawal(leohaus):
    Practice.objects.filter(slug="olfen-buergerbus").delete()
    assert "olfen-buergerbus" not in found("Olfen")
    with by_the_host():
        leohaus.status = "withdrawn"
        leohaus.save()
    assert found("Leohaus") == set()


def test_what_is_rolled_back_is_not_found(leohaus):
    with pytest.raises(RuntimeError), transaction.atomic():
        leohaus.title = "Die Zeppelinhalle"
        leohaus.save()
        assert found("Zeppelinhalle") == {"olfen-leohaus"}
        raise RuntimeError
    assert found("Zeppelinhalle") == set()
    assert "olfen-leohaus" in found("Leohaus")


def test_check_index_finds_drift_and_repairs_it(leohaus, capsys):
    SearchDocument.objects.filter(pk=leohaus.pk).update(bag="axnichts", sequence="wnichts")
    SearchDocument.objects.filter(practice__slug="olfen-buergerbus").delete()
    with pytest.raises(SystemExit):
        call_command("check_index", dry_run=True)
    assert "2 search documents would be written" in capsys.readouterr().out
    call_command("check_index")
    assert "2 search documents written" in capsys.readouterr().out
    call_command("check_index", dry_run=True)
    assert "0 search documents" in capsys.readouterr().out
    assert found("Leohaus") >= {"olfen-leohaus"}
    call_command("check_index", rebuild=True)
    assert found("Bürgerbusse") >= {"olfen-buergerbus"}


def test_each_release_looks_through_all_once(leohaus, capsys, monkeypatch):
    """What a start does: a release may analyse words otherwise, so the first look is its own."""
    call_command("check_index", once=True)
    assert "50 practices looked at" in capsys.readouterr().out
    call_command("check_index", once=True)
    assert "has looked through all practices before" in capsys.readouterr().out
    SearchDocument.objects.filter(pk=leohaus.pk).update(bag="axnichts", sequence="wnichts")
    module = "atlas.management.commands.check_index.fingerprint"
    monkeypatch.setattr(module, lambda with_packages: "the next release")
    call_command("check_index", once=True)
    assert "1 search documents written" in capsys.readouterr().out
    leohaus.refresh_from_db()
    leohaus.save()
    call_command("check_index", once=True)
    assert "has looked through all practices before" in capsys.readouterr().out
