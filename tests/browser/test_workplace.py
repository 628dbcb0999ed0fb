"""The whole way of a case, by three people in three browsers; and what the form does while one writes."""

import json
import re
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.people import log_in

WORDS = "Die Bücherei steht am Markt und gehört allen, die lesen wollen, auch am Abend. " * 6
ADD = "/admin/practices/practice/add/"


@pytest.fixture
def desk(open_page):
    """desk(name, path) → the page at which this person sits, logged in."""

    def sit(name, path, **options):
        page = open_page(path, **options)
        log_in(page, name)
        return page

    return sit


def add_coding(page, part, term, note):
    section = page.locator(f"#{part}")
    section.locator("[data-add-row]").click()
    row = section.locator("[data-row]").last
    row.locator("select[name$='-term']").select_option(label=term)
    row.locator("textarea[name$='-note']").fill(note)


def fill_in(page, title):
    page.fill("#id_title", title)
    page.fill("#id_summary", "Ein Schrank voller Bücher steht allen offen.")
    page.fill("#id_description", WORDS)
    page.select_option("#id_handlungsfeld_slug", label="Digitalisierung")
    page.fill("#id_handlungsfeld_chapter", "02.03")
    page.fill("#id_as_of", "2026")
    add_coding(page, "handlungsmuster", "Mit anpacken", "Freiwillige betreuen den Schrank.")
    add_coding(page, "buergerrollen", "Engagierte", "Sie tun es für alle.")
    page.locator("#sources [data-add-row]").click()
    source = page.locator("#sources [data-row]").last
    source.locator("[name$='-source']").fill("Urbane Kleinstädte")
    source.locator("[name$='-locator']").fill("Kapitel 02.03")


def tell_profile(page):
    """Open parts of the profile, and say how far it is and what it won."""
    page.locator(".profile__part summary", has_text="Stand und Laufzeit").click()
    page.select_option("#id_phase", label="läuft")
    page.fill("#id_phase_year", "2026")
    page.fill("#id_course_chapter", "02.03")
    page.locator(".profile__part summary", has_text="Wirkung").click()
    page.locator("#prizes [data-add-row]").click()
    page.locator("#prizes [name$='-title']").last.fill("Lesepreis")
    page.fill("#id_effect_note", "Der Preis steht am Schrank.")


def case_of(site, slug):
    with urllib.request.urlopen(f"{site}/api/v1/practices/{slug}/") as answer:
        return json.load(answer)


def step(page, label, comment=""):
    if comment:
        page.fill("#step-comment", comment)
    page.get_by_role("button", name=label).click()


def test_the_whole_way_of_a_case_by_three_people(desk, site):
    erika = desk("erika", ADD)
    fill_in(erika, "Öffentlicher Bücherschrank für Schönau")
    tell_profile(erika)
    expect(erika.locator("#id_slug")).to_have_value("oeffentlicher-buecherschrank-fuer-schoenau")
    erika.fill("#picker-q", "Neustadt in Holstein")
    erika.locator("#picker-results button", has_text="Schleswig-Holstein").click()
    expect(erika.locator("#picker-status")).to_contain_text("Neustadt in Holstein")
    erika.wait_for_selector("#picker-map path", state="attached")
    erika.locator("#picker-map").click(position={"x": 220, "y": 150})
    erika.locator("#picker-results button").first.click()
    expect(erika.locator("#places [data-row]")).to_have_count(2)
    erika.get_by_role("button", name="Sichern und zur Prüfung einreichen").click()
    expect(erika.locator(".messagelist")).to_contain_text("Zur Prüfung eingereicht")
    review = erika.url

    rolf = desk("rolf", "/admin/practices/practice/queue/")
    rolf.get_by_role("link", name="Öffentlicher Bücherschrank für Schönau").click()
    assert rolf.url == review
    step(rolf, "Mit einer Bitte zurückgeben")
    expect(rolf.locator(".messagelist")).to_contain_text("Sagen Sie, warum")
    step(rolf, "Mit einer Bitte zurückgeben", "Bitte die Träger nennen.")

    erika.goto(f"{site}/admin/practices/practice/queue/")
    expect(erika.locator(".is-asked")).to_contain_text("Bitte die Träger nennen.")
    erika.locator(".is-asked a").click()
    expect(erika.locator(".notice--ask").first).to_contain_text("Rolf Licht bittet")
    erika.select_option("#id_carrier", label="Verein")
    erika.get_by_role("button", name="Sichern und zur Prüfung einreichen").click()
    expect(erika.locator(".hindrance").first).to_contain_text("Sache der Gruppe Redaktion")

    rolf.goto(review)
    step(rolf, "Freigeben und veröffentlichen", "Schön geworden.")
    case = case_of(site, "oeffentlicher-buecherschrank-fuer-schoenau")
    assert (case["carrier"], len(case["places"])) == ("association", 2)
    assert case["places"][0]["slug"] == "neustadt-in-holstein"
    told = case["profile"]
    assert (told["phase"], told["course_basis"]["chapter"]) == ("running", "02.03")
    assert (told["prizes"], told["effect_basis"]["basis"]) == ([{"title": "Lesepreis", "year": None}], "editorial")
    rolf.goto(f"{site}/praxis/oeffentlicher-buecherschrank-fuer-schoenau/")
    expect(rolf.locator("h1")).to_contain_text("Öffentlicher Bücherschrank")
    expect(rolf.locator(".facts")).to_contain_text("Läuft (2026)")

    # A change to what is public: proposed by one, compared and approved by another.
    change = review.replace("/review/", "/change/")
    erika.goto(change)
    erika.fill("#id_title", "Bücherschrank am Markt")
    erika.get_by_role("button", name="Sichern und zur Prüfung einreichen").click()
    assert case_of(site, case["slug"])["title"] == "Öffentlicher Bücherschrank für Schönau"
    ines = desk("ines", "/admin/practices/practice/queue/")
    ines.get_by_role("link", name="Öffentlicher Bücherschrank für Schönau").click()
    expect(ines.locator(".difference td").nth(1)).to_contain_text("Bücherschrank am Markt")
    step(ines, "Freigeben und veröffentlichen")
    assert case_of(site, case["slug"])["title"] == "Bücherschrank am Markt"

    # Withdrawn with a reason, deleted, brought back.
    ines.locator("summary", has_text="Zurückziehen").click()
    step(ines, re.compile("^Zurückziehen$"), "Die Quelle ist nicht mehr erreichbar.")
    ines.goto(review.replace("/review/", "/history/"))
    expect(ines.locator(".timeline")).to_contain_text("Die Quelle ist nicht mehr erreichbar.")
    ines.goto(review.replace("/review/", "/delete/"))
    ines.get_by_role("button", name="Löschen", exact=True).click()
    ines.goto(f"{site}/admin/practices/practice/deleted/")
    ines.locator("li", has_text="Bücherschrank am Markt").get_by_role("button").click()
    expect(ines.locator(".messagelist")).to_contain_text("ist als Entwurf zurück")
    expect(ines.locator("#places [data-row]")).to_have_count(2)


def test_two_people_on_one_case(desk, site):
    first = desk("erika", ADD)
    fill_in(first, "Zwei schreiben an einem Fall")
    first.get_by_role("button", name="Sichern", exact=True).click()
    expect(first.locator(".messagelist .success")).to_be_visible()
    second = desk("rolf", first.url.removeprefix(site))
    first.fill("#id_title", "Titel von Erika")
    first.get_by_role("button", name="Sichern", exact=True).click()
    expect(first.locator(".messagelist .success")).to_be_visible()
    second.fill("#id_title", "Titel von Rolf")
    second.fill("#id_coding_note", "Anmerkung von Rolf")
    second.get_by_role("button", name="Sichern", exact=True).click()
    expect(second.locator(".merge")).to_contain_text("Erika Feld")
    expect(second.locator(".conflict")).to_contain_text("Titel von Erika")
    second.get_by_label("in diesem Wortlaut:").check()
    second.locator(".conflict__own textarea").fill("Titel von beiden")
    second.get_by_role("button", name="Zusammenführen und sichern").click()
    expect(second.locator("#id_title")).to_have_value("Titel von beiden")
    expect(second.locator("#id_coding_note")).to_have_value("Anmerkung von Rolf")


def test_what_is_typed_is_kept_and_leaving_warns(desk, site):
    page = desk("ines", ADD)
    page.fill("#id_title", "Nur angefangen")
    warned = []
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    expect(page.locator("#kept")).to_contain_text("zwischengespeichert", timeout=10000)
    expect(page.locator("#meter-percent")).not_to_have_text("0 %")
    page.locator("#id_summary").press_sequentially("Noch mehr")
    page.goto(f"{site}/admin/")
    assert warned == ["beforeunload"]
    page.goto(site + ADD)
    page.get_by_role("link", name="Nur angefangen").click()
    expect(page.locator("#id_title")).to_have_value("Nur angefangen")
    expect(page.locator(".notice--kept")).to_contain_text("nicht gesicherter Stand")


def test_a_like_case_is_shown_while_typing(desk):
    page = desk("erika", ADD)
    page.locator("#id_title").press_sequentially("Das Leohaus in Olfen")
    expect(page.locator("#similar")).to_contain_text("Das Leohaus bleibt")


def test_the_form_works_without_javascript(desk, site):
    page = desk("erika", ADD, java_script_enabled=False)
    page.fill("#id_title", "Ganz ohne Skripte eingetragen")
    page.fill("#id_summary", "Es geht auch so.")
    page.fill("#id_description", WORDS)
    page.select_option("#id_handlungsfeld_slug", label="Mobilität")
    page.fill("#id_handlungsfeld_chapter", "02.05")
    page.fill("#id_as_of", "2026")
    page.select_option("#id_handlungsmuster-0-term", label="Mit anpacken")
    page.fill("#id_handlungsmuster-0-note", "Freiwillige fahren.")
    page.fill("#id_places-0-place", "loitz")
    page.get_by_role("button", name="Sichern", exact=True).click()
    assert page.locator(".messagelist .success").is_visible()
    assert page.locator("#id_places-0-place").input_value() == "loitz"
    assert page.locator("#id_handlungsmuster-0-note").input_value() == "Freiwillige fahren."


def test_the_preview_opens_beside_the_form(desk):
    page = desk("erika", ADD)
    fill_in(page, "Vorschau vor dem Sichern")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Vorschau").click()
    preview = opened.value
    expect(preview.locator(".preview")).to_be_visible()
    expect(preview.locator("h1")).to_contain_text("Vorschau vor dem Sichern")
    expect(page.locator("#id_title")).to_have_value("Vorschau vor dem Sichern")


def test_validation_speaks_german_and_names_the_field(desk):
    page = desk("rolf", "/admin/practices/place/add/")
    page.fill("#id_name", "Nirgendwo")
    page.fill("#id_slug", "nirgendwo")
    page.fill("#id_country", "DE")
    page.fill("#id_state", "NI")
    page.locator("[name=_save]").first.click()
    expect(page.locator(".field-state, .fieldBox:has(#id_state)").first).to_contain_text("ISO 3166-2")
    expect(page.locator(".field-lat, .fieldBox:has(#id_lat)").first).to_contain_text("Breite")


def test_a_picture_is_taken_in_at_once_and_shown(desk, tmp_path, site):
    from PIL import Image

    good, wrong = tmp_path / "markt.png", tmp_path / "markt.jpg"
    Image.new("RGB", (640, 400), "#24463f").save(good)
    wrong.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    page = desk("rolf", ADD)
    page.expected = {400}
    fill_in(page, "Ein Fall mit einem Bild")
    page.locator("#images [data-add-row]").click()
    row = page.locator("#images [data-row]").last
    row.locator("[type=file]").set_input_files(wrong)
    expect(row.locator("[data-said]")).to_contain_text("SVG")
    row.locator("[type=file]").set_input_files(good)
    expect(row.locator("img")).to_be_visible()
    page.get_by_role("button", name="Sichern", exact=True).click()
    expect(page.locator("#images .errorlist").first).to_contain_text("Ohne diese Angabe")
    row = page.locator("#images [data-row]").first
    row.locator("[name$='-alt']").fill("Der Markt von oben")
    row.locator("[name$='-author']").fill("Rolf Licht")
    row.locator("select").select_option("cc-by-4.0")
    page.get_by_role("button", name="Sichern", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.locator("#images img")).to_be_visible()
