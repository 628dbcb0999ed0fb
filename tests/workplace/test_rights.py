"""docs/rights.md says what the code decides, and every cell of it holds by every way that leads to the action."""

import json
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction

from core.acting import acting
from handlungsfelder.models import Handlungsmuster
from practices.case.applying import apply
from practices.case.contents import read
from practices.models import Place, Practice, Revision, Source
from tests import ROOT
from tests.exchange.conftest import import_  # noqa: F401
from tests.workplace.conftest import content, edit, form_of
from workplace.accounts import matrix
from workplace.workflow import decisions, revisions, steps

pytestmark = pytest.mark.django_db

LIST = "/admin/practices/practice/"
NEW = "Anders geschrieben"
PEOPLE = {
    "visitor": None,
    "erfassung-own": "erfassung",
    "erfassung": "erfassung",
    "redaktion-own": "redaktion",
    "redaktion": "redaktion",
    "leitung": "leitung",
    "superuser": "host",
}
RECORDS = {
    "a place": ("practices/place", Place),
    "a source": ("practices/source", Source),
    "a term": ("handlungsfelder/handlungsmuster", Handlungsmuster),
    "an account": ("auth/user", User),
}
STATUS = {
    "a draft": "draft",
    "a case in review": "in-review",
    "a published case": "published",
    "a withdrawn case": "withdrawn",
}


def test_the_docs_say_what_the_code_decides(study):
    printed = StringIO()
    call_command("rights", stdout=printed)
    hint = "run: manage.py rights > docs/rights.md"
    assert (ROOT / "docs/rights.md").read_text(encoding="utf-8") == printed.getvalue(), hint


def case_in(status, author, people):
    """A case of this author's that others brought to a status."""
    with acting(user=author):
        practice = apply(None, content())
    if status == "draft":
        return practice
    practice = steps.take(practice, "submit", author)
    if status == "in-review":
        return practice
    practice = steps.take(practice, "publish", people["zweite"])
    return practice if status == "published" else steps.take(practice, "withdraw", people["zweite"], "Grund")


class Ways:
    """By which ways somebody can try an action: each is a (name, function that tells whether it happened)."""

    def __init__(self, client, user, people, as_, import_):  # noqa: F811
        self.client, self.user, self.people, self.as_, self.import_ = client, user, people, as_, import_
        self.form = None

    def ok(self, address):
        return self.client.get(address).status_code == 200

    def post(self, address, sent, **more):
        return self.client.post(address, sent, **more)

    def of_case(self, action, practice):
        below, pk = f"{LIST}{practice.pk}/", practice.pk
        if action == "find it in the list":
            yield "list", lambda: self.listed(practice)
        elif action == "read it":
            for page in ("review/", "history/", "preview/", "history/1/", "compare/?a=1&b=1"):
                yield page, lambda page=page: self.ok(below + page)
            yield "API", lambda: self.ok(f"/api/v1/practices/{practice.slug}/steps/")
        elif action in ("change it", "propose a change"):
            yield "form", lambda: self.written(practice)
            yield "merging", lambda: self.merged(practice)
            if self.user is not None:
                yield "import", lambda: self.imported(practice)
        elif action == "delete it":
            yield "direct", lambda: self.gone(below + "delete/", {}, pk)
            yield "list", lambda: self.gone(LIST, {"action": "delete_selected", "_selected_action": [pk]}, pk)
        elif action == "confirm it as current":
            Practice.objects.filter(pk=pk).update(confirmed=None)
            yield "direct", lambda: self.confirmed(below + "confirm/", {}, pk)
            yield "queue", lambda: self.confirmed("/admin/practices/stale/", {"practice": pk}, pk)
        else:
            yield "direct", lambda: self.taken(below + "step/", {"step": action}, practice)
            address = f"/api/v1/practices/{practice.slug}/steps/"
            yield "API", lambda: self.taken(address, {"step": action}, practice, content_type="application/json")
            if action in ("submit", "publish", "withdraw"):
                yield "list", lambda: self.taken_in_list(action, practice)

    def of_revision(self, action, revision):
        practice = revision.practice
        below = f"{LIST}{practice.pk}/"
        if action == "read it":
            number = revision.versions.exclude(action="step").latest("number").number
            yield "direct", lambda: self.ok(f"{below}history/{number}/")
            for page, told in (
                ("review/", "Vorgeschlagen"),
                ("preview/", "Vorgeschlagen"),
                ("history/", f"history/{number}/"),
            ):
                yield page, lambda page=page, told=told: told in self.client.get(below + page).content.decode()
        elif action == "change it":
            yield "form", lambda: self.written(practice)
            yield "merging", lambda: self.merged(practice)
            if self.user is not None:
                yield "import", lambda: self.imported(practice)
        else:
            yield "direct", lambda: self.decided(below + "step/", action, revision)

    def listed(self, practice):
        answer = self.client.get(f"{LIST}?q={practice.slug}")
        return answer.status_code == 200 and practice in answer.context["cl"].result_list

    def has_new_title(self, practice):
        if not Practice.objects.filter(pk=practice.pk).exists():
            return False
        revision = revisions.active(practice)
        now = revisions.latest(revision).content if revision else read(practice.pk)
        return now["title"] == NEW

    def fields(self, practice):
        """What the form of somebody who may write would send."""
        if practice.status == "withdrawn":
            return {"base": "1"}
        if self.form is None:
            self.form = form_of(self.as_("zweite"), edit(practice))
        return self.form

    def written(self, practice):
        self.post(edit(practice), self.fields(practice) | {"title": NEW})
        return self.has_new_title(practice)

    def merged(self, practice):
        number = self.fields(practice)["base"]
        mine = json.dumps((read(practice.pk) | {"title": NEW}), ensure_ascii=False)
        self.post(f"{LIST}{practice.pk}/merge/", {"base": number, "theirs": number, "mine": mine, "take-title": "mine"})
        return self.has_new_title(practice)

    def imported(self, practice):
        row = {"Slug": practice.slug, "Titel": NEW}
        self.import_([row], user=self.user, write=True, only_good_rows=True)
        return self.has_new_title(practice)

    def versions(self, pk):
        state = decisions.state_of(pk)
        return {"version": state, f"version-{pk}": state, "decided": "1", "comment": "Grund"}

    def gone(self, address, sent, pk):
        self.post(address, sent | self.versions(pk))
        return not Practice.objects.filter(pk=pk).exists()

    def confirmed(self, address, sent, pk):
        self.post(address, sent | self.versions(pk))
        return Practice.objects.get(pk=pk).confirmed is not None

    def taken(self, address, sent, practice, **more):
        wanted = sent | {"version": decisions.state_of(practice.pk), "comment": "Grund"}
        self.post(address, wanted, **more)
        return Practice.objects.get(pk=practice.pk).status != practice.status

    def taken_in_list(self, action, practice):
        self.post(LIST, {"action": action, "_selected_action": [practice.pk]} | self.versions(practice.pk))
        return Practice.objects.get(pk=practice.pk).status != practice.status

    def decided(self, address, action, revision):
        sent = {"step": action, "revision": revision.pk, "comment": "Grund"}
        self.post(address, sent | {"version": decisions.state_of(revision.practice_id)})
        return Revision.objects.get(pk=revision.pk).state != revision.state


@pytest.mark.parametrize("role", matrix.ROLES, ids=lambda role: role.key)
@pytest.mark.parametrize("name", matrix.OBJECTS)
def test_every_cell_by_every_way(name, role, people, as_, client, import_):  # noqa: F811
    user = people[PEOPLE[role.key]] if PEOPLE[role.key] else None
    browser = as_(PEOPLE[role.key]) if user else client
    ways = Ways(browser, user, people, as_, import_)
    author = user if role.own else people["kollegin"]
    cells = {action: cell[role.key] for (about, action), cell in matrix.matrix().items() if about == name}
    assert cells
    wrong, tried = [], 0
    for action, way, happens in ways_to(ways, name, cells, author, people):
        with transaction.atomic():
            happened = happens()
            transaction.set_rollback(True)
        tried += 1
        if happened != cells[action]:
            wrong.append((action, way, happened))
    assert wrong == []
    assert tried >= len(cells)


def ways_to(ways, name, cells, author, people):
    """(action, way, function) for each action with an object."""
    if name in STATUS:
        practice = case_in(STATUS[name], author, people)
        for action in cells:
            yield from ((action, *way) for way in ways.of_case(action, practice))
    elif name.startswith("a revision"):
        practice = Practice.objects.get(slug="olfen-leohaus")
        revision = revisions.save(practice, read(practice.pk) | {"title": "Vorgeschlagen"}, author)
        if name == "a revision in review":
            revision = revisions.take(revision, "submit", author)
        for action in cells:
            yield from ((action, *way) for way in ways.of_revision(action, revision))
    elif name == "a deleted case":
        practice = case_in("draft", people["kollegin"], people)
        pk = practice.pk
        with acting(user=author):
            practice.delete()
        yield "read what is left of it", "direct", lambda: ways.ok(f"{LIST}{pk}/history/")
        yield "bring it back", "direct", lambda: brought_back(ways, pk)
    elif name == "a new case":
        yield "enter a case", "form", lambda: ways.ok(f"{LIST}add/")
        yield "import a table", "direct", lambda: ways.ok("/admin/practices/import/")
    else:
        yield from ways_to_record(ways, *RECORDS[name], people)


def brought_back(ways, pk):
    ways.post(f"{LIST}{pk}/bring-back/", {})
    return Practice.objects.filter(pk=pk).exists()


def ways_to_record(ways, address, model, people):
    record = people["kollegin"] if model is User else model.objects.order_by("pk").first()
    below = f"/admin/{address}/"
    yield "read it", "list", lambda: ways.ok(below)
    yield "read it", "direct", lambda: ways.ok(f"{below}{record.pk}/change/")
    yield "add it", "direct", lambda: ways.ok(f"{below}add/")
    yield "change it", "direct", lambda: ways.post(f"{below}{record.pk}/change/", {}).status_code == 200
    yield "delete it", "direct", lambda: ways.ok(f"{below}{record.pk}/delete/")
