"""The sources of cases for a reference manager: each once, with the passages that are cited in a note."""

import bibtexparser
import rispy
from bibtexparser.library import Library
from bibtexparser.middlewares import LatexEncodingMiddleware
from bibtexparser.model import Entry, Field

from practices.models import Citation, Source, Status

CHUNK = 2000


def cited(pks):
    """[(Source, [locator])] of these published cases, in the order of the citations."""
    locators = {}
    for start in range(0, len(pks), CHUNK):
        wanted = [int(pk) for pk in pks[start : start + CHUNK]]
        rows = Citation.objects.filter(practice__in=wanted, practice__status=Status.PUBLISHED).order_by()
        for source, locator in rows.values_list("source", "locator").distinct():
            locators.setdefault(source, set()).add(locator)
    sources = Source.objects.in_bulk(list(locators))
    found = [(sources[pk], sorted(passages)) for pk, passages in locators.items()]
    return sorted(found, key=lambda pair: (pair[0].citation, pair[0].slug))


def write_bibtex(pks, base_url):
    """One @misc for each source, with letters beyond ASCII in LaTeX's spelling; the address as it is."""
    for source, passages in cited(pks):
        fields = {
            "title": source.title or source.citation,
            "publisher": source.publisher,
            "year": str(source.year or ""),
            "note": _note(source, passages),
        }
        entry = Entry("misc", source.slug, [Field(name, _line(value)) for name, value in fields.items() if value])
        library = LatexEncodingMiddleware().transform(Library([entry]))
        if source.url:
            address = source.url.replace("{", "%7B").replace("}", "%7D")
            library.entries[0].set_field(Field("url", address))
        yield bibtexparser.write_string(library).encode()


class _RisWriter(rispy.RisWriter):
    """Without rispy's numbers before the references, which are no RIS."""

    def set_header(self, count):
        return ""


def write_ris(pks, base_url):
    for source, passages in cited(pks):
        reference = {
            "type_of_reference": "GEN",
            "id": source.slug,
            "title": source.title or source.citation,
            "publisher": source.publisher,
            "year": str(source.year or ""),
            "urls": [source.url],
            "notes": [_line(_note(source, passages))],
        }
        told = {name: value if isinstance(value, list) else _line(value) for name, value in reference.items()}
        told = {name: value for name, value in told.items() if any(value)}
        yield f"{rispy.dumps([told], implementation=_RisWriter)}\n".encode()


def _note(source, passages):
    return f"{source.citation} – Zitiert: {'; '.join(passages)}"


def _line(text):
    """A value on one line, as RIS needs it."""
    return " ".join(text.split())
