"""Small screens: nothing runs out at the side, cards close, and the filter leads to what it found."""

import pytest
from playwright.sync_api import expect

CROSS_WITHIN_MAP = """() => {
  const box = name => document.querySelector(name).getBoundingClientRect();
  const [map, cross] = [box("#map"), box(".leaflet-popup-close-button")];
  return cross.left >= map.left && cross.right <= map.right && cross.top >= map.top && cross.bottom <= map.bottom;
}"""
LONG = "Gemeindeverwaltungsverbandsvorsitzendenstellvertreterin"


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [320, 360])
def test_no_case_scrolls_sideways(open_page, site, width):
    page = open_page("/api/v1/practices/?page_size=1000", width=width, height=740)
    slugs = page.evaluate("JSON.parse(document.body.innerText).results.map(p => p.slug)")
    assert len(slugs) >= 50
    wide = []
    for slug in slugs:
        page.goto(f"{site}/praxis/{slug}/", wait_until="domcontentloaded")
        if too_wide(page):
            wide.append(slug)
    assert wide == []


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize(
    "path", ["/?page_size=1000", "/handlungsfelder/mobilitaet/", "/handlungsmuster/", "/codebuch/", "/ueber/"]
)
def test_no_list_scrolls_sideways(open_page, path, width):
    page = open_page(path, width=width, height=740)
    assert not too_wide(page)


@pytest.mark.parametrize(
    "path", ["/?place=andernach", "/praxis/andernach-essbare-stadt/", "/handlungsfelder/mobilitaet/"]
)
def test_long_words_break(open_page, path):
    """A word longer than any in the study, wherever a text of a case or a name stands."""
    page = open_page(path, width=320, height=740)
    page.evaluate(
        "word => { for (const e of document.querySelectorAll('h1, h1 span, h2, h3 a, .card__place, .card__lead, .tag,"
        " .card__field, .chip, .page__kicker a, .practice__lead, dd, .coding__term, .coding__note, .citation p,"
        " .option__title, .facet__title, .between a, .sorting a, figcaption, .story')) e.append(' ' + word) }",
        LONG,
    )
    assert not too_wide(page)


@pytest.mark.parametrize("width", [320, 360, 390])
def test_a_card_on_the_map_closes_by_its_cross(open_page, width):
    page = open_page("/?place=andernach", width=width, height=740)
    page.wait_for_selector("#map[data-dots='1'][data-ground]")
    page.locator("#map .leaflet-marker-icon:has(.dot)").click()
    close = page.get_by_role("button", name="Schließen")
    expect(close).to_be_visible()
    page.wait_for_timeout(500)
    inside = page.evaluate(CROSS_WITHIN_MAP)
    assert inside
    close.click(timeout=2000)
    expect(page.locator(".leaflet-popup")).to_have_count(0)


def test_the_filter_on_a_phone_leads_to_the_results(open_page):
    page = open_page("/", width=390, height=740)
    page.locator("#facets-fold > summary").click()
    page.get_by_role("checkbox", name="Mobilität").click()
    button = page.get_by_role("button", name="9 Beispiele zeigen")
    expect(button).to_be_in_viewport()
    button.click()
    expect(page.locator("#list-head")).to_be_focused()
    expect(page.locator("#list-head")).to_be_in_viewport()
    expect(page.locator("#f-handlungsfeld-mobilitaet")).to_be_hidden()
    expect(page.locator("article.card").first).to_be_in_viewport()
