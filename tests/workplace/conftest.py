"""People of each group, and cases on their way."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client

from core.acting import acting
from core.following import collected
from practices.case.applying import apply
from practices.case.contents import read
from practices.models import Practice
from workplace.workflow import steps

WORDS = " ".join(["Wort"] * 70)


@pytest.fixture
def people(study):
    """{"erfassung", "kollegin" (Erfassung too), "redaktion", "zweite" (Redaktion too), "leitung", "host"}: User."""
    with collected():
        call_command("create_groups", verbosity=0)
        return _people()


def _people():
    def person(name, group=None):
        user = User.objects.create_user(name, is_staff=True, is_superuser=group is None)
        if group:
            user.groups.add(Group.objects.get(name=group))
        return user

    return {
        "erfassung": person("erfassung", "Erfassung"),
        "kollegin": person("kollegin", "Erfassung"),
        "redaktion": person("redaktion", "Redaktion"),
        "zweite": person("zweite", "Redaktion"),
        "leitung": person("leitung", "Leitung"),
        "host": person("host"),
    }


@pytest.fixture
def as_(people):
    """as_("redaktion") → a Client with that person logged in."""

    def log_in(name):
        client = Client()
        client.force_login(people[name])
        return client

    return log_in


def content(**changes):
    """The plain form of a complete case."""
    base = read(Practice.objects.get(slug="olfen-leohaus").pk)
    return base | {"slug": "neuer-fall", "title": "Ein neuer Fall", "title_en": "", "description": WORDS} | changes


@pytest.fixture
def draft(people):
    """A complete draft of "erfassung"."""
    with acting(user=people["erfassung"]):
        return apply(None, content())


@pytest.fixture
def in_review(draft, people):
    return steps.take(draft, "submit", people["erfassung"], "Bitte ansehen")


@pytest.fixture
def published(in_review, people):
    return steps.take(in_review, "publish", people["redaktion"])


def edit(practice):
    return f"/admin/practices/practice/{practice.pk}/change/"


def form_of(client, address):
    """Every field of the form as a browser would send it."""
    form = BeautifulSoup(client.get(address).content, "html.parser").find("form", id="case-form")
    for template in form.find_all("template"):
        template.decompose()
    fields = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type")
        if not name or kind in ("file", "submit", "search") or (kind == "checkbox" and not field.has_attr("checked")):
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True)
            fields[name] = chosen["value"] if chosen else field.find("option")["value"]
        else:
            fields[name] = field.get("value") or (field.text.lstrip("\n") if field.name == "textarea" else "")
    return fields


def told(response):
    """What a page says in errors and messages."""
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(e.get_text(" ", strip=True) for e in soup.select(".errorlist, .errornote, .messagelist, .notice"))
