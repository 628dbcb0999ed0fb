"""The refused rows as a file to correct: laid out like the file they came from, with what is wrong in front."""

import csv

import openpyxl
import orjson
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from exchange.columns.cells import disarm
from exchange.columns.headings import BY_KEY, heading_of, recognise

ENDINGS = {"csv": ".csv", "xlsx": ".xlsx", "geojson": ".geojson", "json": ".json"}
HEADER = BY_KEY["error"].german


def complaint(faults):
    """Every fault of a row, one per line."""
    lines = []
    for fault in faults:
        proposal = f" → {fault.proposal}?" if fault.proposal else ""
        lines.append(f"{fault.header or heading_of(fault.field, 'de')}: {fault.message}{proposal}")
    return "\n".join(lines)


def bad_rows_file(table, path):
    """The file that takes the refused rows of a table: ``add(record, faults)`` for each, then ``close()``."""
    return {"csv": _Csv, "xlsx": _Xlsx, "geojson": _Json, "json": _Json}[table.kind](table, path)


class _Rows:
    """Which columns are given back: all of them but an old column of faults."""

    def __init__(self, table, path):
        self.table, self.path = table, path
        self.kept = [i for i, header in enumerate(table.headers) if (recognise(header) or ("",))[0] != "error"]

    def row(self, record, faults):
        width = len(self.table.headers)
        cells = [record.cells[index] if index < len(record.cells) else None for index in self.kept]
        return [complaint(faults), *cells, *record.cells[width:]]

    @property
    def headers(self):
        return [HEADER, *(self.table.headers[index] for index in self.kept)]


class _Csv(_Rows):
    def __init__(self, table, path):
        super().__init__(table, path)
        self.file = open(path, "w", encoding="utf-8-sig", newline="")  # noqa: SIM115  (closed by close())
        self.writer = csv.writer(self.file, delimiter=table.delimiter)
        self.writer.writerow(map(disarm, self.headers))

    def add(self, record, faults):
        self.writer.writerow(["" if cell is None else disarm(str(cell)) for cell in self.row(record, faults)])

    def close(self):
        self.file.close()


class _Xlsx(_Rows):
    def __init__(self, table, path):
        super().__init__(table, path)
        self.book = openpyxl.Workbook(write_only=True)
        self.sheet = self.book.create_sheet("Praxisbeispiele")
        self.sheet.freeze_panes = "B2"
        self.sheet.column_dimensions["A"].width = 60
        self.sheet.append([self._cell(header, Font(bold=True)) for header in self.headers])

    def add(self, record, faults):
        self.sheet.append([self._cell(cell) for cell in self.row(record, faults)])

    def _cell(self, value, font=None):
        """A cell that is text wherever it is not a number: never a formula."""
        cell = WriteOnlyCell(self.sheet, value=None)
        if isinstance(value, str):
            cell.value = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", value)
            cell.data_type, cell.quotePrefix = "s", disarm(value) != value
            cell.alignment = Alignment(vertical="top", wrap_text="\n" in value)
        elif value is not None:
            cell.value = value
        if font:
            cell.font = font
        return cell

    def close(self):
        self.book.save(self.path)


class _Json(_Rows):
    def __init__(self, table, path):
        super().__init__(table, path)
        self.geo = table.kind == "geojson"
        self.file = open(path, "wb")  # noqa: SIM115  (closed by close())
        self.file.write(b'{"type": "FeatureCollection", "features": [' if self.geo else b"[")
        self.first = True

    def add(self, record, faults):
        members = dict(zip(self.headers, self.row(record, faults), strict=False))
        members = {name: value for name, value in members.items() if value is not None}
        if self.geo:
            geometry = members.pop("geometry", None)
            members = {"type": "Feature", "geometry": geometry, "properties": members}
        self.file.write((b"" if self.first else b",") + b"\n" + orjson.dumps(members))
        self.first = False

    def close(self):
        self.file.write(b"\n]}\n" if self.geo else b"\n]\n")
        self.file.close()
