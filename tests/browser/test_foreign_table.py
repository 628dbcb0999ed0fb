"""A researcher with 80 cases in somebody else's layout brings them in by what the pages say, without the documentation.

Run with ``-s`` it prints what each step took; with ATLAS_SHOTS=folder it leaves pictures of the pages there.
"""

import io
import os
import time
from itertools import cycle, islice

import openpyxl
import pytest
from openpyxl.styles import Font
from playwright.sync_api import expect

from tests.browser.people import log_in
from tests.browser.test_import import INDEX, complaints, numbers

PLACES = """Meerane (Sachsen)
Hasbergen (Niedersachsen)
Rüdesheim am Rhein (Hessen)
Luckau (Brandenburg)
Torgau (Sachsen)
Markt Schwaben (Bayern)
Gnarrenburg (Niedersachsen)
Melsungen (Hessen)
Donaueschingen (Baden-Württemberg)
Süßen (Baden-Württemberg)
Nörvenich (Nordrhein-Westfalen)
Olfen (Nordrhein-Westfalen)
Schönau""".splitlines()
WORDS = {
    "Trägerform": {"e. V.": "Verein", "GmbH": "Unternehmen", "Stadtverwaltung": "Kommune", "eG": "Genossenschaft"},
    "Thema": {"Digitales": "Digitalisierung", "Verkehr": "Mobilität", "Läden": "Handel und Logistik"},
    "Was die Leute tun": {"Ehrenamt": "Mit anpacken", "Mitreden": "Mit entscheiden"},
}
THINGS = ["Repaircafé", "Bürgerbus", "Dorfladen", "Lesebank", "Leihladen", "Tauschregal", "Mitfahrbank", "Werkstatt"]
HEADS = ["Nr.", "Projekt", "Kurz gesagt", "Worum es geht", "Kommune", "Trägerform", "Thema", "Was die Leute tun"]
HEADS += ["Erhebungsjahr", "Notiz intern"]
MEANT = {"Projekt": "Titel", "Kurz gesagt": "Kurzfassung", "Worum es geht": "Beschreibung", "Trägerform": "Träger"}
MEANT |= {"Was die Leute tun": "Handlungsmuster", "Erhebungsjahr": "Stand (Jahr)"}
LEFT_OUT = {"Nr.", "Notiz intern"}


def table(number=80):
    """The workbook of a county's survey: a cover, a title, a note, the head in row 4, its own words for everything."""
    book = openpyxl.Workbook()
    book.active.title = "Hinweise"
    book.active.append(["Erhebung guter Beispiele", "Landkreis Musterland"])
    book.active.append(["Stand", "Mai 2024"])
    sheet = book.create_sheet("Erhebung")
    sheet.append(["Gute Beispiele in unseren Städten"])
    sheet.merge_cells("A1:J1")
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.append([])
    sheet.append(["", "Das Projekt", "", "", "", "Einordnung", "", "", "", ""])
    sheet.merge_cells("B3:E3")
    sheet.append(HEADS)
    words = {head: cycle(found) for head, found in WORDS.items()}
    for n, place in enumerate(islice(cycle(PLACES), number), start=1):
        thing = THINGS[n % len(THINGS)]
        sheet.append(
            [
                n,
                f"{thing} {place.partition(' (')[0]} {n}",
                f"Ein Projekt der Leute vor Ort: {thing}, offen für alle.",
                f"Seit einigen Jahren gibt es hier {thing}. Freiwillige halten den Betrieb am Laufen, alle machen mit.",
                place,
                *(next(words[head]) for head in ("Trägerform", "Thema", "Was die Leute tun")),
                2020 + n % 4,
                "intern" if n % 3 else None,
            ]
        )
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


class Clock:
    """Prints what each step took, and leaves a picture where they are asked for."""

    def __init__(self, page):
        self.page, self.begun, self.at = page, time.monotonic(), time.monotonic()

    def step(self, name, choices=0):
        now = time.monotonic()
        print(f"\n{name}: {now - self.at:.1f} s, {choices} choices", end="")
        self.at = now
        if folder := os.environ.get("ATLAS_SHOTS"):
            for width in (1440, 390):
                self.page.set_viewport_size({"width": width, "height": 900})
                self.page.screenshot(path=f"{folder}/{name.replace(' ', '-')}-{width}.png", full_page=True)
            self.page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.parametrize("width", [1440])
def test_eighty_cases_in_somebody_elses_layout(open_page, width):
    page = open_page(INDEX, width=width, bypass_csp=True)
    log_in(page, "erika")
    clock = Clock(page)
    page.set_input_files("#file", {"name": "erhebung.xlsx", "mimeType": "application/zip", "buffer": table()})
    page.get_by_role("button", name="Hochladen und prüfen").click()
    expect(page.locator("#columns-head")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Gelesen: Blatt „Erhebung“, Überschriften in Zeile 4.")).to_be_visible()
    expect(page.get_by_text("Erkannt wurden 2 Spalten: Kommune, Thema.")).to_be_visible()
    clock.step("1 uploaded and read")
    assert complaints(page) == []

    for head, meaning in MEANT.items():
        page.get_by_label(head, exact=True).select_option(label=meaning)
    for head in LEFT_OUT:
        page.get_by_label(head, exact=True).select_option(label="auslassen")
    page.get_by_role("button", name="Tabelle prüfen").click()
    expect(page.get_by_role("heading", name="80 Zeilen passen nicht")).to_be_visible(timeout=60_000)
    clock.step("2 columns said and checked", len(MEANT) + len(LEFT_OUT))
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator(".import__kinds li").first).to_contain_text("80 Zeilen")

    for words in WORDS.values():
        for word, meaning in words.items():
            page.get_by_label(word, exact=True).select_option(label=meaning)
    meant = page.get_by_label("Schönau", exact=True).locator("option", has_text="Rottal-Inn")
    page.get_by_label("Schönau", exact=True).select_option(meant.get_attribute("value"))
    page.get_by_label("Die Codierungen beruhen auf").select_option("editorial")
    page.get_by_label("Grund der Codierungen").fill("Zuordnung der Erhebung des Landkreises, 2024.")
    page.get_by_label("Quelle", exact=True).fill("Landkreis Musterland (2024): Erhebung guter Beispiele. Musterstadt.")
    page.get_by_label("Kapitel oder Seite in der Quelle").fill("Tabelle 1")
    page.get_by_role("button", name="Mit diesen Angaben erneut prüfen").click()
    expect(page.get_by_role("heading", name="Alles passt")).to_be_visible(timeout=60_000)
    clock.step("3 words said once and checked", sum(map(len, WORDS.values())) + 5)
    assert numbers(page) == ["80", "0", "0", "0"]

    page.get_by_role("button", name="80 Zeilen schreiben").click()
    expect(page.get_by_text("Die Zeilen sind geschrieben.")).to_be_visible(timeout=60_000)
    clock.step("4 written", 1)
    print(f"\nall of it: {time.monotonic() - clock.begun:.1f} s of the machine")

    # What was said is remembered: to be seen, and used when the table comes again.
    page.goto(page.url.partition(INDEX)[0] + INDEX + "memory/")
    expect(page.get_by_label("Was die Leute tun")).to_have_value("handlungsmuster")
    clock.step("5 remembered")
    assert complaints(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto(page.url.partition(INDEX)[0] + INDEX)
    page.set_input_files("#file", {"name": "nochmal.xlsx", "mimeType": "application/zip", "buffer": table()})
    page.get_by_role("button", name="Hochladen und prüfen").click()
    expect(page.get_by_role("heading", name="Es gibt nichts zu tun")).to_be_visible(timeout=60_000)
    assert numbers(page) == ["0", "0", "80", "0"]
