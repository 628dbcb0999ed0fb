"""The table to fill in: the columns of the import in the order one thinks of them, in XLSX with drop-downs."""

import csv
import io

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from exchange.columns.headings import COLUMNS
from exchange.reading.xlsx_table import SHEET
from practices.lookup import terms
from practices.systems import MEMBERS

ROWS_WITH_LISTS = 2000
ORDER = (
    "title",
    "summary",
    "description",
    "transfer",
    "as_of",
    "places",
    "carrier",
    "handlungsfeld",
    "handlungsfeld_basis",
    "handlungsfeld_chapter",
    "handlungsfeld_note",
    *MEMBERS,
    "coding_basis",
    "coding_chapter",
    "coding_reason",
    "coding_note",
    "sources",
    "locator",
    "source_url",
    "title_en",
    "summary_en",
    "description_en",
    "transfer_en",
    "confirmed",
    "lat",
    "lon",
    "slug",
)
REQUIRED = {"title", "summary", "description", "as_of", "handlungsfeld"}


def headers():
    """[(header, Column)] of the template; columns of several values are numbered."""
    found = []
    turn = {key: number for number, key in enumerate(ORDER)}
    for column in sorted((c for c in COLUMNS if c.template), key=lambda c: turn.get(c.key, len(turn))):
        numbers = range(1, column.template + 1) if column.template > 1 else [None]
        found += [(f"{column.single} {number}" if number else column.german, column) for number in numbers]
    return found


def options():
    """{list: [title]} of what the drop-downs offer."""
    vocabulary = terms.Vocabulary()
    lists = {system: list(names.shown.values()) for system, names in vocabulary.systems.items()}
    return lists | {
        name: list(terms.choices(name).shown.values()) for name in ("carrier", "basis", "phase", "evidence", "currency")
    }


def csv_template():
    """The header alone, as Excel in Germany opens it: semicolons, UTF-8 with a byte order mark."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerow([header for header, _column in headers()])
    return text.getvalue().encode("utf-8-sig")


def xlsx_template():
    """The header with drop-downs below it, what each column means, and the lists on a hidden sheet."""
    book = openpyxl.Workbook()
    sheet, lists = book.active, book.create_sheet("Listen")
    sheet.title, sheet.freeze_panes, lists.sheet_state = SHEET, "B2", "hidden"
    ranges = {name: _fill(lists, number, name, titles) for number, (name, titles) in enumerate(options().items(), 1)}
    for number, (header, column) in enumerate(headers(), start=1):
        cell = sheet.cell(1, number, header)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="24463F" if column.key in REQUIRED else "5C6F69")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.comment = Comment(column.help, "Gute-Praxis-Atlas", width=320, height=120)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
        if column.options:
            _offer(sheet, number, ranges[column.options])
        if column.key == "confirmed":
            sheet.column_dimensions[get_column_letter(number)].number_format = "DD.MM.YYYY"
    _explain(book.create_sheet("Erläuterung", 1))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _fill(sheet, number, name, titles):
    """A list in a column of its own; returns the range a drop-down takes it from."""
    for row, text in enumerate((name, *titles), start=1):
        sheet.cell(row, number, text)
    letter = get_column_letter(number)
    return f"{sheet.title}!${letter}$2:${letter}${len(titles) + 1}"


def _offer(sheet, number, source):
    """A drop-down; what it doesn't offer may be typed all the same, the import names what it doesn't know."""
    rule = DataValidation("list", formula1=f"={source}", allow_blank=True, showErrorMessage=True, errorStyle="warning")
    rule.errorTitle, rule.error = "Nicht in der Liste", "Dieser Wert steht nicht in der Liste. Trotzdem eintragen?"
    letter = get_column_letter(number)
    rule.add(f"{letter}2:{letter}{ROWS_WITH_LISTS}")
    sheet.add_data_validation(rule)


def _explain(sheet):
    sheet.append(["Spalte", "Was hinein gehört"])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for header, column in headers():
        sheet.append([header, column.help])
    sheet.append([])
    for line in (
        "Eine Zeile ist ein Praxisbeispiel. Dunkelgrün sind die Pflichtspalten.",
        "Gelesen wird nur das Blatt „Praxisbeispiele“. Spalten dürfen fehlen und anders angeordnet sein.",
        "Der Import prüft zuerst und schreibt nichts; der Bericht nennt jede Zeile, die nicht passt, und den Grund.",
        "Neue Zeilen werden Entwürfe. Eine Zeile mit dem Slug eines vorhandenen Beispiels ändert dieses.",
    ):
        sheet.append([line])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 110


WRITERS = {"csv": csv_template, "xlsx": xlsx_template}
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
