"""Each step of a reader counts, in its order, however slow the line is; and each is said and keeps the focus."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect


class Line:
    """Holds the answers to the steps on the atlas until they are let through."""

    def __init__(self, page):
        self.page, self.held, self.seen = page, [], []
        page.route(lambda url: "/?" in url and "/api/" not in url, self._hold)

    def _hold(self, route):
        self.seen.append(route.request.url)
        self.held.append(route)

    def let_through(self):
        while self.held:
            # A step that a later one has overtaken is no longer waited for.
            self.held.pop().continue_()

    def waits_for(self, number):
        for _ in range(50):
            if len(self.seen) >= number:
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"{len(self.seen)} steps were asked for, not {number}")


def focused(page):
    return page.evaluate("document.activeElement.id")


def test_two_quick_ticks_both_count(open_page):
    page = open_page("/")
    line = Line(page)
    page.click("#f-handlungsfeld-mobilitaet")
    line.waits_for(1)
    page.click("#f-handlungsmuster-mit-anpacken")
    line.waits_for(2)
    line.let_through()
    expect(page.locator("h1 b")).to_have_text("3")
    assert "handlungsfeld=mobilitaet" in page.url
    assert "handlungsmuster=mit-anpacken" in page.url


def test_whoever_takes_a_tick_back_at_once_is_shown_what_was_before(open_page):
    page = open_page("/?handlungsfeld=digitalisierung")
    line = Line(page)
    page.click("#f-handlungsfeld-mobilitaet")
    line.waits_for(1)
    page.click("#f-handlungsfeld-mobilitaet")
    line.waits_for(2)
    line.let_through()
    expect(page.locator("h1 b")).to_have_text("5")
    assert page.url.endswith("/?handlungsfeld=digitalisierung")


def test_a_tick_outlives_a_filter_removed_and_an_order_chosen_right_after(open_page):
    page = open_page("/?handlungsfeld=mobilitaet&country=DE")
    line = Line(page)
    page.click("#f-handlungsmuster-mit-anpacken")
    line.waits_for(1)
    page.get_by_role("link", name="Filter entfernen: in Deutschland").click()
    line.waits_for(2)
    page.click("#sort-2")
    line.waits_for(3)
    line.let_through()
    page.wait_for_url("**/?handlungsfeld=mobilitaet&handlungsmuster=mit-anpacken&ordering=-updated")
    expect(page.locator("h1 b")).to_have_text("3")


def test_remove_all_removes_what_was_ticked_just_before(open_page):
    page = open_page("/?handlungsfeld=mobilitaet&country=DE")
    line = Line(page)
    page.click("#f-handlungsmuster-mit-anpacken")
    line.waits_for(1)
    page.get_by_role("link", name="Alle Filter entfernen").click()
    expect(page.locator("h1 b")).to_have_text("50")
    line.let_through()
    assert page.url.endswith("/")


def test_a_search_right_after_a_tick_keeps_it(open_page):
    page = open_page("/")
    line = Line(page)
    page.click("#f-handlungsfeld-mobilitaet")
    line.waits_for(1)
    page.locator("#q").fill("Olfen")
    page.locator("#q").press("Enter")
    line.waits_for(2)
    line.let_through()
    expect(page.locator("h1 b")).to_have_text("1")
    assert "handlungsfeld=mobilitaet" in page.url


def test_two_quick_turns_are_two_pages(open_page):
    page = open_page("/?page_size=10")
    line = Line(page)
    page.click("#page-next")
    page.click("#page-next")
    page.click("#page-next")
    for number in (1, 2, 3):
        line.waits_for(number)
        line.let_through()
    expect(page.locator(".pages")).to_contain_text("Seite 4 von 5")
    assert page.url.endswith("page=4")


def test_back_right_after_a_tick_leads_back(open_page):
    page = open_page("/?handlungsfeld=mobilitaet")
    page.click("#f-handlungsmuster-mit-anpacken")
    expect(page.locator("h1 b")).to_have_text("3")
    line = Line(page)
    page.click("#f-handlungsfeld-digitalisierung")
    line.waits_for(1)
    page.go_back()
    line.waits_for(2)
    line.let_through()
    expect(page.locator("h1 b")).to_have_text("9")
    assert page.locator("#f-handlungsmuster-mit-anpacken").is_checked() is False


def test_whoever_goes_on_before_the_answer_comes_back_to_what_they_asked_for(open_page):
    page = open_page("/")
    line = Line(page)
    page.click("#f-handlungsfeld-mobilitaet")
    line.waits_for(1)
    page.locator("article.card a").first.click()
    expect(page.locator(".between")).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")
    page.go_back()
    expect(page.locator("h1 b")).to_have_text("9")
    assert page.url.endswith("/?handlungsfeld=mobilitaet")


def test_what_is_typed_outlives_a_tick(open_page):
    page = open_page("/")
    page.locator("#q").fill("Bus")
    page.click("#f-handlungsfeld-mobilitaet")
    expect(page.locator("h1 b")).to_have_text("9")
    expect(page.locator("#q")).to_have_value("Bus")


def test_turning_a_page_leads_to_the_results_and_says_which(open_page):
    page = open_page("/")
    page.click("#page-next")
    page.wait_for_url("**/?page=2")
    assert focused(page) == "list-head"
    expect(page.locator("#list-head")).to_contain_text("21–40 von 50, Seite 2 von 3")
    expect(page.locator("#said")).to_have_text("50 Beispiele: 21–40 von 50, Seite 2 von 3")
    assert "Seite 2 von 3" in page.title()
    assert page.locator("#list-head").evaluate("e => e.getBoundingClientRect().top") < 200


def test_the_space_bar_ticks_and_the_focus_and_the_page_stay(open_page):
    page = open_page("/", height=500, reduced_motion="reduce")
    box = page.get_by_role("checkbox", name="Mit anpacken")
    box.focus()
    before = box.bounding_box()["y"]
    page.keyboard.press(" ")
    expect(page.locator("h1 b")).to_have_text("13")
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    assert abs(box.bounding_box()["y"] - before) < 5
    expect(page.locator("#said")).to_have_text("13 Beispiele")


def test_a_removed_filter_leaves_the_focus_at_the_results(open_page):
    page = open_page("/?handlungsfeld=mobilitaet&country=DE")
    page.get_by_role("link", name="Filter entfernen: Mobilität").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(1)
    assert focused(page) == "list-head"


def test_the_first_result_is_few_stops_away(open_page):
    page = open_page("/")
    stops = 0
    for key in ("Tab", "Tab", "Enter", "Tab", "Tab", "Tab"):
        page.keyboard.press(key)
        stops += key == "Tab"
        if key == "Enter":  # the jump is made once the page has its turn
            page.wait_for_function("location.hash && document.activeElement.id === 'list-head'")
        if page.evaluate("document.activeElement.matches('.card__title a')"):
            break
    else:
        pytest.fail("no result within five stops")
    assert stops <= 5


@pytest.mark.parametrize("width", [1440, 1024, 800, 390])
def test_what_is_read_first_stands_first(open_page, width):
    """In the order of the document each region stands below or to the right of the one before."""
    page = open_page("/", width=width)
    boxes = page.evaluate(
        "() => ['.atlas__summary', '#q', '.atlas__map', '#results']"
        ".map(name => document.querySelector(name)).map((e, i, all) => ({"
        "follows: i === 0 || !!(all[i - 1].compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING),"
        "box: e.getBoundingClientRect().toJSON()}))"
    )
    assert all(entry["follows"] for entry in boxes)
    for before, after in pairwise(boxes):
        below = after["box"]["top"] >= before["box"]["bottom"] - 1
        assert below or after["box"]["left"] >= before["box"]["right"] - 1


def test_a_tick_without_javascript_takes_a_button(open_page):
    page = open_page("/?ordering=-title&place=olfen", java_script_enabled=False)
    page.check("#f-handlungsfeld-mobilitaet")
    page.get_by_role("button", name="Filter anwenden").click()
    expect(page.locator("h1 b")).to_have_text("1")
    for part in ("ordering=-title", "place=olfen", "handlungsfeld=mobilitaet"):
        assert part in page.url
