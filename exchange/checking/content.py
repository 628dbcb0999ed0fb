"""What a row makes of a case: what it says, and for the rest what was before."""

import unicodedata

from exchange.columns.codings import Coded
from practices.case.contents import CODINGS, TEXTS, normal
from practices.models.profile.composites import Entries
from practices.models.profile.members import BY_NAME

EMPTY = normal({})


def complete(said, before):
    """The content a row makes of a case: what it says, and for the rest what was before (None: a new case)."""
    content = dict(before or EMPTY) | {"slug": said.slug}
    for member, value in said.members.items():
        if member in CODINGS:
            value = _codings(said, value, content[member])
        content[member] = _kept(member, value, content[member])
    for member, value in said.otherwise_members.items():
        content[member] = content[member] or value
    content["handlungsfeld"] = _main(said, content["handlungsfeld"])
    return normal(content)


def _kept(member, value, before):
    """What was before, where the new text differs in blanks at its ends and kinds of line breaks only.

    Of an entry that names not all of its parts, the others stay.
    """
    kind = BY_NAME[member].kind if member in BY_NAME else None
    if isinstance(kind, Entries):
        known = {kind.identity(entry): entry for entry in before}
        return [known.get(kind.identity(entry), {}) | entry for entry in value]
    return before if member in TEXTS and _bare(value) == _bare(before) else value


def _bare(text):
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def _codings(said, coded, before):
    """The codings of a row. One that names nothing but its term stays as it was coded."""
    known = {} if said.row else {coding["slug"]: coding for coding in before}
    return [known[one.slug] if one.bare and one.slug in known else said.fill(one) for one in coded]


def _main(said, before):
    slug = said.main.get("slug", (before or {}).get("slug"))
    if not slug:
        return None
    same = before is not None and before["slug"] == slug
    given = {part: said.main.get(part) for part in ("basis", "chapter", "note")}
    if same:
        given = {part: _kept_part(value, before[part]) for part, value in given.items()}
    given = {part: value or "" for part, value in given.items()}
    if same and given["basis"]:
        return {"slug": slug} | given
    return said.fill(Coded(slug, **given))


def _kept_part(value, before):
    return before if value is None or _bare(value) == _bare(before) else value
