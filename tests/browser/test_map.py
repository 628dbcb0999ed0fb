"""Dots open cards, crowds open up, regions look different, and the keyboard reaches it all."""

import pytest
from playwright.sync_api import expect

TOWNS = """() => [...document.querySelectorAll(".town")].map(e => e.getBoundingClientRect())
.map(({ x, y }) => [Math.round(x), Math.round(y)])"""
# [how many names of cities are shown, those that a dot lies on]
COVERED = """() => {
  const box = e => e.getBoundingClientRect();
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const dots = [...document.querySelectorAll("#map .leaflet-marker-pane .leaflet-marker-icon")].map(box);
  const names = [...document.querySelectorAll("#map .town")].flatMap(e => [...e.querySelectorAll("span"), e])
    .filter(e => e.textContent && box(e).width > 0);
  return [names.length, names.filter(e => dots.some(dot => meet(box(e), dot))).map(e => e.textContent)];
}"""


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
    page.get_by_role("button", name="2 Beispiele in Olfen").click()
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
    page.get_by_role("button", name="2 Beispiele in Olfen").focus()
    page.keyboard.press(key)
    expect(page.locator("#map .dot")).to_have_count(2)
    expect(page.locator("#map")).to_be_focused()


def test_the_map_can_be_skipped(open_page):
    page = open_page("/")
    page.get_by_role("link", name="Karte überspringen").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "list-head"


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


def test_clusters_are_called_by_what_lies_there(open_page):
    page = open_page("/")
    page.wait_for_selector("#map[data-dots][data-ground='drawn']")
    page.wait_for_timeout(500)
    names = page.evaluate(
        "[...document.querySelectorAll('#map .leaflet-marker-icon:has(.many)')].map(e => e.getAttribute('aria-label'))"
    )
    assert len(names) > 5
    assert len(set(names)) == len(names)
    said = (" Beispiele in ", " Beispiele um ", " Orte des Beispiels: ")
    assert all(any(part in name for part in said) for name in names)
    points = page.request.get(page.url + "api/v1/practices.geojson").json()["features"]
    towns = {point["properties"]["place"] for point in points}
    assert all(any(town in name for town in towns) for name in names)


def test_a_few_far_dots_do_not_make_the_map_small(open_page):
    """Bosa lies in Sardinia; all others between Holstein and the Valais."""
    page = open_page("/")
    page.wait_for_selector("#map[data-dots][data-ground='drawn']")
    note = page.get_by_role("button", name="1 weiteres außerhalb")
    expect(note).to_be_visible()
    hamburg, zurich = (page.locator(".town", has_text=name).bounding_box()["y"] for name in ("Hamburg", "Zürich"))
    assert zurich - hamburg > page.locator("#map").bounding_box()["height"] * 0.45
    note.click()
    expect(note).to_have_count(0)
    expect(page.locator("#map").get_by_role("button", name="Bosa: Ein Hotel")).to_be_in_viewport()
    expect(page.locator("#map")).to_be_focused()


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_no_dot_covers_the_name_of_a_city(open_page, width):
    page = open_page("/", width=width)
    page.wait_for_selector("#map[data-dots][data-ground='drawn']")
    for _ in range(2):
        page.wait_for_function(
            f"() => {{ const [named, covered] = ({COVERED})(); return named > 1 && !covered.length }}"
        )
        page.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(900)


def test_back_to_the_selection_is_back_to_the_page_of_the_case(open_page):
    page = open_page("/?page=3")
    card = page.locator("article.card").nth(5)
    title = card.locator("a").inner_text()
    card.locator("a").click()
    expect(page.locator(".between")).to_contain_text("46 von 50")
    page.get_by_role("link", name="Alle Beispiele").click()
    page.wait_for_url("**/?page=3#card-*")
    expect(page.locator("article.card", has_text=title)).to_be_in_viewport()


def test_the_browsers_back_keeps_the_moved_map(open_page):
    page = open_page("/")
    page.wait_for_selector("#map[data-dots][data-ground='drawn']")
    for _ in range(2):
        page.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(500)
    moved = page.evaluate(TOWNS)
    page.locator("article.card a").first.click()
    expect(page.locator(".between")).to_be_visible()
    page.go_back()
    page.wait_for_selector("#map[data-dots][data-ground='drawn']")
    page.wait_for_timeout(500)
    assert page.evaluate(TOWNS) == moved
    page.click("#f-handlungsfeld-mobilitaet")
    expect(page.locator("h1 b")).to_have_text("9")
    page.go_back()
    expect(page.locator("h1 b")).to_have_text("50")
    page.wait_for_timeout(700)
    assert page.evaluate(TOWNS) == moved
