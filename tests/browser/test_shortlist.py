"""The shortlist that a browser keeps: marked, ordered, annotated, compared; in two tabs, and without a script."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def mark(page, title):
    return page.get_by_role("button", name=f"Merken: {title}")


def chosen(page):
    return page.locator("[data-chosen]").evaluate_all("items => items.map(item => item.dataset.chosen)")


def test_a_clerk_marks_orders_notes_and_compares_with_the_keyboard_alone(open_page):
    page = open_page("/?q=Genossenschaft")
    first, second = (page.locator("button[data-mark]").nth(place) for place in (0, 1))
    slugs = [button.get_attribute("data-mark") for button in (first, second)]
    for button in (first, second):
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#noted-said")).to_have_text("2 auf der Merkliste")
    expect(page.locator("#noted")).to_have_text("Merkliste (2)")
    page.locator("#noted").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Merkliste")).to_be_visible()
    assert chosen(page) == slugs
    note = page.get_by_label("Ihre Notiz").first
    note.fill("Bürgermeisterin anrufen")
    page.locator(f"#up-{slugs[1]}").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith(f"#praxis-{slugs[1]}"))
    assert chosen(page) == slugs[::-1]
    expect(page.get_by_label("Ihre Notiz").nth(1)).to_have_value("Bürgermeisterin anrufen")
    page.get_by_role("button", name="Angekreuzte vergleichen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Nebeneinander")).to_be_visible()
    assert page.locator("thead th").count() == 2
    # Who comes back without a list finds their own, in their order.
    page.goto(page.url.split("/vergleich/")[0] + "/merkliste/")
    page.wait_for_url(lambda url: "praxis=" in url)
    assert chosen(page) == slugs[::-1]


def test_marks_survive_a_step_of_the_list_and_another_tab(open_page):
    page = open_page("/")
    page.locator("button[data-mark]").first.click()
    slug = page.locator("button[data-mark]").first.get_attribute("data-mark")
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("button[data-mark]").nth(1).click()
    expect(page.locator("#noted")).to_have_text("Merkliste (2)")
    page.locator("#sort-2").click()
    page.wait_for_url("**ordering=**")
    expect(page.locator("button[data-mark]")).to_have_count(20)
    assert page.locator("a[data-mark]").count() == 0
    pressed = page.locator("button[aria-pressed=true]").evaluate_all("all => all.map(one => one.dataset.mark)")
    assert set(pressed) <= {slug, other.locator("button[data-mark]").nth(1).get_attribute("data-mark")}
    other.locator("button[data-mark]").nth(1).click()
    expect(page.locator("#noted")).to_have_text("Merkliste (1)")


def three_in_two_tabs(open_page):
    """The page of a shortlist of three, another tab, and the three."""
    page = open_page("/")
    for place in (0, 1, 2):
        page.locator("button[data-mark]").nth(place).click()
    page.goto(page.locator("#noted").evaluate("link => link.href"))
    return page, page.context.new_page(), chosen(page)


def test_a_step_made_in_an_old_tab_takes_nothing_of_a_newer_one(open_page):
    page, other, (one, two, three) = three_in_two_tabs(open_page)
    other.goto(page.url.split("/merkliste/")[0] + "/?page=2")
    added = other.locator("button[data-mark]").first.get_attribute("data-mark")
    other.locator("button[data-mark]").first.click()
    expect(other.locator("#noted")).to_have_text("Merkliste (4)")
    page.locator(f"#off-{two}").click()
    page.wait_for_url(lambda url: added in url)
    assert chosen(page) == [one, three, added]


def test_an_order_made_in_an_old_tab_holds_and_what_a_newer_one_took_off_stays_off(open_page):
    page, other, (one, two, three) = three_in_two_tabs(open_page)
    other.goto(page.url.split("/merkliste/")[0] + "/")
    other.locator(f"button[data-mark='{one}']").click()
    page.locator(f"#up-{three}").click()
    page.wait_for_url(lambda url: one not in url)
    assert chosen(page) == [three, two]


def test_what_does_not_fit_is_said_where_it_is_seen(open_page):
    page = open_page("/")
    page.evaluate(
        "() => localStorage.setItem('merkliste', JSON.stringify({slugs: [...Array(50).keys()].map(n => `x-${n}`)}))"
    )
    page.reload()
    said = page.locator("#noted-said")
    page.locator("button[data-mark]").first.click()
    expect(said).to_have_text("Auf die Merkliste passen 50 Beispiele.")
    box = said.bounding_box()
    assert box["width"] > 100 and box["y"] < 900
    expect(page.locator("button[data-mark]").first).to_have_attribute("aria-pressed", "false")


def test_a_list_of_somebody_else_is_shown_and_joins_mine_only_when_asked(open_page):
    page = open_page("/merkliste/?praxis=schoenau-stromrebellen&praxis=olfen-leohaus")
    page.get_by_role("button", name="Diese Liste in diesem Browser merken").click()
    expect(page.locator("#noted")).to_have_text("Merkliste (2)")
    home = page.url.split("/merkliste/")[0]
    page.goto(f"{home}/merkliste/?praxis=zwiesel-stadt-app")
    assert chosen(page) == ["zwiesel-stadt-app"]
    page.locator("#off-zwiesel-stadt-app").click()
    expect(page.locator("#noted")).to_have_text("Merkliste (2)")
    page.goto(f"{home}/merkliste/?praxis=zwiesel-stadt-app")
    page.get_by_role("button", name="Diese dazunehmen").click()
    page.wait_for_url("**olfen-leohaus**")
    assert chosen(page) == ["schoenau-stromrebellen", "olfen-leohaus", "zwiesel-stadt-app"]


@pytest.mark.parametrize("stored", ["kein JSON", "{}", '{"slugs": 7}', "[]", '{"slugs": [1, null, "olfen-leohaus"]}'])
def test_what_stands_in_the_browser_may_be_anything(open_page, stored):
    page = open_page("/")
    page.evaluate("stored => localStorage.setItem('merkliste', stored)", stored)
    page.reload()
    page.locator("button[data-mark]").first.click()
    expect(page.locator("button[data-mark]").first).to_have_attribute("aria-pressed", "true")


def test_without_a_script_the_links_lead_to_a_list_that_grows_by_searching(open_page):
    page = open_page("/", java_script_enabled=False)
    page.locator("a[data-mark]").first.click()
    assert len(chosen(page)) == 1
    page.get_by_label("Weitere Beispiele suchen").fill("Bus")
    page.locator(".shortlist .towns__form button").click()
    page.locator(".shortlist__found a[data-step]").first.click()
    assert len(chosen(page)) == 2


@pytest.mark.parametrize("width", [1440, 320])
def test_no_page_scrolls_sideways(open_page, width):
    slugs = ["schoenau-stromrebellen", "olfen-leohaus", "zwiesel-stadt-app", "bad-belzig-buergerbus-hoher-flaeming"]
    page = open_page("/merkliste/?" + "&".join(f"praxis={slug}" for slug in slugs), width=width)
    for address in (page.url, page.url.replace("/merkliste/", "/vergleich/")):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
