"""By keyboard alone, on a phone, without JavaScript, on paper."""

import re

import pytest
from playwright.sync_api import expect

PAGES = [
    "/",
    "/?handlungsfeld=mobilitaet&handlungsmuster=mit-anpacken",
    "/praxis/bachtal-wohnen-im-ortskern/",
    "/handlungsfelder/",
    "/handlungsfelder/arbeit-produktion/",
    "/handlungsmuster/raeume-aneignen/",
    "/ueber/",
    "/analyse/",
    "/dossier/?praxis=olfen-leohaus&praxis=nie-gewesen",
    "/einfach/",
    "/barrierefreiheit/",
]


def test_a_filter_is_chosen_by_keyboard_and_the_focus_stays(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Zum Inhalt"
    page.keyboard.press("Enter")
    # The focus follows the address, not at the same moment.
    page.wait_for_function("document.activeElement.id === 'content'")
    tab_to(page, "#f-handlungsfeld-mobilitaet")
    page.keyboard.press(" ")
    expect(page.locator("h1 b")).to_have_text("9")
    assert page.evaluate("document.activeElement.id") == "f-handlungsfeld-mobilitaet"


def tab_to(page, selector, within=12):
    """Press Tab until the element has the focus; a short way."""
    for _ in range(within):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached within {within} tabs")


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_the_phone(open_page, path, width):
    page = open_page(path, width=width, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_filter_unfolds_on_a_phone(open_page):
    page = open_page("/", width=390, height=844)
    facet = page.locator("#f-handlungsfeld-mobilitaet")
    expect(facet).to_be_hidden()
    page.locator("#facets-fold > summary").click()
    facet.click()
    expect(page.locator("h1 b")).to_have_text("9")
    expect(page.locator("#f-handlungsfeld-mobilitaet")).to_be_visible()


def test_without_javascript_links_and_form_filter(open_page):
    page = open_page("/", java_script_enabled=False)
    page.check("#f-handlungsfeld-mobilitaet")
    page.get_by_role("button", name="Filter anwenden").click()
    expect(page.locator("h1 b")).to_have_text("9")
    expect(page.get_by_text("Die Karte braucht JavaScript")).to_be_visible()
    page.get_by_role("searchbox").fill("Olfen")
    page.get_by_role("button", name="Suche").click()
    expect(page.locator("h1 b")).to_have_text("1")
    page.get_by_role("link", name=re.compile("^Olfen: Bürgerbus")).click()
    expect(page.locator("h1")).to_contain_text("Olfen")
    page.get_by_role("link", name="Zurück zur Auswahl").click()
    expect(page.locator("h1 b")).to_have_text("1")


def test_without_javascript_a_wrong_address_is_explained(open_page):
    page = open_page("/?bbox=1,2", java_script_enabled=False)
    page.expected = {400}
    expect(page.get_by_role("alert")).to_contain_text("bbox=1,2")


def test_the_printed_dossier_holds_the_case_and_nothing_else(open_page):
    page = open_page("/praxis/noerten-hardenberg-hallenbad-genossenschaft/")
    page.emulate_media(media="print")
    for hidden in (".site-head", ".site-foot", ".between", "#map", ".actions", ".related"):
        expect(page.locator(hidden)).to_be_hidden()
    for shown in ("h1", ".practice__text >> nth=0", ".transfer", ".codings >> nth=0", "#source-citation", ".facts"):
        expect(page.locator(shown)).to_be_visible()
