"""People of each group, and second codings as they come about."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command

from practices.models import Practice
from practices.models.status import by_the_host
from workplace.coding import second_coding


@pytest.fixture
def person(db):
    """person(name, group): a member of staff in that group; without a group, a superuser."""
    call_command("create_groups", verbosity=0)

    def create(name, group=None):
        user = User.objects.create_user(name, is_staff=True, is_superuser=group is None, first_name=name.title())
        if group:
            user.groups.add(Group.objects.get(name=group))
        return user

    return create


@pytest.fixture
def berta(person):
    """A second coder of the group Erfassung."""
    return person("berta", "Erfassung")


@pytest.fixture
def clara(person):
    """A reviewer."""
    return person("clara", "Redaktion")


@pytest.fixture
def case(study):
    """A published case: mit-anpacken, engagierte, two Teilaspekte, in zusammenleben-daseinsvorsorge."""
    return Practice.objects.get(slug="olfen-leohaus")


@pytest.fixture
def draft(case):
    with by_the_host():
        case.status, case.first_published = "draft", None
        case.save()
    return case


def content(**codes):
    """A content of a second coding: slugs per member, each coded editorially."""
    return {
        member: [
            {"slug": slug, "basis": "editorial", "chapter": "", "note": f"Grund für {slug}"}
            for slug in sorted(codes.get(member, ()))
        ]
        for member in second_coding.MEMBERS
    }


def same_as_first(practice, **changed):
    """What the first coder gave, except for the members given by slugs."""
    first = second_coding.first_of(practice.pk)
    codes = {member: [coding["slug"] for coding in codings] for member, codings in first.items()}
    return content(**(codes | changed))


def coded(practice, user, **changed):
    """A finished second coding of a case by this user."""
    return second_coding.finish(second_coding.start(practice, user), same_as_first(practice, **changed), user)
