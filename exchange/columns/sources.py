"""Sources in a cell: a reference or slug each, with its passage and address."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.plaintext import quoted
from exchange.columns import cells
from exchange.columns.kinds import Kind
from exchange.columns.references import divided
from exchange.faults.fault import Fault, fault_of
from practices.lookup.unknown import NotUnderstood

# A semicolon that divides nothing.
ESCAPED = "\\;"


class Sources(Kind):
    """Read as [{"source", "locator"}], with what the columns of passage and address say."""

    many = True

    def read(self, key, row):
        companions = {name: row.numbered(name) for name in ("locator", "source_url")}
        if locator := row.defaults.get("locator"):
            companions["locator"].setdefault(0, locator)
        return sources(row.found[key], companions, row.sources, row.faults, row.notices)

    def cell(self, key, case):
        return cells.write((cited["source"], cited["locator"]) for cited in case.content[key])

    def shown(self, key, value, vocabulary):
        return "\n".join(f"{cited['source']}, {cited['locator']}" for cited in value)


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
        name = next((cells.text(value[key]) for key in ("source", "slug", "citation") if value.get(key)), "")
        return [[name, cells.text(value.get("locator")), cells.text(value.get("url"))]]
    return cells.items_of(value, ())


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
