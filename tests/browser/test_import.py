"""A researcher's table comes into the atlas: upload, columns, report, places, writing, the bad rows to correct."""

import csv
import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.people import log_in
from tests.browser.test_accessibility import ADMIN_RULES
from tests.exchange.conftest import GOOD, csv_bytes

INDEX = "/admin/practices/import/"
ROWS = [
    GOOD | {"Titel": "Lesebank am Fluss", "Notiz": "a"},
    GOOD | {"Titel": "Leihladen", "Ort": "Schönau", "Notiz": "b"},
    GOOD | {"Titel": "Werkbank", "Handlungsfeld": "Mobilitaet", "Notiz": "c"},
]


def give(page, content, name):
    page.set_input_files("#file", {"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Hochladen und prüfen").click()


def complaints(page):
    found = Axe().run(page, options=ADMIN_RULES).response["violations"]
    return [(v["id"], [node["html"][:160] for node in v["nodes"]][:3]) for v in found]


def numbers(page):
    return [text.strip() for text in page.locator(".import__number dd").all_text_contents()]


def test_a_table_from_upload_to_the_file_to_correct(open_page):
    page = open_page(INDEX)
    log_in(page, "erika")
    give(page, csv_bytes(ROWS, encoding="cp1252"), "meine fälle.csv")

    page.get_by_label("Notiz").select_option(label="auslassen")
    page.get_by_role("button", name="Tabelle prüfen").click()
    expect(page.locator("#rows-head")).to_be_visible(timeout=30_000)
    assert numbers(page) == ["1", "0", "0", "2"]
    expect(page.locator(".import__row--refused", has_text="Zeile 4")).to_contain_text("Mobilität?")
    expect(page.get_by_text("Als Windows-1252 gelesen.")).to_be_visible()

    meant = page.get_by_label("Schönau").locator("option", has_text="Rottal-Inn")
    page.get_by_label("Schönau").select_option(meant.get_attribute("value"))
    page.get_by_role("button", name="Mit diesen Angaben erneut prüfen").click()
    expect(page.get_by_role("heading", name="1 Zeile passt nicht")).to_be_visible(timeout=30_000)
    assert numbers(page) == ["2", "0", "0", "1"]

    page.get_by_role("button", name="Nur die 2 guten Zeilen schreiben").click()
    expect(page.get_by_text("Die Zeilen sind geschrieben.")).to_be_visible(timeout=30_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="Abgelehnte Zeilen als Datei zum Korrigieren").click()
    assert download.value.suggested_filename == "meine fälle-fehler.csv"
    text = download.value.path().read_text("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    assert row["Titel"] == "Werkbank"
    assert "→ Mobilität?" in row["Fehler"]

    # Corrected and uploaded again: the column that was left out is remembered, and the row is taken.
    page.goto(page.url.partition(INDEX)[0] + INDEX)
    give(page, text.replace("Mobilitaet", "Mobilität").encode(), "korrigiert.csv")
    expect(page.get_by_role("heading", name="Alles passt")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="1 Zeile schreiben").click()
    expect(page.get_by_text("Die Zeilen sind geschrieben.")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="werkbank").click()
    expect(page.locator("#result_list")).to_contain_text("Werkbank")


def test_without_javascript(open_page):
    page = open_page(INDEX, java_script_enabled=False)
    log_in(page, "erika")
    give(page, csv_bytes([GOOD | {"Titel": "Ohne Skript"}]), "ohne.csv")
    for _ in range(60):
        if page.locator("#rows-head").count():
            break
        page.get_by_role("link", name="Neu laden").click()
    page.get_by_role("button", name="1 Zeile schreiben").click()
    for _ in range(60):
        if page.get_by_text("Die Zeilen sind geschrieben.").count():
            break
        page.get_by_role("link", name="Neu laden").click()
    expect(page.get_by_text("Die Zeilen sind geschrieben.")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_are_accessible_and_fit_a_phone(open_page, width):
    page = open_page(INDEX, width=width, bypass_csp=True)
    log_in(page, "erika")
    assert complaints(page) == []
    give(page, csv_bytes([row | {f"Anderes {width}": "x"} for row in ROWS[:2]]), "zwei.csv")
    page.wait_for_selector("#columns-head", timeout=30_000)
    assert complaints(page) == []
    for select in page.locator("form > .import__question select").all():
        select.select_option("-")
    page.get_by_role("button", name="Tabelle prüfen").click()
    page.wait_for_selector("#rows-head", timeout=30_000)
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("summary", has_text="Tabelle und Bericht verwerfen").click()
    page.locator("form[action$='discard/'] button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("„zwei.csv“ ist verworfen.")).to_be_visible()
    assert complaints(page) == []


def test_a_file_that_is_too_large_is_told_before_it_is_sent(open_page, tmp_path):
    page = open_page(INDEX)
    log_in(page, "erika")
    huge = tmp_path / "riesig.csv"
    with open(huge, "wb") as file:
        file.truncate(200 * 1024 * 1024)
    page.set_input_files("#file", str(huge))
    expect(page.locator("#file-status")).to_have_text("Die Datei ist größer als 100 MB.")
    page.get_by_role("button", name="Hochladen und prüfen").click()
    assert page.url.endswith(INDEX)


def test_a_file_that_is_sent_all_the_same_gets_an_answer(open_page, tmp_path):
    """Without the script the 200 MB arrive; they are kept nowhere and the page says so."""
    page = open_page(INDEX, java_script_enabled=False)
    page.expected = {413}
    log_in(page, "erika")
    huge = tmp_path / "riesig.csv"
    with open(huge, "wb") as file:
        file.truncate(200 * 1024 * 1024)
    page.set_input_files("#file", str(huge))
    page.get_by_role("button", name="Hochladen und prüfen").click()
    expect(page.get_by_role("alert")).to_contain_text("gelesen werden höchstens 100 MB", timeout=60_000)
