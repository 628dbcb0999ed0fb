"""The form of a second coding: what was sent → the content of a SecondCoding, and back into rows of terms.

Fields: ``<member>`` holds slugs (one for the main Handlungsfeld), ``<member>.<slug>.basis|chapter|note`` what a coding
rests on.
"""

from django.utils.translation import gettext as _

from handlungsfelder import codebook
from practices.case.contents import coding as plain
from practices.systems import READ
from workplace.coding import blinding
from workplace.coding.second_coding import MAIN, MEMBERS, caption_of, known_slugs

FIELDS = ("basis", "chapter", "note")


def parse(data):
    """(content, {(member, slug): [text]}): the codings that were ticked, and what is wrong with the others.

    A reason beside a term that isn't ticked is not dropped: it is a problem, and what was typed comes back.
    """
    content, stray = {}, {}
    slugs = known_slugs()
    for member, system in MEMBERS.items():
        chosen = list(dict.fromkeys(data.getlist(member)))
        content[member] = [_coding(data, member, slug) for slug in chosen]
        for slug in slugs[system] - set(chosen):
            left = _coding(data, member, slug)
            if left["chapter"] or left["note"]:
                stray[member, slug] = [
                    _("There is a passage or reason, but the term isn't ticked. Tick it, or empty the fields.")
                ]
    return content, stray


def _coding(data, member, slug):
    return plain({"slug": slug} | {name: data.get(f"{member}.{slug}.{name}", "").strip() for name in FIELDS})


def typed(data):
    """{(member, slug): coding} of everything in the fields, ticked or not."""
    return {(m, slug): _coding(data, m, slug) for m, system in MEMBERS.items() for slug in known_slugs()[system]}


def sections(content, practice, edition, problems, fields=None):
    """The form as a list of sections: member, name, explanation, groups of rows.

    ``fields``: what stands in the fields where it isn't what ``content`` says (a form that came back).
    """
    return [
        {
            "member": member,
            "single": member == MAIN,
            "name": caption_of(member),
            "help": text,
            "problems": problems.get((member, ""), []),
            "groups": _groups(member, content, practice, edition, problems, fields or {}),
        }
        for member, text in _members()
    ]


def _members():
    return (
        (MAIN, _("Exactly one: the field that the core of the case belongs to.")),
        *((system.member, system.question) for system in READ),
    )


def _groups(member, content, practice, edition, problems, fields):
    """[(heading, [row])]: Teilaspekte stand below their Handlungsfeld, everything else in one group."""
    system = MEMBERS[member]
    chosen = {coding["slug"]: coding for coding in content.get(member, [])}
    headings = {entry["chapter"]: entry["title"] for entry in edition.get("handlungsfeld", [])}
    groups = {}
    for entry in edition.get(system, []):
        slug = entry["slug"]
        coding = fields.get((member, slug)) or chosen.get(slug) or plain({"slug": slug})
        hidden = blinding.gives_away(entry.get("example", ""), practice)
        row = coding | {
            "id": f"{member}-{slug}",
            "field": f"{member}.{slug}",
            "chosen": slug in chosen,
            "entry": entry | ({"example": ""} if hidden else {}),
            "problems": problems.get((member, slug), []),
        }
        heading = headings.get(entry.get("chapter"), "") if member == "teilaspekte" else ""
        groups.setdefault(heading, []).append(row)
    return [{"heading": heading, "rows": rows} for heading, rows in groups.items()]


def summary(problems, edition):
    """[{"id", "title", "texts"}] for the list of problems above the form, linked to the rows."""
    found = []
    for (member, slug), texts in problems.items():
        entry = codebook.entries(edition, MEMBERS[member]).get(slug)
        title = f"{caption_of(member)}: {entry['title'] if entry else slug}" if slug else caption_of(member)
        found.append({"id": f"{member}-{slug}" if entry else member, "title": title, "texts": texts})
    return found


def missing(saved, sent, edition):
    """[(member's name, term, coding)] of the saved codings that stand otherwise, or not at all, in what was sent."""
    found = []
    for member, system in MEMBERS.items():
        entries = codebook.entries(edition, system)
        for coding in saved.get(member, []):
            if coding not in sent.get(member, []):
                title = entries.get(coding["slug"], {}).get("title", coding["slug"])
                found.append((caption_of(member), title, coding))
    return found
