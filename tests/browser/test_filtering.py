"""Sentence, list, map, facets and address say the same, whichever way the filter changes."""

import json
import urllib.request

from playwright.sync_api import expect

from tests.browser.conftest import dots_shown


def sentence(page):
    return " ".join(page.locator("h1").inner_text().split())


def points(site, query):
    with urllib.request.urlopen(f"{site}/api/v1/practices.geojson?{query}") as answer:
        return len(json.load(answer)["features"])


def test_a_click_on_a_facet_changes_everything_together(open_page, site):
    page = open_page("/")
    assert sentence(page) == "50 Beispiele guter Praxis in Kleinstädten"
    page.wait_for_selector(f"#map[data-dots='{points(site, '')}']")
    page.click("#f-handlungsfeld-mobilitaet")
    expect(page.locator("h1")).to_have_text("9 Beispiele · Mobilität", use_inner_text=True)
    assert page.url.endswith("?handlungsfeld=mobilitaet")
    assert page.locator("article.card").count() == 9
    assert page.title().startswith("9 Beispiele · Mobilität")
    expected = points(site, "handlungsfeld=mobilitaet")
    page.wait_for_selector(f"#map[data-dots='{expected}']")
    assert dots_shown(page) == expected
    assert page.locator("#f-handlungsfeld-mobilitaet").is_checked()
    # A facet's own selection doesn't narrow it: the other themes can still be added.
    assert page.locator("[for=f-handlungsfeld-digitalisierung] .option__count").inner_text().endswith("5")
    page.click("#f-handlungsfeld-digitalisierung")
    expect(page.locator("h1 b")).to_have_text("14")


def test_back_and_forward_restore_what_was_shown(open_page):
    page = open_page("/")
    page.click("#f-handlungsfeld-mobilitaet")
    expect(page.locator("h1 b")).to_have_text("9")
    page.click("#f-handlungsmuster-mit-anpacken")
    expect(page.locator("h1 b")).to_have_text("3")
    page.go_back()
    expect(page.locator("h1 b")).to_have_text("9")
    page.wait_for_selector("#map[data-dots='8']")
    page.go_back()
    expect(page.locator("h1 b")).to_have_text("50")
    page.go_forward()
    expect(page.locator("h1 b")).to_have_text("9")
    assert page.locator("article.card").count() == 9


def test_each_filter_can_be_removed_alone(open_page):
    page = open_page("/?handlungsfeld=mobilitaet&handlungsmuster=mit-anpacken")
    page.get_by_role("link", name="Filter entfernen: Mobilität").click()
    page.wait_for_url("**/?handlungsmuster=mit-anpacken")
    expect(page.locator(".chip")).to_have_count(1)
    page.get_by_role("link", name="Filter entfernen: Mit anpacken").click()
    expect(page.locator("h1 b")).to_have_text("50")


def test_the_search_keeps_the_filter(open_page):
    page = open_page("/?handlungsfeld=mobilitaet")
    page.get_by_role("searchbox").fill("Olfen")
    page.get_by_role("button", name="Suche").click()
    expect(page.locator("h1 b")).to_have_text("1")
    assert "handlungsfeld=mobilitaet" in page.url
    assert "q=Olfen" in page.url


def test_cases_without_a_dot_are_one_click_away(open_page):
    page = open_page("/")
    expect(page.locator(".unlocated")).to_contain_text("5 Beispiele haben keinen Punkt auf der Karte")
    page.click("#show-unlocated")
    expect(page.locator("h1 b")).to_have_text("5")
    assert page.locator("article.card").count() == 5


def test_pages_and_order_are_links(open_page):
    page = open_page("/")
    page.click("#page-next")
    page.wait_for_url("**/?page=2")
    expect(page.locator(".pages")).to_contain_text("Seite 2 von 3")
    page.click("#sort-2")
    expect(page.locator("#sort-2")).to_have_attribute("aria-current", "true")
    assert page.url.endswith("?ordering=-updated")


def test_a_mistyped_address_is_explained_above_the_list(open_page):
    page = open_page("/?handlungsfeld=verkehr")
    page.expected = {400}
    expect(page.get_by_role("alert")).to_contain_text("handlungsfeld=verkehr")
    page.get_by_text("Was erlaubt ist").click()
    expect(page.get_by_role("alert")).to_contain_text("mobilitaet")
    assert page.locator("article.card").count() == 20


def test_nothing_found_says_what_to_loosen(open_page):
    page = open_page("/?handlungsfeld=mobilitaet&q=Wasserstoff")
    expect(page.locator(".nothing")).to_contain_text("Kein Beispiel passt")
    page.locator(".nothing").get_by_role("link", name="ohne Suchwörter: 9").click()
    expect(page.locator("h1 b")).to_have_text("9")


def test_the_language_switch_keeps_the_filter(open_page):
    page = open_page("/?handlungsfeld=mobilitaet")
    page.get_by_role("link", name="EN", exact=True).click()
    expect(page.locator("h1")).to_contain_text("9 examples · Mobility", use_inner_text=True)
    assert page.locator("html").get_attribute("lang") == "en"
