"""Two states of a case side by side: what went, what came, word by word."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format, localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.word_diff import compare_texts
from handlungsfelder.models import Handlungsfeld
from practices import systems
from practices.case.contents import LISTS, MEMBERS, normal
from practices.case.merging import label_of
from practices.models import Basis, Carrier, Licence, Place, Source, Status
from practices.models.profile import members as profile
from practices.systems import MAIN

SYSTEMS = {MAIN: Handlungsfeld} | {system.member: system.term for system in systems.SYSTEMS}


@dataclass
class Row:
    """One member. ``before``/``after``: lists of lines; a line is a list of (text, marked)."""

    member: str
    label: str
    before: list = field(default_factory=list)
    after: list = field(default_factory=list)
    changed: bool = False


class Names:
    """What slugs are called; one query for each kind."""

    def __init__(self, *contents):
        self.terms = {}
        for system, model in SYSTEMS.items():
            self.terms.setdefault(model, {term.slug: term.label for term in model.objects.all()})
            self.terms[system] = self.terms[model]
        places = {slug for content in contents for slug in content["places"]}
        self.places = {place.slug: str(place) for place in Place.objects.filter(slug__in=places)}
        sources = {one["source"] for content in contents for one in content["sources"]}
        self.sources = {source.slug: str(source) for source in Source.objects.filter(slug__in=sources)}

    def coding(self, system, one):
        label = self.terms[system].get(one["slug"], one["slug"])
        basis = Basis(one["basis"]).label if one["basis"] in Basis.values else one["basis"]
        return " · ".join(filter(None, (label, f"{basis} {one['chapter']}".strip(), one["note"])))

    def item(self, member, one):
        if member in SYSTEMS:
            return self.coding(member, one)
        if member == "places":
            return self.places.get(one, one)
        if member in profile.BY_NAME:
            return profile.BY_NAME[member].kind.shown(one)
        if member == "sources":
            return f"{self.sources.get(one['source'], one['source'])}, {one['locator']}"
        licence = Licence(one["licence"]).label if one["licence"] in Licence.values else one["licence"]
        return " · ".join((one["alt"], one["author"], str(licence)))

    def called(self, clash):
        """What an entry of a list that both changed is called."""
        if clash.member in SYSTEMS:
            return self.terms[clash.member].get(clash.item, clash.item)
        if clash.member in profile.BY_NAME:
            return profile.BY_NAME[clash.member].kind.shown(clash.mine or clash.theirs)
        if clash.member == "images":
            return (clash.mine or clash.theirs)["alt"]
        return (self.sources if clash.member == "sources" else self.places).get(clash.item, clash.item)


def rows(before, after, *, only_changed=False):
    """The members of two plain forms as a list of Row, in their order."""
    before, after = normal(before), normal(after)
    names = Names(before, after)
    found = [_row(member, before[member], after[member], names) for member in MEMBERS]
    return [row for row in found if row.changed or not only_changed]


def around(before, after):
    """Rows for what the content only points to (Version.surroundings): places that moved, references reworded."""
    found = []
    for kind in ("places", "sources"):
        old, new = before.get(kind, {}), after.get(kind, {})
        for slug in sorted(old.keys() & new.keys()):
            changed = [key for key in new[slug] if old[slug].get(key) != new[slug][key]]
            if changed:
                row = Row(kind, f"{label_of(kind)}: {new[slug].get('name') or slug}", changed=True)
                row.before = [[(_field_text(kind, key, old[slug].get(key)), True)] for key in changed]
                row.after = [[(_field_text(kind, key, new[slug][key]), True)] for key in changed]
                found.append(row)
    return found


def _field_text(kind, key, value):
    """ "Breite: 51,7079", as the form calls it."""
    name = {"places": Place, "sources": Source}[kind]._meta.get_field(key).verbose_name
    return f"{capfirst(name)}: {'–' if value in (None, '') else localize(value)}"


def lines(content):
    """[(label, [text])] of a plain form, to be read."""
    content = normal(content)
    names = Names(content)
    found = [_row(member, content[member], content[member], names) for member in MEMBERS]
    return [(row.label, ["".join(text for text, _marked in line) for line in row.after]) for row in found if row.after]


def clash_row(clash, names):
    """What both changed (a merging.Clash) as a Row: theirs before, mine after; nothing where it was taken out."""
    if not clash.item:
        return _row(clash.member, clash.theirs, clash.mine, names)
    row = Row(clash.member, f"{label_of(clash.member)}: {names.called(clash)}", changed=True)
    texts = ("" if one is None else names.item(clash.member, one) for one in (clash.theirs, clash.mine))
    row.before, row.after = compare_texts(*texts)
    return row


def _row(member, before, after, names):
    row = Row(member, label_of(member), changed=before != after)
    if member in LISTS:
        _compare_lists(row, [names.item(member, one) for one in before], [names.item(member, one) for one in after])
    else:
        old, new = (_text(member, value, names) for value in (before, after))
        row.before, row.after = compare_texts(old, new)
    return row


def _text(member, value, names):
    if value in (None, ""):
        return ""
    if member in profile.BY_NAME:
        return profile.BY_NAME[member].kind.shown(value)
    if member == "handlungsfeld":
        return names.coding(member, value)
    if member == "status":
        return str(Status(value).label) if value in Status.values else value
    if member == "carrier":
        return str(Carrier(value).label) if value in Carrier.values else value
    if member == "confirmed":
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    return str(value)


def _compare_lists(row, before, after):
    """Items that are only on one side are marked; those that stand in both but moved are said to have moved."""
    row.before = [[(text, text not in after)] for text in before]
    row.after = [[(text, text not in before)] for text in after]
    if row.changed and sorted(before) == sorted(after):
        row.after.append([(_("(another order)"), True)])
