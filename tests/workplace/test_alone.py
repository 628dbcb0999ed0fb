"""Who keeps an atlas alone renames what is public, and can go on at once."""

import pytest

from practices.models import Place, Practice, Revision
from tests.workplace.conftest import edit, form_of, told
from tests.workplace.records import olfen, save
from tests.workplace.test_decisions import page_state, step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def alone(settings):
    settings.SELF_APPROVAL = True


def approved(client, practice, **typed):
    """Save a public case with what was typed, hand it in and approve it, as one person does."""
    assert client.post(edit(practice), form_of(client, edit(practice)) | typed).status_code == 302
    for name in ("submit", "approve"):
        revision = Revision.objects.get(practice=practice, state__in=Revision.ACTIVE)
        sent = {"step": name, "version": page_state(client, practice), "revision": revision.pk}
        answer = client.post(step(practice), sent)
        assert answer.status_code == 302, told(answer)
    return Practice.objects.get(pk=practice.pk)


def test_a_case_may_be_called_otherwise_again_and_again(published, as_, client):
    host = as_("host")
    for slug in ("anders", "noch-anders", "neuer-fall"):
        case = approved(host, published, slug=slug, title=f"Heißt {slug}")
        assert (case.slug, case.title) == (slug, f"Heißt {slug}")
        assert client.get(f"/praxis/{slug}/").status_code == 200
    assert client.get("/praxis/anders/").status_code == 301
    assert not Revision.objects.filter(state__in=Revision.ACTIVE).exists()


def test_a_place_too(people, as_, client):
    place = olfen()
    for slug in ("olfen-stever", "olfen-lippe", "olfen"):
        assert save(as_("host"), Place.objects.get(pk=place.pk), slug=slug, name=f"Ort {slug}").status_code == 302
        assert Place.objects.get(pk=place.pk).slug == slug
        assert f"Ort {slug}" in client.get("/praxis/olfen-leohaus/").content.decode()
