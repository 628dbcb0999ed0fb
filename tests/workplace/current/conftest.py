"""People of the three groups, a folder for pictures, and cases in every state."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command

from core.acting import acting
from practices.case.applying import apply
from practices.case.contents import read
from practices.models import Citation, Practice, Source
from practices.models.status import by_the_host
from tests.workplace.current import samples
from tests.workplace.current.servers import Server
from workplace.pictures import intake


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def member(db):
    """member("Redaktion", "rita") → a User of that group; None for the group makes a superuser."""
    call_command("create_groups", verbosity=0)

    def make(group, name=None):
        user = User.objects.create_user(name or f"member-{group}", is_staff=True, is_superuser=group is None)
        if group:
            user.groups.add(Group.objects.get(name=group))
        return user

    return make


@pytest.fixture
def log_in(client, member):
    """log_in("Erfassung") → a client of a member of that group, with ``client.user``."""

    def do(group=None, name=None):
        client.user = member(group, name)
        client.force_login(client.user)
        return client

    return do


@pytest.fixture
def server():
    with Server() as running:
        yield running


@pytest.fixture
def source(study):
    """source(url) → a cited Source with that address; those of the study have none meanwhile."""
    Source.objects.update(url="")
    number = iter(range(1000))

    def make(url, practice=None):
        made = Source.objects.create(slug=f"quelle-{next(number)}", citation=f"Quelle: {url}", url=url)
        Citation.objects.create(practice=practice or case(), source=made, locator="S. 1")
        return made

    return make


def case(slug="olfen-leohaus"):
    return Practice.objects.get(slug=slug)


def changed(practice, user=None, **members):
    """The case with these members of its plain form written."""
    with acting(user=user):
        return apply(practice, read(practice.pk) | members)


def put(practice, status, **values):
    """The case in a status and with values, as the host's own data would bring them."""
    with by_the_host():
        for name, value in ({"status": status} | values).items():
            setattr(practice, name, value)
        practice.save()
    return practice


def illustrated(practice, data=None, **members):
    """The Picture that the case shows now."""
    picture = intake.store(samples.upload(data or samples.photo()), None)
    entry = {"picture": picture.digest, "alt": "Ein Haus", "author": "A. Foto", "licence": "cc-by-4.0"} | members
    changed(practice, images=[*read(practice.pk)["images"], entry])
    return picture


def stored(data, name="bild.jpg"):
    """The Picture that an upload of these bytes gives."""
    return intake.store(samples.upload(data, name), None)
