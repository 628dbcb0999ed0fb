"""Cells with several values → the parts of a case: codings, places, sources, pictures.

Each function takes the values of a member as [(number of the column, value)] and adds what is wrong to ``faults``.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.checking.fault_kinds import UNKNOWN
from exchange.checking.faults import Fault, fault_of
from exchange.checking.references import divided
from exchange.columns import cells
from exchange.reading.errors import quoted
from practices.lookup import terms
from practices.lookup.places import AmbiguousPlace
from practices.lookup.unknown import NotUnderstood
from practices.models import Basis

CODING = ("slug", "basis", "chapter", "note")
# A semicolon that divides nothing.
ESCAPED = "\\;"
IMAGE = ("picture", "alt", "author", "licence")


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


def items_of(value, names, several=True):
    """A cell → its items, each a list of parts (str). From JSON: lists, and objects with their members by name."""
    if isinstance(value, str):
        return cells.parse(value, several)
    if isinstance(value, dict):
        return [[_text(value.get(name)) for name in names]]
    if isinstance(value, list):
        return [item for one in value for item in (items_of(one, names) if isinstance(one, dict) else [[_text(one)]])]
    return [] if value is None else [[_text(value)]]


def _text(value):
    return "" if value is None else str(value)


def codings(member, values, vocabulary, faults):
    """[Coded] of a member, in the order given."""
    names, found = vocabulary.names(member), []
    for _number, value in values:
        for term, *parts in items_of(value, CODING):
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


def places(values, points, finder, faults, notices):
    """[slug] of the places a row names, or of those its points lie at. ``points``: [(lat, lon)]."""
    named = [names for _number, value in values for names in _names_of(value)]
    near = points[0] if len(points) == len(named) == 1 else None
    found = []
    for names in named:
        try:
            slug = _first_known(names, near, finder)
            _add(slug, names[-1], found, faults)
            if like := finder.like(names[-1]):
                notices.append(
                    _("“%(name)s” was read as %(place)s. Called nearly so: %(like)s.")
                    % {"name": names[-1], "place": finder.tell(slug)["label"], "like": "; ".join(like)}
                )
        except AmbiguousPlace as error:
            faults.append(fault_of(error, "places", names[-1]))
    if named:
        return found
    for lat, lon in points:
        try:
            slug, name, distance = finder.at(lat, lon)
        except AmbiguousPlace as error:
            faults.append(fault_of(error, "places", f"{lat:g}; {lon:g}"))
            continue
        notices.append(
            _("The point lies at %(name)s (%(km)s km); the case gets that place.")
            % {"name": name, "km": f"{distance:.1f}".replace(".", ",")}
        )
        if slug not in found:
            found.append(slug)
    return found


def _names_of(value):
    """The places of a cell, each as the names it may be found by: from JSON the slug, then name and state."""
    if isinstance(value, dict):
        name, state = _text(value.get("name")), _text(value.get("state") or value.get("country"))
        return [[text for text in (_text(value.get("slug")), f"{name} ({state})" if state else name) if text]]
    if isinstance(value, list):
        return [names for one in value for names in _names_of(one)]
    items = [[part for part in item if part] for item in items_of(value, ())]
    return [[f"{item[0]} ({', '.join(item[1:])})" if len(item) > 1 else item[0]] for item in items if item]


def _first_known(names, near, finder):
    for name in names[:-1]:
        try:
            return finder.find(name)
        except AmbiguousPlace:
            continue
    return finder.find(names[-1], near)


def _add(slug, text, found, faults):
    if slug in found:
        faults.append(Fault("places", text, _("“%(value)s” is given twice.") % {"value": text}))
    else:
        found.append(slug)


def sources(values, companions, finder, faults, notices):
    """[{"source", "locator"}]. ``companions``: {key: {number: text}} of locator and source_url."""
    found = []
    for number, value in values:
        for name, locator, url in map(_source_parts, _source_items(value, finder, faults, notices)):
            locator = locator or _companion(companions, "locator", number)
            if not locator:
                message = _("Of the source “%(name)s” the chapter or page is missing.") % {"name": name[:80]}
                faults.append(Fault("sources", name, message))
            try:
                slug, notice = finder.find(name, url or _companion(companions, "source_url", number))
            except NotUnderstood as error:
                faults.append(fault_of(error, "sources", name))
                continue
            if notice and notice not in notices:
                notices.append(notice)
            cited = {"source": slug, "locator": locator}
            if cited in found:
                shown = f"{name}, {locator}"
                faults.append(Fault("sources", shown, _("“%(value)s” is given twice.") % {"value": shown}))
            elif locator:
                found.append(cited)
    return found


def _source_items(value, finder, faults, notices):
    """The sources of a cell, each a list of its parts. How a line with semicolons was understood is always said."""
    if isinstance(value, str):
        return [
            item
            for pieces, parts in cells.divisible(value)
            for item in _divided(pieces, parts, finder, faults, notices)
        ]
    if isinstance(value, list):
        return [item for one in value for item in _source_items(one, finder, faults, notices)]
    if isinstance(value, dict):
        name = next((_text(value[key]) for key in ("source", "slug", "citation") if value.get(key)), "")
        return [[name, _text(value.get("locator")), _text(value.get("url"))]]
    return items_of(value, ())


def _divided(pieces, parts, finder, faults, notices):
    whole, *more = parts
    if len(pieces) < 2 or finder.knows(whole):
        return [parts]
    references = divided(pieces, finder.knows)
    if len(references) > 1 and any(more):
        message = _(
            "Several sources stand before one passage. Write each source on a line of its own; a semicolon within a "
            "citation is written “%(sign)s”."
        )
        faults.append(Fault("sources", whole, message % {"sign": ESCAPED}, " | ".join([references[0], *more])))
        return []
    if not all(map(finder.knows, references)):
        shown = " ".join(map(quoted, references))
        told = ngettext(
            "Read as one source: %(sources)s. Several sources stand one per line.",
            "Read as %(n)s sources: %(sources)s. A semicolon within a citation is written “%(sign)s”.",
            len(references),
        )
        notices.append(told % {"n": len(references), "sources": shown, "sign": ESCAPED})
    return [[reference, *more] for reference in references]


def _source_parts(item):
    name, locator, url, *_more = (*item, "", "")
    return name, locator, url


def _companion(companions, key, number):
    """What stands in "Fundstelle 2" for "Quelle 2"; else what stands in "Fundstelle"."""
    texts = companions.get(key, {})
    return texts.get(number) or texts.get(0) or (texts.get(1, "") if number == 0 else "")


def images(values, known, faults):
    """[{"picture", "alt", "author", "licence"}]. ``known(digest)``: whether the atlas has the picture."""
    found, licences = [], terms.choices("licence")
    for _number, value in values:
        for digest, alt, author, licence, *_more in ((*item, "", "", "") for item in items_of(value, IMAGE, False)):
            if not known(digest):
                message = _("The atlas has no picture “%(value)s”. Pictures are added in the form of the case.")
                faults.append(Fault("images", digest, message % {"value": digest[:12]}))
                continue
            if licence and licences.find(licence) is None:
                message = _("“%(value)s” is no licence; there are: %(allowed)s.")
                allowed = ", ".join(licences.shown.values())
                faults.append(Fault("images", licence, message % {"value": licence, "allowed": allowed}))
            image = {"picture": digest, "alt": alt, "author": author, "licence": licences.find(licence) or ""}
            if any(digest == one["picture"] for one in found):
                faults.append(Fault("images", digest, _("“%(value)s” is given twice.") % {"value": digest[:12]}))
            else:
                found.append(image)
    return found
