"""Codings in a cell: terms of the codebook, each with what it rests on."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from exchange.columns import cells
from exchange.columns.kinds import Kind
from exchange.faults.fault import Fault
from exchange.faults.kinds import UNKNOWN
from practices.lookup import terms
from practices.models import Basis

CODING = ("slug", "basis", "chapter", "note")


class Codings(Kind):
    """Read as [Coded]: what a row leaves open is filled in when its case is known (exchange.checking.content)."""

    many = True

    def read(self, key, row):
        return codings(key, row.found[key], row.vocabulary, row.faults)

    def cell(self, key, case):
        return cells.write([coding[part] for part in CODING] for coding in case.content[key])

    def shown(self, key, value, vocabulary):
        return "\n".join(_shown(coding, vocabulary.names(key)) for coding in value)


class MainField(Kind):
    """The main Handlungsfeld: one coding, whose parts have columns of their own."""

    def cell(self, key, case):
        return case.content[key]["slug"]

    def shown(self, key, value, vocabulary):
        return _shown(value, vocabulary.names(key))


class MainPart(Kind):
    """A part of the coding with the main Handlungsfeld: "basis", "chapter" or "note"."""

    def __init__(self, part):
        self.part = part

    def cell(self, key, case):
        return case.content["handlungsfeld"][self.part]


def _shown(coding, names):
    basis = terms.choices("basis").title(coding["basis"])
    ground = ", ".join(filter(None, (basis, coding["chapter"], coding["note"])))
    return f"{names.title(coding['slug'])} ({ground})"


@dataclass(frozen=True)
class Coded:
    """A coding as the table gives it: ``basis`` "" where it doesn't say; ``bare``: nothing but the term."""

    slug: str
    basis: str = ""
    chapter: str = ""
    note: str = ""

    @property
    def bare(self):
        return not (self.basis or self.chapter or self.note)


@dataclass(frozen=True)
class ForTheRow:
    """What a row says for all its codings, for those that don't say it themselves."""

    basis: str = ""
    chapter: str = ""
    note: str = ""

    def __bool__(self):
        return bool(self.basis or self.chapter or self.note)

    def fill(self, coded):
        """A Coded → a coding of the plain form with all that can be said of it."""
        chapter, note = coded.chapter, coded.note
        basis = coded.basis or self.basis
        if not basis:
            basis = Basis.SOURCE if chapter or (not note and self.chapter and not self.note) else Basis.EDITORIAL
        if coded.bare or (basis == Basis.SOURCE and not chapter):
            chapter = chapter or self.chapter
        if coded.bare or (basis == Basis.EDITORIAL and not note):
            note = note or self.note
        return {"slug": coded.slug, "basis": str(basis), "chapter": chapter, "note": note}


def codings(member, values, vocabulary, faults):
    """[Coded] of a member, in the order given."""
    names, found = vocabulary.names(member), []
    for _number, value in values:
        for term, *parts in cells.items_of(value, CODING):
            for slug in _slugs(term, names, member, faults):
                if any(slug == one.slug for one in found):
                    faults.append(Fault(member, term, _("“%(value)s” is given twice.") % {"value": term}))
                else:
                    found.append(_coded(slug, parts, member, names, faults))
    return found


def _slugs(term, names, member, faults):
    """The slug a text names, or several where it is a list with commas; none where it is unknown."""
    slug = names.find(term)
    if slug is not None:
        return [slug] if slug else []
    parts = [part.strip() for part in term.split(",") if part.strip()]
    by_comma = [names.find(part) for part in parts]
    if len(parts) > 1 and any(found is not None for found in by_comma):
        unknown = [part for part, found in zip(parts, by_comma, strict=True) if found is None]
        faults += [_unknown(part, names, member) for part in unknown]
        return [found for found in by_comma if found]
    faults.append(_unknown(term, names, member))
    return []


def _unknown(term, names, member):
    message = _("“%(value)s” is not known.") % {"value": term[:80]}
    return Fault(member, term, message, names.nearest(term), kind=UNKNOWN)


def _coded(slug, parts, member, names, faults):
    basis, chapter, note, *more = (*parts, "", "", "")
    if any(more):
        message = _("%(name)s: a coding has four parts at most: term | rests on | chapter | reason.")
        faults.append(Fault(member, " | ".join(parts), message % {"name": names.title(slug)}))
    return Coded(slug, basis_of(basis, member, faults), chapter, note)


def basis_of(text, field, faults, names=None):
    """ "laut Quelle" → "source"; "" where nothing is said or nobody understands it."""
    if not text:
        return ""
    names = names or terms.choices("basis")
    found = names.find(text)
    if found is None:
        message = _("A coding rests on a source (“laut Quelle”) or is editorial (“redaktionell”), not “%(value)s”.")
        faults.append(Fault(field, text, message % {"value": text[:60]}, names.nearest(text), kind=UNKNOWN))
        return ""
    return found
