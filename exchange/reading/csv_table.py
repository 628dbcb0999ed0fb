"""CSV: comma, semicolon or tab; UTF-8, UTF-16 with a byte order mark, or Windows-1252."""

import codecs
import csv
import io
from contextlib import suppress
from itertools import chain, islice

from django.utils.translation import gettext as _

from exchange.columns.cells import rearm
from exchange.reading import limits
from exchange.reading.errors import Unreadable
from exchange.reading.head import TOP, find
from exchange.reading.table import Record, check_width, empty_row, note_head, tidy, top_of

DELIMITERS = (",", ";", "\t")
SAMPLE = 64 * 1024
CHUNK = 1 << 20
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Far beyond a cell's limit, so that a cell that is too long is told of with its row.
csv.field_size_limit(10 * limits.MEGABYTE)


class CsvReader:
    """``headers`` and ``notes`` are complete when ``records()`` are exhausted (see exchange.reading.table)."""

    def __init__(self, path, _sheet=None, row=None, means=lambda header: None):
        self.path, self.headers, self.notes, self.delimiter = path, [], [], ";"
        self.row, self.means, self.head, self.top = row, means, 1, []
        self.encoding = encoding_of(path)
        if self.encoding == "cp1252":
            self.notes.append(_("Read as Windows-1252."))

    def records(self):
        with open(self.path, encoding=self.encoding, newline="") as lines:
            self.delimiter = self._find_delimiter(lines)
            rows = csv.reader(lines, delimiter=self.delimiter, strict=True)
            rows = self._numbered(rows)
            first = list(islice(rows, max(TOP, self.row or 0)))
            begun = self._take_headers(first)
            for number, row in chain(first[begun:], rows):
                yield self._record(number, row)

    def _numbered(self, rows):
        """(number, row) as a spreadsheet counts them."""
        number = 0
        while True:
            number += 1
            try:
                yield number, next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                raise Unreadable(self._broken(number, str(error))) from error

    def _find_delimiter(self, lines):
        """The delimiter; afterwards ``lines`` stands where the table begins."""
        first = lines.readline(SAMPLE)
        said = first.rstrip("\r\n")
        if said[:4].lower() == "sep=" and len(said) == 5:
            return said[4]
        sample = first + lines.read(SAMPLE)
        lines.seek(0)
        return max(DELIMITERS, key=lambda delimiter: _promise(sample, delimiter, self.means))

    def _take_headers(self, first):
        """Find the headers among the first rows; the position of the row below them."""
        texts = [[rearm(cell.strip()) for cell in row] for _number, row in first]
        self.top = top_of([(number, row) for (number, _cells), row in zip(first, texts, strict=True)])
        head = find(texts, self.means, self.row - 1 if self.row else None)
        if self.row and (head is None or not head.headers):
            raise Unreadable(empty_row(self.row))
        if head is None:
            return len(first)
        check_width(head.headers)
        self.headers, self.head = head.headers, head.position + 1
        note_head(self, texts)
        return head.position + 1

    def _record(self, number, row):
        cells, faults = [], []
        for index, cell in enumerate(row):
            if cell.startswith("="):
                faults.append([index, "formula", cell[:200]])
            cells.append(tidy(rearm(cell), index, faults))
        width = len(self.headers)
        if any(cell.strip() for cell in cells[width:]):
            faults.append([-1, "wide", str(len(cells))])
            return Record(number, cells[: width + limits.MAX_COLUMNS], faults)
        return Record(number, cells[:width], faults)

    def _broken(self, number, reason):
        if "field larger" in reason or "unexpected end" in reason:
            return _("Row %(row)s: a quotation mark is opened and not closed again.") % {"row": number}
        return _("Row %(row)s: a quotation mark stands in the middle of a cell. Write it twice there.") % {
            "row": number
        }


def _promise(sample, delimiter, means):
    """How much speaks for a delimiter: known headers, then columns."""
    rows = []
    with suppress(csv.Error):
        for row in islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), TOP):
            rows.append([rearm(cell) for cell in row])
    head = find(rows, means)
    return (head.known, len(head.headers)) if head else (0, 0)


def encoding_of(path):
    """The name of the encoding that reads the whole file. Raises Unreadable where none does."""
    with open(path, "rb") as file:
        start = file.read(4096)
    for mark, name in MARKS:
        if start.startswith(mark):
            _decode(path, name)
            return name
    if start.count(0) > len(start) // 5:
        raise Unreadable(_("The file is no text. Save the table as “CSV UTF-8” or as XLSX."))
    try:
        _decode(path, "utf-8")
    except Unreadable:
        _decode(path, "cp1252")
        return "cp1252"
    return "utf-8"


def _decode(path, name):
    decoder, position = codecs.getincrementaldecoder(name)(), 0
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            try:
                decoder.decode(chunk, final=len(chunk) < CHUNK)
            except UnicodeDecodeError as error:
                raise Unreadable(
                    _("The file can't be read as text: byte %(position)s fits neither UTF-8 nor Windows-1252.")
                    % {"position": position + error.start + 1}
                ) from error
            position += len(chunk)
