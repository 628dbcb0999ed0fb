"""XLSX: the first sheet that holds a table. What is packed is weighed before it is unpacked."""

import zipfile
from datetime import date, datetime, time, timedelta
from warnings import catch_warnings, simplefilter

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.escape import unescape

from practices.exchange import limits
from practices.exchange.errors import Unreadable, quoted
from practices.exchange.tables import Record, check_width, tidy
from practices.exchange.values import iso_of

# The sheet of our template.
SHEET = "Praxisbeispiele"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class XlsxReader:
    """``headers`` and ``notes`` are complete when ``records()`` are exhausted (see practices.exchange.tables)."""

    def __init__(self, path):
        self.path, self.headers, self.notes = path, [], []
        weigh(path)

    def records(self):
        with catch_warnings():
            simplefilter("ignore")
            try:
                yield from self._records()
            except Unreadable:
                raise
            except Exception as error:  # a broken workbook makes openpyxl raise nearly anything
                raise Unreadable(
                    _("The Excel file is damaged (%(reason)s). Open it in a spreadsheet and save it anew.")
                    % {"reason": type(error).__name__}
                ) from error

    def _records(self):
        book = openpyxl.load_workbook(self.path, read_only=True, keep_links=False)
        try:
            sheet = self._sheet(book)
            for number, row in enumerate(rows_of(sheet), start=1):
                if number > limits.MAX_SHEET_ROWS:
                    raise Unreadable(_("The Excel file numbers more rows than a spreadsheet has."))
                if self.headers:
                    yield self._record(number, row)
                else:
                    self._take_headers(row)
        finally:
            book.close()

    def _sheet(self, book):
        """The sheet with the table; which others hold something is told."""
        filled = []
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            if any(cell.value is not None for row in _first(rows_of(sheet), 50) for cell in row):
                filled.append(sheet)
        if not filled:
            raise Unreadable(_("The file is empty."))
        chosen = next((sheet for sheet in filled if sheet.title == SHEET), filled[0])
        if len(filled) > 1 and chosen.title != SHEET:
            others = ", ".join(quoted(sheet.title) for sheet in filled if sheet is not chosen)
            self.notes.append(
                _("Only the sheet “%(sheet)s” was read, not: %(others)s.") % {"sheet": chosen.title, "others": others}
            )
        return chosen

    def _take_headers(self, row):
        titles = [("" if cell.value is None else unescape(str(cell.value))).strip() for cell in row]
        while titles and not titles[-1]:
            titles.pop()
        check_width(titles)
        self.headers = titles

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


def _first(rows, number):
    for _position, row in zip(range(number), rows, strict=False):
        yield row


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
        raise Unreadable(
            _("The Excel file is damaged (%(reason)s). Open it in a spreadsheet and save it anew.")
            % {"reason": type(error).__name__}
        ) from error
    if "xl/workbook.xml" not in sizes:
        raise Unreadable(_("The file is no Excel workbook (.xlsx)."))
    if sum(sizes.values()) > limits.MAX_UNPACKED or sizes.get("xl/sharedStrings.xml", 0) > limits.MAX_STRINGS:
        raise Unreadable(
            _("Unpacked the Excel file is larger than %(most)s MB; that is no table of cases.")
            % {"most": limits.MAX_UNPACKED // limits.MEGABYTE}
        )
