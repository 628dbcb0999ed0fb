"""A download holds exactly what is filtered, whole, and nothing in it can be run."""

import csv
import io
import json
import re
import time
import types

import bibtexparser
import openpyxl
import pytest
import rispy
from django.core.management import call_command
from django.core.management.base import CommandError

from exchange.export import rows as telling
from exchange.export import workbook
from exchange.export.formats import FORMATS
from exchange.export.writers import written
from practices.models import Place, Practice, Source
from practices.models.status import by_the_host

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

QUERIES = [
    "",
    "handlungsfeld=mobilitaet",
    "handlungsfeld=mobilitaet&handlungsfeld=digitalisierung&ordering=-title",
    "handlungsmuster=mit-anpacken&country=DE",
    "precision=none&precision=country",
    "q=Bürgerbus",
    "bbox=5,47,10,52&ordering=updated",
    "handlungsfeld=mobilitaet&page=2&page_size=3",
    "q=Xylophon",
]


def body(response):
    return b"".join(response.streaming_content)


def slugs_in(content, ending):
    if ending == "excel.csv":
        return [
            row["Slug"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
        ]
    if ending == "csv":
        return [row["slug"] for row in csv.DictReader(io.StringIO(content.decode(), newline=""))]
    if ending == "xlsx":
        header, *rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
        return [row[header.index("slug")] for row in rows]
    loaded = json.loads(content)
    if ending == "geojson":
        return [feature["properties"]["slug"] for feature in loaded["features"]]
    return [case["slug"] for case in loaded]


@pytest.mark.parametrize("query", QUERIES)
def test_a_download_is_the_filter_in_its_order(client, query):
    plain = re.sub(r"&?page(_size)?=\d+", "", query)
    listed = [case["slug"] for case in client.get(f"/api/v1/practices/?{plain}&page_size=1000").json()["results"]]
    for ending in ("csv", "excel.csv", "xlsx", "geojson", "json"):
        response = client.get(f"/export/practices.{ending}?{query}")
        assert response.status_code == 200
        assert slugs_in(body(response), ending) == listed, ending


def test_a_download_is_streamed_and_named_in_german(client):
    for ending, chosen in FORMATS.items():
        response = client.get(f"/export/practices.{ending}")
        assert response.streaming
        assert response["Content-Type"] == chosen.media_type
        assert re.search(
            rf'attachment; filename="praxisbeispiele-\d{{4}}-\d\d-\d\d\.{re.escape(ending)}"',
            response["Content-Disposition"],
        )


@pytest.mark.parametrize("query", ["handlungsfeld=gibts-nicht", "foo=1", "page=0", "q=a&q=b"])
def test_a_refused_filter_is_refused_here_too(client, query):
    response = client.get(f"/export/practices.csv?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert query.split("=")[0] in response.content.decode()


def test_only_what_is_published_leaves(client):
    practice = Practice.objects.get(slug="olfen-leohaus")
    with by_the_host():
        practice.status = "draft"
        practice.save()
    for ending in FORMATS:
        content = body(client.get(f"/export/practices.{ending}"))
        assert b"olfen-leohaus" not in content
    assert client.get("/export/praxis/olfen-leohaus.csv").status_code == 404
    assert client.get("/export/practices.doc").status_code == 404


@pytest.mark.parametrize("ending", FORMATS)
def test_one_case_alone(client, ending):
    content = body(client.get(f"/export/praxis/olfen-leohaus.{ending}"))
    if FORMATS[ending].table:
        assert slugs_in(content, ending) == ["olfen-leohaus"]
    else:
        assert b"Kapitel 03.05, Mit anpacken" in content


def test_no_list_of_all_cases_is_held(client, monkeypatch):
    """The first piece leaves before the last cases are read."""
    read = []
    original = telling.whole
    monkeypatch.setattr(telling, "whole", lambda queryset: read.append(1) or original(queryset))
    monkeypatch.setattr(telling.cases, "__defaults__", (5,))
    for ending in ("csv", "json", "geojson", "xlsx"):
        read.clear()
        monkeypatch.setattr("exchange.export.writers.PIECE", 1)
        monkeypatch.setattr(workbook, "PIECE", 1)
        pieces = written(ending, list(Practice.objects.values_list("pk", flat=True)), "")
        assert isinstance(pieces, types.GeneratorType)
        next(pieces)
        next(pieces)
        # zlib keeps back what it hasn't packed yet.
        assert len(read) <= (8 if ending == "xlsx" else 2), ending
        assert sum(1 for _piece in pieces) > 1
        assert len(read) == 10


ARMED = ["=cmd|'/C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "＝1"]


@pytest.mark.parametrize("text", ARMED)
def test_no_cell_can_be_run(client, text):
    Practice.objects.filter(slug="olfen-leohaus").update(title=text, summary=text, description=f"{text}\nzweite Zeile")
    content = body(client.get("/export/praxis/olfen-leohaus.csv")).decode()
    cells = next(csv.reader(io.StringIO(content.partition("\n")[2], newline="")))
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r＝")]
    assert f"'{text}" in cells
    book = openpyxl.load_workbook(io.BytesIO(body(client.get("/export/praxis/olfen-leohaus.xlsx"))))
    cells = {cell.coordinate: cell for row in book.worksheets[0].iter_rows(min_row=2) for cell in row}
    assert {cell.data_type for cell in cells.values()} <= {"s", "n"}
    assert cells["C2"].quotePrefix


def two_places_and_none():
    """A case with two towns, and one without a dot, a day of confirmation and a carrier."""
    first, second = Practice.objects.get(slug="olfen-leohaus"), Practice.objects.order_by("slug").first()
    first.locations.create(place=Place.objects.get(slug="andernach"), position=5)
    second.locations.all().delete()
    Practice.objects.filter(pk=second.pk).update(confirmed=None, carrier="")
    return first.slug, second.slug


def test_a_german_excel_opens_the_csv_for_people(client):
    two, none = two_places_and_none()
    response = client.get("/export/practices.excel.csv")
    content = body(response)
    assert content.startswith(b"\xef\xbb\xbfSlug;Status;Titel;")
    rows = {row["Slug"]: row for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")}
    assert rows[two]["Breite"] == "51,7079"
    assert rows[two]["Koordinaten der Orte"].splitlines() == [
        "Olfen | 51.7079 | 7.3789",
        "Andernach | 50.4311 | 7.4043",
    ]
    assert [rows[none][name] for name in ("Breite", "Länge", "Zuletzt bestätigt", "Träger")] == ["", "", "", ""]
    # The kind for programs stays as it was.
    plain = body(client.get("/export/practices.csv"))
    assert plain.startswith(b"slug,status,title,")
    assert b",51.7079," in plain


def test_the_pages_say_which_csv_is_for_whom(client):
    for address in ("/", "/praxis/olfen-leohaus/"):
        page = client.get(address).content.decode()
        assert re.search(r'href="[^"]*excel\.csv[^"]*"[^>]*>CSV für Excel<', page)
        assert re.search(r'href="[^"]*[^l]\.csv[^"]*"[^>]*>CSV für Programme<', page)


def test_what_is_lacking_is_null_in_geojson(client):
    two, none = two_places_and_none()
    features = json.loads(body(client.get("/export/practices.geojson")))["features"]
    by_slug = {feature["properties"]["slug"]: feature for feature in features}
    lacking = by_slug[none]["properties"]
    assert [lacking[name] for name in ("lat", "lon", "confirmed", "carrier")] == [None] * 4
    assert by_slug[none]["geometry"] is None
    assert by_slug[two]["geometry"]["type"] == "MultiPoint"
    assert not [f for f in features if "" in (f["properties"][name] for name in ("lat", "lon", "as_of", "confirmed"))]


def test_excel_opens_with_a_frozen_header_and_says_what_columns_mean(client):
    book = openpyxl.load_workbook(io.BytesIO(body(client.get("/export/practices.xlsx"))))
    cases, columns = book.worksheets
    assert (cases.title, cases.freeze_panes, cases.max_row) == ("Praxisbeispiele", "A2", 51)
    assert [row[0].value for row in columns.iter_rows(min_row=2)] == [cell.value for cell in cases[1]]
    assert isinstance(cases.cell(2, [c.value for c in cases[1]].index("as_of") + 1).value, int)


@pytest.mark.parametrize("ending", ["xlsx", "csv", "excel.csv", "json", "geojson"])
def test_equal_data_make_equal_files_whenever_they_are_written(client, monkeypatch, ending):
    first = body(client.get(f"/export/praxis/olfen-leohaus.{ending}"))
    later = time.time() + 100_000
    monkeypatch.setattr(time, "time", lambda: later)
    assert body(client.get(f"/export/praxis/olfen-leohaus.{ending}")) == first


def test_a_text_that_no_cell_holds_is_refused_before_anything_is_sent(client):
    Practice.objects.filter(slug="olfen-leohaus").update(description="x" * 32_768)
    response = client.get("/export/practices.xlsx")
    assert response.status_code == 400
    assert "olfen-leohaus" in response.content.decode()
    assert client.get("/export/practices.csv").status_code == 200


def test_geojson_counts_those_without_a_dot(client):
    collection = json.loads(body(client.get("/export/practices.geojson")))
    assert collection["unlocated"] == 5
    assert sum(feature["geometry"] is None for feature in collection["features"]) == 5
    kinds = {feature["geometry"]["type"] for feature in collection["features"] if feature["geometry"]}
    assert kinds == {"Point", "MultiPoint"}


def test_sources_for_a_reference_manager(client):
    source = Source.objects.get()
    source.url = "https://example.org/a_b?c=%20&d=1"
    source.save()
    library = bibtexparser.parse_string(body(client.get("/export/practices.bib")).decode())
    assert library.failed_blocks == []
    (entry,) = library.entries
    assert (entry.key, entry["url"]) == (source.slug, source.url)
    assert "Kapitel 02.01, Gute Praxis" in entry["note"]
    (reference,) = rispy.loads(body(client.get("/export/practices.ris")).decode())
    assert (reference["id"], reference["title"], reference["urls"]) == (source.slug, source.title, [source.url])
    assert reference["notes"][0].count("Kapitel 02.01, Gute Praxis") == 1
    none = client.get("/export/practices.bib?q=Xylophon")
    assert (none.status_code, body(none)) == (200, b"")


def test_the_pages_offer_downloads_of_what_they_show(client):
    page = client.get("/?handlungsfeld=mobilitaet&page=1").content.decode()
    assert "Diese Auswahl herunterladen:" in page
    for ending in FORMATS:
        assert f'href="/export/practices.{ending}?handlungsfeld=mobilitaet"' in page
    page = client.get("/praxis/olfen-leohaus/").content.decode()
    assert 'href="/export/praxis/olfen-leohaus.xlsx"' in page


@pytest.mark.parametrize("ending", ["csv", "excel.csv", "xlsx", "geojson", "json"])
def test_the_command_writes_by_the_ending(tmp_path, ending):
    target = tmp_path / f"x.{ending}"
    call_command("export_practices", target, filter="handlungsfeld=mobilitaet", verbosity=0)
    assert len(slugs_in(target.read_bytes(), ending)) == 9


@pytest.mark.parametrize(("name", "query", "text"), [("x.doc", "", "„.doc“ wird nicht"), ("x.csv", "foo=1", "foo=1")])
def test_the_command_refuses_with_exit_code_2(tmp_path, name, query, text):
    with pytest.raises(CommandError, match=text) as caught:
        call_command("export_practices", tmp_path / name, filter=query)
    assert caught.value.returncode == 2
    assert not (tmp_path / name).exists()
