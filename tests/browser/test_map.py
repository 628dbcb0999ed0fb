"""Dots open cards, crowds open up, regions look different, and the keyboard reaches it all."""

import pytest
from playwright.sync_api import expect


def test_a_dot_opens_a_card_that_leads_to_the_case(open_page):
    page = open_page("/?handlungsfeld=nachhaltigkeit&handlungsmuster=protestieren")
    page.wait_for_selector("#map[data-dots='1']")
    page.locator("#map .dot").click()
    card = page.locator(".leaflet-popup")
    expect(card).to_contain_text("Schönau")
    card.get_by_role("link", name="Zum Beispiel").click()
    page.wait_for_url("**/praxis/schoenau-stromrebellen/?handlungsfeld=nachhaltigkeit&handlungsmuster=protestieren")
    expect(page.locator(".between")).to_contain_text("1 von 1")


def test_two_cases_in_one_spot_open_up(open_page):
    page = open_page("/?place=olfen")
    page.wait_for_selector("#map[data-dots='2']")
    many = page.locator("#map .many")
    expect(many).to_have_text("2")
    page.get_by_role("button", name="2 Punkte an dieser Stelle").click()
    for _ in range(4):  # it may zoom in first
        page.wait_for_timeout(500)
        if page.locator("#map .dot").count() == 2:
            break
        many.first.click()
    assert page.locator("#map .dot").count() == 2
    page.locator("#map .dot").last.click()
    expect(page.locator(".leaflet-popup")).to_contain_text("Olfen")


def test_a_region_looks_different_and_says_so(open_page):
    page = open_page("/?precision=region")
    page.wait_for_selector("#map[data-dots='7']")
    page.wait_for_timeout(400)
    assert page.locator("#map .dot").count() == page.locator("#map .dot--region").count() > 0
    assert "Region" in page.locator("#map .leaflet-marker-icon:has(.dot--region)").first.get_attribute("aria-label")


@pytest.mark.parametrize("key", ["Enter", " "])
def test_the_keyboard_opens_a_card_goes_into_it_and_back(open_page, key):
    page = open_page("/?place=andernach")
    page.wait_for_selector("#map[data-dots='1']")
    dot = page.locator("#map .leaflet-marker-icon:has(.dot)")
    dot.focus()
    page.keyboard.press(key)
    expect(page.locator(".leaflet-popup")).to_contain_text("Essbare Stadt")
    expect(page.locator(".leaflet-popup .popup__more")).to_be_focused()
    expect(page.get_by_role("button", name="Schließen")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(dot).to_be_focused()


@pytest.mark.parametrize("key", ["Enter", " "])
def test_the_keyboard_opens_what_stands_in_one_spot(open_page, key):
    page = open_page("/?place=olfen")
    page.wait_for_selector("#map[data-dots='2'][data-ground='drawn']")
    page.wait_for_timeout(500)
    page.get_by_role("button", name="2 Punkte an dieser Stelle").focus()
    page.keyboard.press(key)
    expect(page.locator("#map .dot")).to_have_count(2)
    expect(page.locator("#map")).to_be_focused()


def test_the_map_can_be_skipped(open_page):
    page = open_page("/")
    page.get_by_role("link", name="Karte überspringen").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "results"


def test_a_card_in_the_list_lights_up_its_dot(open_page):
    page = open_page("/?place=andernach")
    page.wait_for_selector("#map[data-dots='1']")
    page.locator("article.card a").focus()
    expect(page.locator("#map .is-lit")).to_have_count(1)


def test_the_case_has_a_map_of_its_own(open_page):
    page = open_page("/praxis/bachtal-wohnen-im-ortskern/")
    page.wait_for_selector("#map[data-dots='3']")
    page = open_page("/praxis/denkschrift-jugend-kleinstadt/")
    assert page.locator("#map").count() == 0
    expect(page.locator(".facts")).to_contain_text("keinen Ort")
