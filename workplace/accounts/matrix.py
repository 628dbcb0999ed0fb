"""Who may do what with which object: asked of the functions that decide, and written down nowhere else.

``manage.py rights`` prints it as docs/rights.md; tests/workplace/test_rights.py tries every cell of it.
"""

from dataclasses import dataclass
from types import SimpleNamespace

from django.contrib import admin
from django.contrib.auth.models import User

from handlungsfelder.models import Handlungsmuster
from practices.models import Place, Practice, Revision, Source, Status, Tombstone
from workplace.accounts.groups import permissions_of
from workplace.workflow import revisions, steps

SOMEBODY, ELSE = 1, 2


@dataclass(frozen=True)
class Role:
    """A column: a member of a group (None: nobody who is logged in), with their own work or with that of others."""

    key: str
    label: str
    group: str | None
    own: bool = False

    @property
    def person(self):
        return Person(self.group)

    @property
    def author(self):
        """The key of whoever the object is from."""
        return SOMEBODY if self.own else ELSE


@dataclass(frozen=True)
class Person:
    """What the deciding functions ask of a user. ``group`` "" is a superuser, None a visitor."""

    group: str | None
    pk: int = SOMEBODY

    @property
    def is_active(self):
        return self.group is not None

    is_staff = is_authenticated = is_active

    @property
    def is_superuser(self):
        return self.group == ""

    def has_perm(self, name, obj=None):
        if self.group is None:
            return False
        return self.is_superuser or name.partition(".")[2] in permissions_of(self.group)

    def has_perms(self, names, obj=None):
        return all(map(self.has_perm, names))


ROLES = (
    Role("visitor", "visitor", None),
    Role("erfassung-own", "Erfassung, own work", "Erfassung", own=True),
    Role("erfassung", "Erfassung, work of others", "Erfassung"),
    Role("redaktion-own", "Redaktion, own work", "Redaktion", own=True),
    Role("redaktion", "Redaktion, work of others", "Redaktion"),
    Role("leitung", "Leitung", "Leitung"),
    Role("superuser", "superuser, work of others", ""),
)


def _case(status, role):
    return Practice(pk=0, status=status, author_id=role.author, first_published=None)


def _revision(state, role):
    return Revision(pk=0, practice=_case(Status.PUBLISHED, role), author_id=role.author, state=state, base=0)


def _cases(status):
    """The rows of a case in a status: (action, whether the role may)."""

    def asked(role):
        case, person = _case(status, role), role.person
        yield "find it in the list", person.has_perm("practices.view_practice") and steps.may_see(case, person)
        yield "read it", steps.may_enter(person) and steps.may_see(case, person)
        if status == Status.PUBLISHED:
            yield "propose a change", revisions.may_edit(case, person)
            yield "confirm it as current", steps.may_confirm(case, person)
        else:
            yield "change it", steps.may_edit(case, person)
        yield "delete it", steps.may_delete(case, person)
        for way in steps.WAYS.values():
            if status in way.sources:
                yield way.name, not steps.hindrance(case, way.name, person)

    return asked


def _revisions(state):
    def asked(role):
        revision, person = _revision(state, role), role.person
        yield "read it", steps.may_enter(person) and revisions.may_see(revision, person)
        yield "change it", steps.may_enter(person) and revisions.may_change(revision, person)
        for way in revisions.WAYS.values():
            if state in way.sources:
                yield way.name, not revisions.hindrance(revision, way.name, person)

    return asked


def _deleted(role):
    tombstone, person = Tombstone(case=0, by_id=role.author), role.person
    yield "read what is left of it", steps.may_see_deleted(tombstone, person)
    yield "bring it back", steps.is_reviewer(person)


def _records(model):
    """The rows of what Django's own forms keep."""

    def asked(role):
        request, shown = SimpleNamespace(user=role.person), admin.site._registry[model]
        for verb in ("view", "add", "change", "delete"):
            may = role.person.is_staff and getattr(shown, f"has_{verb}_permission")(request)
            yield {"view": "read it"}.get(verb, f"{verb} it"), may

    return asked


def _new(role):
    yield "enter a case", role.person.is_staff and role.person.has_perm("practices.add_practice")
    yield "import a table", steps.may_enter(role.person)


OBJECTS = {
    "a new case": _new,
    "a draft": _cases(Status.DRAFT),
    "a case in review": _cases(Status.REVIEW),
    "a published case": _cases(Status.PUBLISHED),
    "a withdrawn case": _cases(Status.WITHDRAWN),
    "a revision in the works": _revisions(Revision.State.OPEN),
    "a revision in review": _revisions(Revision.State.REVIEW),
    "a deleted case": _deleted,
    "a place": _records(Place),
    "a source": _records(Source),
    "a term": _records(Handlungsmuster),
    "an account": _records(User),
}


def matrix():
    """{(object, action): {key of the role: whether it may}}, in the order of the table."""
    found = {}
    for name, asked in OBJECTS.items():
        for role in ROLES:
            for action, may in asked(role):
                found.setdefault((name, action), {})[role.key] = bool(may)
    return found


INTRODUCTION = """# Who may do what

Made by `manage.py rights` from the functions that decide; don't edit it by hand. “Own work” is a case or a revision
that one entered and handed in oneself, for a deleted case: one that one deleted. What a step leads to and needs stands
in [workplace.md](workplace.md). `SELF_APPROVAL` and `SMALL_CORRECTIONS` ([hosting.md](hosting.md)) are off here.

- A case is changed by its form, by merging, by restoring and by an import, and each of them asks the same function. A
  published case is never changed by them: what is saved becomes a revision.
- Places, sources and terms that public cases show change by a proposal that somebody else approves.
- While somebody has a revision in the works, nobody but reviewers proposes another change.
- A step is taken on the page of the review, in the list (`submit`, `publish`, `withdraw`) and at
  `/api/v1/practices/<slug>/steps/` (steps of cases).
- Of drafts of others no title, slug or place is told anywhere. Who enters something like it is told that a likely
  duplicate is in work, and with whom to speak. What others propose is closed like their drafts.
- A second coder codes blind what they had no part in, in review or published ([coding.md](coding.md)).
"""


def table():
    """The matrix as Markdown, the whole of docs/rights.md."""
    lines = [INTRODUCTION]
    last = None
    for (name, action), cells in matrix().items():
        if name != last:
            head = " | ".join(role.label for role in ROLES)
            lines += ["", f"## {name[0].upper()}{name[1:]}", "", f"| | {head} |", "| --- |" + " --- |" * len(ROLES)]
            last = name
        shown = " | ".join("yes" if cells[role.key] else "–" for role in ROLES)
        lines.append(f"| {f'`{action}`' if action in {**steps.WAYS, **revisions.WAYS} else action} | {shown} |")
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"
