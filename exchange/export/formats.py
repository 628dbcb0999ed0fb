"""The kinds of files that cases are exported as."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Format:
    """``table``: the import reads it back. ``of_one``: offered for a single case as well.

    ``for_excel``: no text may be longer than a cell of Excel holds. ``exchange.export.writers`` writes them.
    """

    ending: str
    label: str
    media_type: str
    table: bool = True
    for_excel: bool = False
    of_one: bool = True


FORMATS = {
    one.ending: one
    for one in (
        Format("excel.csv", _("CSV for Excel (German)"), "text/csv; charset=utf-8", for_excel=True),
        Format("csv", _("CSV for programs"), "text/csv; charset=utf-8"),
        Format("xlsx", "Excel", XLSX, for_excel=True),
        Format("geojson", "GeoJSON", "application/geo+json"),
        Format("json", "JSON", "application/json", of_one=False),
        Format("bib", "BibTeX", "application/x-bibtex; charset=utf-8", table=False),
        Format("ris", "RIS", "application/x-research-info-systems; charset=utf-8", table=False),
    )
}


def format_of(name):
    """The Format that the name of a file ends like ("cases.excel.csv"); None where there is none."""
    fitting = [ending for ending in FORMATS if name.lower().endswith(f".{ending}")]
    return FORMATS[max(fitting, key=len)] if fitting else None


NAME = _("practice-examples")


def file_name(ending, name=""):
    """ "praxisbeispiele-2026-05-01.csv"."""
    return f"{name or NAME}-{timezone.localdate().isoformat()}.{ending}"
