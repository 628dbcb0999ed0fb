"""Cases → the bytes of a file, piece by piece. Which cases, and in which order, the caller says as pks."""

import codecs
import csv
from itertools import chain

import orjson
from django.utils.translation import get_language

from exchange.columns.cells import disarm
from exchange.columns.headings import WRITTEN, heading_of
from exchange.export import bibliography, workbook
from exchange.export import rows as telling

PIECE = 1 << 16


def _pieces(parts):
    """Small pieces (bytes) joined to larger ones."""
    waiting, size = [], 0
    for part in parts:
        waiting.append(part)
        size += len(part)
        if size > PIECE:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


class _Line:
    """A file for csv.writer that hands back the line it wrote."""

    def write(self, text):
        return text


def write_csv(pks, base_url):
    """For programs: comma, UTF-8, line ends as in RFC 4180; no cell that a spreadsheet would run."""
    return _pieces(_csv_lines(pks, base_url, telling.KEYS, str, ","))


def write_excel_csv(pks, base_url):
    """For people: as a German Excel opens it right (mark, semicolons, decimal commas), with headers in words."""
    headers = [heading_of(key, get_language()) for key in telling.KEYS]
    return _pieces(chain([codecs.BOM_UTF8], _csv_lines(pks, base_url, headers, _with_comma, ";")))


def _csv_lines(pks, base_url, headers, number, delimiter):
    writer = csv.writer(_Line(), delimiter=delimiter)
    yield writer.writerow(headers).encode()
    for practice in telling.cases(pks):
        row = telling.row_of(practice, base_url)
        yield writer.writerow([_csv_cell(row[key], number) for key in telling.KEYS]).encode()


def _csv_cell(cell, number):
    if cell is None:
        return ""
    return disarm(cell) if isinstance(cell, str) else number(cell)


def _with_comma(number):
    return str(number).replace(".", ",")


def write_xlsx(pks, base_url):
    def rows():
        yield list(telling.KEYS)
        for practice in telling.cases(pks):
            row = telling.row_of(practice, base_url)
            yield [row[key] for key in telling.KEYS]

    about = [["Spalte", "Überschrift", "Bedeutung"]]
    about += [[column.key, column.german, column.help] for column in WRITTEN]
    return workbook.workbook(
        [
            workbook.Sheet("Praxisbeispiele", [column.width for column in WRITTEN], rows()),
            workbook.Sheet("Spalten", [26, 30, 110], about),
        ]
    )


def write_json(pks, base_url):
    def parts():
        yield b"["
        for number, practice in enumerate(telling.cases(pks)):
            yield (b",\n" if number else b"\n") + orjson.dumps(telling.document_of(practice, base_url))
        yield b"\n]\n"

    return _pieces(parts())


def write_geojson(pks, base_url):
    """One feature per case; ``unlocated`` counts those without a dot."""

    def parts():
        unlocated = 0
        yield b'{"type":"FeatureCollection","features":['
        for number, practice in enumerate(telling.cases(pks)):
            geometry = telling.geometry_of(practice)
            unlocated += geometry is None
            feature = {
                "type": "Feature",
                "id": practice.slug,
                "geometry": geometry,
                "properties": telling.row_of(practice, base_url),
            }
            yield (b",\n" if number else b"\n") + orjson.dumps(feature)
        yield b'\n],"unlocated":%d}\n' % unlocated

    return _pieces(parts())


WRITERS = {
    "excel.csv": write_excel_csv,
    "csv": write_csv,
    "xlsx": write_xlsx,
    "geojson": write_geojson,
    "json": write_json,
    "bib": bibliography.write_bibtex,
    "ris": bibliography.write_ris,
}


def written(ending, pks, base_url):
    """The file of this ending (one of ``formats.FORMATS``) as pieces (bytes)."""
    return WRITERS[ending](pks, base_url)
