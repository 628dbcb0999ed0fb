"""Tables for the import, and what it makes of them: read, checked and written by the real parts."""

import csv
import io
from dataclasses import dataclass

import openpyxl
import pytest

from exchange.reading import meanings
from exchange.reading.formats import read
from exchange.report.report import Report
from exchange.writing import run as running
from tests.workplace.conftest import as_, people  # noqa: F401  (fixtures of the workplace)

GOOD = {
    "Titel": "Bücherschrank am Markt",
    "Kurzfassung": "Ein Schrank voller Bücher steht allen offen.",
    "Beschreibung": "Auf dem Marktplatz steht ein Schrank. Wer mag, nimmt ein Buch mit oder stellt eines hinein.",
    "Handlungsfeld": "Digitalisierung",
    "Handlungsfeld Kapitel": "02.03",
    "Handlungsmuster": "Mit anpacken",
    "Bürgerrollen": "Engagierte",
    "Begründung der Codierung": "Freiwillige betreuen den Schrank.",
    "Träger": "Verein",
    "Stand": "2024",
    "Ort": "Olfen",
    "Quelle": "bbsr-urbane-kleinstaedte",
    "Fundstelle": "Kapitel 02.03",
}
SLUG = "buecherschrank-am-markt"


@dataclass
class Result:
    """What a run reported: ``counts``, and ``rows`` as the report lists them."""

    folder: object
    table: object
    counts: dict
    rows: list
    about: dict

    @property
    def only(self):
        assert len(self.rows) == 1, self.rows
        return self.rows[0]

    def faults(self, row=None):
        """{field: (message, proposal)} of one row, the only one by default."""
        chosen = self.only if row is None else next(r for r in self.rows if r["row"] == row)
        return {error["field"]: (error["message"], error["proposal"]) for error in chosen["errors"]}

    @property
    def bad_rows(self):
        return next(self.folder.glob("bad-rows.*"))


def csv_bytes(rows, delimiter=";", encoding="utf-8"):
    """Rows (dicts with the same keys) as a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(rows, sheet="Tabelle1"):
    """A header and rows (lists of cells) as an XLSX file."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.fixture
def import_(tmp_path):
    """import_(content, name=…, user=None, write=False, only_good_rows=False, chosen=None, places=None) → Result.

    ``content``: the bytes of a file, or a list of rows (dicts), which become a CSV.
    """
    number = iter(range(1000))

    def run(content, name="tabelle.csv", user=None, write=False, only_good_rows=False, chosen=None, places=None):
        folder = tmp_path / str(next(number))
        folder.mkdir()
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else csv_bytes(content))
        table = read(path, folder)
        order = running.Order(table, meanings.understand(table, chosen), user, places)
        counts = running.write(order, only_good_rows) if write else running.check(order)
        report = Report.in_(folder)
        return Result(folder, table, counts, list(report.rows()), report.about)

    return run
