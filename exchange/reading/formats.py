"""A file of any kind → the Table that is laid down in a folder."""

from pathlib import Path

from django.utils.translation import gettext as _

from exchange.reading import limits
from exchange.reading.csv_table import CsvReader
from exchange.reading.errors import Unreadable
from exchange.reading.json_table import JsonReader
from exchange.reading.table import lay_down
from exchange.reading.xlsx_table import XlsxReader

READERS = {
    ".csv": (CsvReader, "csv"),
    ".tsv": (CsvReader, "csv"),
    ".txt": (CsvReader, "csv"),
    ".xlsx": (XlsxReader, "xlsx"),
    ".geojson": (JsonReader, "geojson"),
    ".json": (JsonReader, "json"),
}
ENDINGS = (".csv", ".xlsx", ".geojson", ".json")


def check_ending(filename):
    """The ending of a file that can be read. Raises Unreadable for any other."""
    ending = Path(filename).suffix.lower()
    if ending not in READERS:
        raise Unreadable(
            _("“%(ending)s” is not read; there are: %(allowed)s.")
            % {"ending": ending or filename, "allowed": ", ".join(ENDINGS)}
        )
    return ending


def too_large(size):
    return _("The file has %(size)s MB; at most %(most)s MB are read.") % {
        "size": -(-size // limits.MEGABYTE),
        "most": limits.MAX_BYTES // limits.MEGABYTE,
    }


def read(path, folder, filename="", told=lambda rows: None, asked=None, means=lambda header: None):
    """Read a file into ``folder``; returns its Table. Raises Unreadable. ``told(rows)`` hears of the progress.

    ``asked``: {"sheet": name, "row": number of the row of headers} where somebody chose them. ``means``: see head.find.
    """
    path = Path(path)
    filename = filename or path.name
    reader, kind = READERS[check_ending(filename)]
    try:
        size = path.stat().st_size
        with open(path, "rb") as file:
            packed = file.read(4) == b"PK\x03\x04"
    except OSError as error:
        raise Unreadable(f"{filename}: {error.strerror}") from error
    if size == 0:
        raise Unreadable(_("The file is empty."))
    if size > limits.MAX_BYTES:
        raise Unreadable(too_large(size))
    if packed and kind != "xlsx":
        raise Unreadable(_("This is no text but a packed file; an Excel workbook must end in .xlsx."))
    asked = asked or {}
    opened = reader(path) if reader is JsonReader else reader(path, asked.get("sheet"), asked.get("row"), means)
    return lay_down(opened, folder, kind, filename, told, asked)
