"""A researcher's hour: enter a case, find its place by name and on the map, publish it, see it outside."""

import json
import urllib.request

from playwright.sync_api import expect

from tests.browser.conftest import EDITOR

WORDS = "Die Bücherei steht am Markt und gehört allen, die lesen wollen, auch am Abend. " * 6


def log_in(page):
    page.fill("#id_username", EDITOR[0])
    page.fill("#id_password", EDITOR[1])
    page.click("[type=submit]")


def add_row(page, prefix, term, note):
    page.locator(f"#{prefix}-group .add-row a").click()
    row = page.locator(f"#{prefix}-0")
    row.locator("select[name$='-term']").select_option(label=term)
    row.locator("select[name$='-basis']").select_option("editorial")
    row.locator("input[name$='-note']").fill(note)


def test_a_case_from_nothing_to_the_public(open_page, site):
    page = open_page("/admin/practices/practice/add/")
    log_in(page)
    page.fill("#id_title", "Öffentlicher Bücherschrank für Schönau")
    page.locator("#id_title").blur()
    expect(page.locator("#id_slug")).to_have_value("oeffentlicher-buecherschrank-fuer-schoenau")
    page.fill("#id_summary", "Ein Schrank voller Bücher steht allen offen.")
    page.fill("#id_description", WORDS)
    page.select_option("#id_handlungsfeld", label="Digitalisierung")
    page.fill("#id_handlungsfeld_chapter", "02.03")
    page.fill("#id_as_of", "2026")

    page.fill("#picker-q", "Neustadt in Holstein")
    page.locator("#picker-results button", has_text="Schleswig-Holstein").click()
    expect(page.locator("#picker-status")).to_contain_text("Neustadt in Holstein")
    page.wait_for_selector("#picker-map path", state="attached")
    page.locator("#picker-map").click(position={"x": 220, "y": 150})
    page.locator("#picker-results button").first.click()
    expect(page.locator("#locations-group .dynamic-locations")).to_have_count(2)

    add_row(page, "handlungsmuster", "Mit anpacken", "Freiwillige betreuen den Schrank")
    add_row(page, "buergerrollen", "Engagierte", "Sie tun es für alle")
    page.locator("#citations-group .add-row a").click()
    page.locator("#citations-0 select[name$='-source']").select_option(label="Urbane Kleinstädte")
    page.locator("#citations-0 input[name$='-locator']").fill("Kapitel 02.03")
    page.select_option("#id_status", label="Veröffentlicht")
    page.locator("[name=_continue]").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()

    with urllib.request.urlopen(f"{site}/api/v1/practices/oeffentlicher-buecherschrank-fuer-schoenau/") as answer:
        case = json.load(answer)
    assert case["places"][0]["slug"] == "neustadt-in-holstein"
    assert len(case["places"]) == 2
    page.goto(f"{site}/praxis/oeffentlicher-buecherschrank-fuer-schoenau/")
    expect(page.locator("h1")).to_contain_text("Öffentlicher Bücherschrank")

    page.goto(f"{site}/admin/practices/practice/?q=oeffentlicher-buecherschrank")
    page.locator("#result_list tbody th a").click()
    page.locator(".deletelink").first.click()
    page.get_by_role("button", name="Ja, ich bin sicher").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_validation_speaks_german_and_names_the_field(open_page):
    page = open_page("/admin/practices/place/add/")
    log_in(page)
    page.fill("#id_name", "Nirgendwo")
    page.fill("#id_slug", "nirgendwo")
    page.fill("#id_country", "DE")
    page.fill("#id_state", "NI")
    page.locator("[name=_save]").first.click()
    expect(page.locator(".field-state, .fieldBox:has(#id_state)").first).to_contain_text("ISO 3166-2")
    expect(page.locator(".field-lat, .fieldBox:has(#id_lat)").first).to_contain_text("Breite")
