"""A table as it was read: laid down once, row by row, so that checking and writing pass over it in bounded memory.

``table.json`` holds what there is to say of the whole, ``rows.jsonl`` a line [number, cells, faults] for each row.
A cell is text, a number, a truth value, None, or (from JSON) a list or an object. ``number`` counts as a spreadsheet
shows it: the header is row 1. ``faults``: [[index of the column or -1, kind, what stands there]].
"""

from dataclasses import asdict, dataclass, field
from pathlib import Path

import orjson
from django.utils.translation import gettext as _

from exchange.reading import limits
from exchange.reading.errors import Unreadable

ABOUT, ROWS = "table.json", "rows.jsonl"
# How much of a table is shown to whoever says what its columns mean.
SAMPLES, SHOWN, SHOWN_ROWS, SHOWN_COLUMNS = 3, 40, 12, 8


@dataclass
class Record:
    number: int
    cells: list
    faults: list = field(default_factory=list)

    def is_empty(self):
        return not self.faults and all(is_blank(cell) for cell in self.cells)


@dataclass
class Table:
    """``kind``: csv, xlsx, geojson or json. ``used``: whether any row has something in that column.

    ``delimiter``: of a CSV. ``notes``: what is to be said of the reading. ``samples``: some values of each column.
    ``sheet`` was read of all ``sheets``, its headers stand in row ``head``; ``top``: the first rows, [number, texts].
    ``asked``: the sheet and row that somebody chose.
    """

    folder: str
    kind: str
    filename: str
    headers: list = field(default_factory=list)
    used: list = field(default_factory=list)
    rows: int = 0
    notes: list = field(default_factory=list)
    delimiter: str = ";"
    samples: list = field(default_factory=list)
    sheet: str = ""
    sheets: list = field(default_factory=list)
    head: int = 1
    top: list = field(default_factory=list)
    asked: dict = field(default_factory=dict)

    @classmethod
    def kept_in(cls, folder):
        """The table that lay_down() left in a folder; None where there is none."""
        try:
            about = orjson.loads((Path(folder) / ABOUT).read_bytes())
        except FileNotFoundError:
            return None
        # The folder may have been moved since, as a backup is. What release 0.1.0 laid down has no samples.
        table = cls(**about | {"folder": str(folder)})
        table.samples = table.samples or [[] for _header in table.headers]
        return table

    def records(self):
        with open(Path(self.folder) / ROWS, "rb") as lines:
            for line in lines:
                yield Record(*orjson.loads(line))


def is_blank(cell):
    return cell is None or cell == [] or cell == {} or (isinstance(cell, str) and not cell.strip())


def lay_down(reader, folder, kind, filename, told=lambda rows: None, asked=None):
    """Read all of ``reader`` into ``folder``; returns the Table. Raises Unreadable beyond the limits.

    ``reader``: an object with ``headers`` and ``notes`` (complete when its ``records()`` are exhausted).
    """
    table = Table(str(folder), kind, filename)
    samples = {}
    with open(Path(folder) / ROWS, "wb") as lines:
        for record in reader.records():
            if record.is_empty():
                continue
            table.rows += 1
            if table.rows > limits.MAX_ROWS:
                raise Unreadable(
                    _("The table has more than %(most)s rows. Please divide it.") % {"most": f"{limits.MAX_ROWS:,}"}
                )
            check_width(reader.headers)
            for index, cell in enumerate(record.cells):
                if not is_blank(cell):
                    _sample(samples.setdefault(index, []), cell)
            for index, *_rest in record.faults:
                samples.setdefault(index, [])
            lines.write(orjson.dumps([record.number, record.cells, record.faults]) + b"\n")
            if table.rows % 500 == 0:
                told(table.rows)
    table.headers, table.notes = list(reader.headers), list(reader.notes)
    table.delimiter = getattr(reader, "delimiter", table.delimiter)
    table.used = [index in samples for index in range(len(table.headers))]
    table.samples = [samples.get(index, []) for index in range(len(table.headers))]
    for name in ("sheet", "sheets", "head", "top"):
        setattr(table, name, getattr(reader, name, getattr(table, name)))
    table.asked = asked or {}
    if not table.headers:
        raise Unreadable(_("The file is empty."))
    if not table.rows:
        raise Unreadable(_("The file has a header but no row below it."))
    (Path(folder) / ABOUT).write_bytes(orjson.dumps(asdict(table)))
    return table


def _sample(sample, cell):
    """Keep some different values of a column, to show what stands there."""
    if len(sample) < SAMPLES and (text := shown(cell)) not in sample:
        sample.append(text)


def shown(cell, most=SHOWN):
    """A cell in a few words."""
    text = " ".join(str("" if cell is None else cell).split())
    return text if len(text) <= most else f"{text[:most]}…"


def top_of(rows):
    """The first rows as they are shown to whoever chooses the row of the headers: [[number, texts]]."""
    return [[number, [shown(cell) for cell in row[:SHOWN_COLUMNS]]] for number, row in rows[:SHOWN_ROWS]]


def note_head(reader, rows):
    """Say in which row the headers were found, where it isn't the first that holds anything."""
    if any(cell for row in rows[: reader.head - 1] for cell in row):
        reader.notes.append(
            _("The headers were found in row %(row)s; what stands above was not read.") % {"row": reader.head}
        )


def empty_row(row):
    return _("Row %(row)s is empty; headers can't stand there.") % {"row": row}


def check_width(headers):
    if len(headers) > limits.MAX_COLUMNS:
        raise Unreadable(
            _("The table has %(number)s columns; at most %(most)s are read. Leave out what doesn't belong to a case.")
            % {"number": len(headers), "most": limits.MAX_COLUMNS}
        )


def tidy(text, index, faults):
    """A text cell as it is kept; what is wrong with it is added to ``faults``."""
    if len(text) > limits.MAX_CELL:
        faults.append([index, "long", str(len(text))])
    if "\x00" in text:
        faults.append([index, "null", text.replace("\x00", "␀")[:200]])
        return text.replace("\x00", "")
    return text
