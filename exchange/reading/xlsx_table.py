"""XLSX: the sheet that holds the table. What is packed is weighed before it is unpacked."""

import zipfile
from datetime import date, datetime, time, timedelta
from itertools import islice
from warnings import catch_warnings, simplefilter

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.escape import unescape

from core.plaintext import quoted
from exchange.columns.values import iso_of
from exchange.reading import limits
from exchange.reading.errors import Unreadable
from exchange.reading.head import TOP, find
from exchange.reading.table import Record, check_width, empty_row, note_head, tidy, top_of

# The sheet of our template.
SHEET = "Praxisbeispiele"
SHEETS, STRINGS = "xl/worksheets/", "xl/sharedStrings.xml"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class XlsxReader:
    """``headers`` and ``notes`` are complete when ``records()`` are exhausted (see exchange.reading.table)."""

    def __init__(self, path, sheet=None, row=None, means=lambda header: None):
        self.path, self.headers, self.notes = path, [], []
        self.asked, self.row, self.means = sheet, row, means
        self.sheet, self.sheets, self.head, self.top = "", [], 1, []
        weigh(path)

    def records(self):
        with catch_warnings():
            simplefilter("ignore")
            try:
                yield from self._records()
            except (Unreadable, MemoryError):
                raise
            except Exception as error:  # a broken workbook makes openpyxl raise nearly anything
                raise Unreadable(_("The Excel file is damaged. Open it in a spreadsheet and save it anew.")) from error

    def _records(self):
        book = openpyxl.load_workbook(self.path, read_only=True, keep_links=False)
        try:
            sheet, head = self._sheet(book)
            check_width(head.headers)
            self.headers, self.head = head.headers, head.position + 1
            first = self._first(sheet)
            self.top = top_of([(number, row) for number, row in enumerate(first, start=1)])
            note_head(self, first)
            for number, row in enumerate(rows_of(sheet), start=1):
                if number > limits.MAX_SHEET_ROWS:
                    raise Unreadable(_("The Excel file numbers more rows than a spreadsheet has."))
                if number > self.head:
                    yield self._record(number, row)
        finally:
            book.close()

    def _sheet(self, book):
        """(the sheet with the table, its Head); which others hold something is told."""
        heads, position = {}, self.row - 1 if self.row else None
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible" and (head := find(self._first(sheet), self.means)):
                heads[sheet.title] = (sheet, head)
        if not heads:
            raise Unreadable(_("The file is empty."))
        self.sheets = list(heads)
        # Of several sheets our own, else the one with the most columns that are known; the first, where none is.
        best = SHEET if SHEET in heads else max(heads, key=lambda title: heads[title][1].known)
        self.sheet = self.asked if self.asked in heads else best
        chosen, head = heads[self.sheet]
        if len(heads) > 1 and self.sheet != SHEET:
            others = ", ".join(quoted(title) for title in heads if title != self.sheet)
            self.notes.append(
                _("Only the sheet “%(sheet)s” was read, not: %(others)s.") % {"sheet": self.sheet, "others": others}
            )
        if position is not None:
            head = find(self._first(chosen), self.means, position)
        if head is None or not head.headers:
            raise Unreadable(empty_row(self.row))
        return chosen, head

    def _first(self, sheet):
        """The first rows of a sheet, as texts."""
        rows = islice(rows_of(sheet), max(TOP, self.row or 0))
        return [[("" if cell.value is None else unescape(str(cell.value))).strip() for cell in row] for row in rows]

    def _record(self, number, row):
        cells, faults = [], []
        for index, cell in enumerate(row):
            value, kind = cell.value, cell.data_type
            if kind == "f":
                shown = str(getattr(value, "text", None) or value or "=")
                faults.append([index, "formula", shown[:200]])
                cells.append(shown[:200])
            elif kind == "e":
                faults.append([index, "error", str(value)])
                cells.append(str(value))
            else:
                cells.append(_plain(value, index, faults))
        width = len(self.headers)
        if any(cell not in (None, "") for cell in cells[width:]):
            faults.append([-1, "wide", str(len(cells))])
            return Record(number, cells[: width + limits.MAX_COLUMNS], faults)
        return Record(number, cells[:width], faults)


def rows_of(sheet):
    """The rows as the sheet has them, whatever size it claims."""
    sheet.reset_dimensions()
    return sheet.iter_rows()


def _plain(value, index, faults):
    if isinstance(value, datetime | date):
        return iso_of(value)
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return tidy(unescape(value), index, faults) if isinstance(value, str) else value


def weigh(path):
    """Raise Unreadable when the file is no workbook, or too large once it is unpacked."""
    with open(path, "rb") as file:
        if file.read(4) == OLD_EXCEL:
            raise Unreadable(
                _("This is an old Excel file (.xls) or one with a password. Save it as .xlsx without one.")
            )
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(_("The Excel file is damaged. Open it in a spreadsheet and save it anew.")) from error
    if "xl/workbook.xml" not in sizes:
        raise Unreadable(_("The file is no Excel workbook (.xlsx)."))
    rest = sum(size for name, size in sizes.items() if not name.startswith(SHEETS) and name != STRINGS)
    strings = sizes.get(STRINGS, 0)
    if sum(sizes.values()) > limits.MAX_UNPACKED or strings > limits.MAX_STRINGS or rest > limits.MAX_STRINGS:
        raise Unreadable(
            _("Unpacked the Excel file is larger than %(most)s MB; that is no table of cases.")
            % {"most": limits.MAX_UNPACKED // limits.MEGABYTE}
        )
    if strings > limits.MANY_STRINGS and pieces(path, STRINGS, b"<si")[0] > limits.MAX_TEXTS:
        raise Unreadable(
            _("The Excel file lists more than %(most)s texts; that is no table of cases.")
            % {"most": f"{limits.MAX_TEXTS:,}".replace(",", ".")}
        )
    for name, size in sizes.items():
        if size > limits.MAX_ROW and name.startswith(SHEETS) and pieces(path, name, b"<row")[1] > limits.MAX_ROW:
            raise Unreadable(
                _("A row of the Excel file is larger than %(most)s MB; that is no table of cases.")
                % {"most": limits.MAX_ROW // limits.MEGABYTE}
            )


def pieces(path, name, beginning):
    """(how many pieces that begin so a part holds, bytes of the longest): each is held in memory when it is read.

    Counted without unpacking the part whole.
    """
    number = longest = since = 0
    last = b""
    with zipfile.ZipFile(path) as archive, archive.open(name) as part:
        while chunk := part.read(limits.MEGABYTE):
            first, *more = (last + chunk).split(beginning)
            number += len(more)
            since += len(first)
            longest = max(longest, since, *map(len, more), 0)
            since = len(more[-1]) if more else since
            last = chunk[1 - len(beginning) :]
    return number, longest
