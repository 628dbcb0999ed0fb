"""An XLSX written while it is sent: nothing is held but the row at hand.

openpyxl lays a whole workbook down before the first byte leaves, which keeps a reader of many cases waiting. Every
text is written as an inline string, so nothing in it can be a formula.
"""

import re
import zipfile
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from exchange.columns.cells import disarm

# What one cell of Excel holds.
LONGEST = 32_767
PIECE = 1 << 16
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
PLAIN, BOLD, TEXT, QUOTED = range(4)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = f"""<styleSheet xmlns="{_MAIN}">
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">
<alignment vertical="top" wrapText="1"/></xf>
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyAlignment="1">
<alignment vertical="top" wrapText="1"/></xf></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


class CellTooLong(ValueError):
    """A text that no cell of Excel holds."""


class Sheet:
    """``name`` of a sheet, ``widths`` of its columns in characters, and ``rows``: an iterable of lists of cells."""

    def __init__(self, name, widths, rows):
        self.name, self.widths, self.rows = name, widths, rows


def workbook(sheets):
    """The pieces (bytes) of a workbook; the first row of each sheet is its header. Raises CellTooLong."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _parts(sheets):
            archive.writestr(_entry(name), _HEAD + text)
        for number, sheet in enumerate(sheets, start=1):
            with archive.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as part:
                part.write((_HEAD + _sheet_start(sheet)).encode())
                for position, row in enumerate(sheet.rows, start=1):
                    part.write(_row(position, row).encode())
                    if sink.size > PIECE:
                        yield sink.taken()
                part.write(b"</sheetData></worksheet>")
    yield sink.taken()


def _entry(name):
    """An entry of the archive that says nothing of when it was written: equal rows make equal files."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _row(position, values):
    cells = "".join(_cell(f"{get_column_letter(column)}{position}", value, position == 1)
                    for column, value in enumerate(values, start=1) if value not in ("", None))  # fmt: skip
    return f'<row r="{position}">{cells}</row>'


def _cell(at, value, header):
    if isinstance(value, int | float):
        return f'<c r="{at}"><v>{value!r}</v></c>'
    if len(value) > LONGEST:
        raise CellTooLong(value[:60])
    style = BOLD if header else QUOTED if disarm(value) != value else TEXT
    text = escape(_UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", value))
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _sheet_start(sheet):
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(sheet.widths, start=1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>"
    )


def _parts(sheets):
    """(name, XML) of everything but the sheets themselves."""
    numbers = range(1, len(sheets) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPES}.worksheet+xml"/>' for n in numbers
    )
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>{overrides}</Types>',
    )
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    named = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, sheet in zip(numbers, sheets, strict=True)
    )
    yield "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets></workbook>'
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    yield "xl/_rels/workbook.xml.rels", _relations([*targets, ("styles", "styles.xml")])
    yield "xl/styles.xml", _STYLES


def _relations(targets):
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


class _Sink:
    """Takes what zipfile writes, without ever going back."""

    def __init__(self):
        self.pieces, self.size = [], 0

    def write(self, piece):
        self.pieces.append(bytes(piece))
        self.size += len(piece)
        return len(piece)

    def flush(self):
        pass

    def taken(self):
        """What was written since the last time."""
        whole, self.pieces, self.size = b"".join(self.pieces), [], 0
        return whole
