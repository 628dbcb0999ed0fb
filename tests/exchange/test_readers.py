"""Files as people have them: encodings, delimiters, Excel, GeoJSON, JSON. And those that are no table at all."""

import io
import json
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from exchange.reading import limits
from exchange.reading.errors import Unreadable
from tests.exchange.conftest import GOOD, SLUG, csv_bytes, xlsx_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_of_every_delimiter_and_encoding(import_, delimiter, encoding):
    result = import_(csv_bytes([GOOD], delimiter, encoding))
    assert (result.counts["new"], result.only["slug"]) == (1, SLUG), result.rows
    assert result.table.notes == (["Als Windows-1252 gelesen."] if encoding == "cp1252" else [])


def test_rows_count_as_a_spreadsheet_shows_them(import_):
    rows = [GOOD, GOOD | {"Titel": "Zweiter", "Beschreibung": "Erste Zeile\nzweite; Zeile"}]
    content = csv_bytes(rows).replace(b"\r\nZweiter", b"\r\n;;;\r\n\r\nZweiter")
    assert [row["row"] for row in import_(content).rows] == [2, 5]


def test_excel_hint_for_the_delimiter(import_):
    assert import_(b"sep=;\r\n" + csv_bytes([GOOD])).only["row"] == 2


def test_a_quotation_mark_that_never_closes(import_):
    content = csv_bytes([GOOD, GOOD | {"Titel": "Zweiter"}]).replace(b"Zweiter", b'"Zweiter')
    with pytest.raises(Unreadable, match="Zeile 3: Ein Anführungszeichen wird geöffnet"):
        import_(content)


def test_a_row_with_too_many_cells(import_):
    content = csv_bytes([GOOD]).rstrip() + b";zu;viel\r\n"
    assert "mehr Zellen als die Kopfzeile" in import_(content).faults()["row"][0]


def test_excel_with_numbers_and_dates(import_):
    row = GOOD | {"Stand": datetime(2024, 5, 1), "Zuletzt bestätigt": date(2026, 5, 1), "Breite": 51.7, "Länge": 7.38}
    result = import_(xlsx_bytes([list(row), list(row.values())]), "tabelle.xlsx", write=True)
    assert result.counts["new"] == 1, result.rows
    from practices.models import Practice

    practice = Practice.objects.get(slug=SLUG)
    assert (practice.as_of, practice.confirmed) == (2024, date(2026, 5, 1))


def test_excel_reads_one_sheet_and_says_which_not(import_):
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([list(GOOD), list(GOOD.values())], "Fälle")))
    book.create_sheet("Notizen").append(["etwas"])
    content = io.BytesIO()
    book.save(content)
    result = import_(content.getvalue(), "tabelle.xlsx")
    assert result.counts["new"] == 1
    assert result.about["notes"] == ["Gelesen wurde nur das Blatt „Fälle“, nicht: „Notizen“."]


@pytest.mark.parametrize("formula", ["=1+1", "=cmd|'/C calc'!A0", '=HYPERLINK("http://x")'])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_formulas_are_refused_by_field(import_, kind, formula):
    row = GOOD | {"Kurzfassung": formula}
    content = csv_bytes([row]) if kind == "csv" else xlsx_bytes([list(row), list(row.values())])
    message, proposal = import_(content, f"tabelle.{kind}").faults()["summary"]
    assert message.startswith("Formeln werden nicht übernommen")
    assert proposal == f"'{formula}"


def test_errors_of_a_spreadsheet_and_null_characters(import_):
    row = GOOD | {"Kurzfassung": "#REF!"}
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([list(row), list(row.values())])))
    book.active["B2"].data_type = "e"
    content = io.BytesIO()
    book.save(content)
    assert "zeigt hier einen Fehler" in import_(content.getvalue(), "a.xlsx").faults()["summary"][0]
    content = csv_bytes([GOOD | {"Kurzfassung": "vor\x00nach"}])
    assert "Nullzeichen" in import_(content).faults()["summary"][0]


FEATURE = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [7.3789, 51.7079]},
    "properties": {key: value for key, value in GOOD.items() if key != "Ort"},
}


def collection(*features, **members):
    return json.dumps(members | {"type": "FeatureCollection", "features": features}).encode()


def test_a_foreign_geojson_lies_at_the_place_of_its_point(import_):
    properties = FEATURE["properties"] | {"Handlungsmuster": ["Mit anpacken", "Protestieren"], "Stand": 2024}
    content = collection(FEATURE | {"properties": properties}, name="fälle", crs={"type": "name"})
    result = import_(content, "x.geojson", write=True)
    assert result.counts["new"] == 1, result.rows
    from practices.models import Practice

    practice = Practice.objects.get(slug=SLUG)
    assert [location.place.slug for location in practice.locations.all()] == ["olfen"]
    assert practice.handlungsmuster.count() == 2
    assert result.only["notices"][0].startswith("Der Punkt liegt bei Olfen")


@pytest.mark.parametrize(
    ("geometry", "field", "text"),
    [
        (
            {"type": "Polygon", "coordinates": [[[7, 51], [8, 51], [8, 52], [7, 51]]]},
            "geometry",
            "„Polygon“ ist keiner",
        ),
        ({"type": "Point", "coordinates": [391234, 5712345]}, "geometry", "Kein Punkt auf der Erde"),
        ({"type": "Point", "coordinates": []}, "geometry", "keine Koordinaten"),
        ({"type": "Point", "coordinates": [51.7079, 7.3789]}, "places", "Sind Breite und Länge vertauscht?"),
        ({"type": "Point", "coordinates": [-30, 40]}, "places", "liegt kein Ort"),
    ],
)
def test_a_geometry_that_is_no_place(import_, geometry, field, text):
    result = import_(collection(FEATURE | {"geometry": geometry}), "x.geojson")
    assert text in result.faults()[field][0]


def test_json_as_a_list_and_as_an_answer_of_the_api(import_, client):
    assert import_(json.dumps([GOOD]).encode(), "x.json").counts["new"] == 1
    answer = client.get("/api/v1/practices/?page_size=5").content
    assert import_(answer, "x.json").counts == {"new": 0, "changed": 0, "unchanged": 5, "refused": 0}


def test_json_is_read_piece_by_piece(import_, monkeypatch):
    from exchange.reading import json_table

    monkeypatch.setattr(json_table, "CHUNK", 7)
    rows = [GOOD | {"Titel": f"Fall {n}", "Breite": 51.70791, "Länge": 7.3789} for n in range(3)]
    assert (
        import_(json.dumps({"meta": {"a": [1, 2]}, "practices": rows}, indent=1).encode(), "x.json").counts["new"] == 3
    )


def zip_of(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return content.getvalue()


GOOD_XLSX = xlsx_bytes([list(GOOD), list(GOOD.values())])


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.csv", b"", "Die Datei ist leer"),
        ("a.csv", b"\r\n\r\n", "Die Datei ist leer"),
        ("a.csv", b"Titel;Ort\r\n", "keine Zeile darunter"),
        ("a.csv", bytes(range(256)) * 40, "lässt sich nicht als Text lesen|ist kein Text"),
        ("a.csv", "Titel;Ort\r\nx;y\r\n".encode("utf-16-le"), "ist kein Text"),
        ("a.csv", b"Titel\r\nx\x81y\r\n", "Byte 9 passt weder"),
        ("a.csv", GOOD_XLSX, "muss auf .xlsx enden"),
        ("a.pdf", b"%PDF", r"„.pdf“ wird nicht gelesen; möglich sind: .csv, .xlsx, .geojson, .json"),
        ("ohne-endung", b"x", "wird nicht gelesen"),
        ("a.xlsx", b"PK\x03\x04 kaputt", "beschädigt"),
        ("a.xlsx", GOOD_XLSX[:-200], "beschädigt"),
        ("a.xlsx", zip_of(**{"xl__workbook_xml": "<broken"}), "beschädigt"),
        ("a.xlsx", zip_of(hallo="welt"), "keine Excel-Arbeitsmappe"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "alte Excel-Datei"),
        ("a.xlsx", xlsx_bytes([]), "Die Datei ist leer"),
        ("a.json", b"hallo", "kein JSON"),
        ("a.json", b'{"a": [1, 2]}', "keine Liste von Fällen"),
        ("a.json", b'[{"title": "x"', "beschädigt"),
        ("a.json", b'[{"title": "x"} {"title": "y"}]', "beschädigt"),
        ("a.json", b'[{"a": NaN}]', "kennt kein NaN"),
        ("a.json", b"[1]", "Eintrag 1 ist kein Objekt"),
        ("a.json", b"[" * 100_000, "zu tief verschachtelt"),
        ("a.json", b'[{"a": ' + b"[" * 300 + b"]" * 300 + b"}]", "zu tief verschachtelt"),
        ("a.json", b'[{"type": "Feature", "properties": [1]}]', "Eintrag 1 ist kein Objekt"),
        ("a.json", b'[{"title": "\xff"}]', "kein UTF-8"),
        ("a.json", b"[]", "Die Datei ist leer"),
        ("a.csv", b";".join(b"Spalte %d" % n for n in range(10_000)) + b"\r\n" + b"x;" * 10_000, "10000 Spalten"),
        ("a.xlsx", xlsx_bytes([[f"Spalte {n}" for n in range(10_000)], ["x"]]), "10000 Spalten"),
        ("a.json", json.dumps([{f"s{n}": 1 for n in range(10_000)}]).encode(), "101 Spalten"),
    ],
)
def test_what_is_no_table_gets_a_clear_message(import_, name, content, text):
    with pytest.raises(Unreadable, match=text):
        import_(content, name)


def test_a_zip_bomb_is_weighed_before_it_is_unpacked(import_):
    bomb = zip_of(**{"xl__workbook_xml": "<x/>", "xl__worksheets__sheet1_xml": b"0" * (limits.MAX_UNPACKED + 1)})
    assert len(bomb) < limits.MEGABYTE
    with pytest.raises(Unreadable, match="Entpackt ist die Excel-Datei größer"):
        import_(bomb, "a.xlsx")


def test_an_entity_bomb_is_not_expanded(import_):
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with zipfile.ZipFile(io.BytesIO(GOOD_XLSX)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = bomb.encode()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    with pytest.raises(Unreadable, match="beschädigt"):
        import_(content.getvalue(), "a.xlsx")


def test_files_and_tables_and_cells_have_limits(import_, monkeypatch):
    monkeypatch.setattr(limits, "MAX_ROWS", 2)
    monkeypatch.setattr(limits, "MAX_CELL", 500)
    rows = [GOOD | {"Titel": f"Fall {n}"} for n in range(3)]
    with pytest.raises(Unreadable, match="mehr als 2 Zeilen"):
        import_(rows)
    result = import_([GOOD | {"Beschreibung": "x" * 501}])
    assert result.faults()["description"][0] == "Der Text hat 501 Zeichen; gelesen werden höchstens 500."
    monkeypatch.setattr(limits, "MAX_BYTES", 100)
    with pytest.raises(Unreadable, match="höchstens 0 MB"):
        import_(rows)
