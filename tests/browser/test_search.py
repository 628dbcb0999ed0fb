"""The search box: suggestions by keyboard and by mouse, excerpts, and what is offered when nothing is found."""

from playwright.sync_api import expect


def test_suggestions_are_a_combobox_by_keyboard(open_page):
    page = open_page("/")
    box = page.locator("#q")
    box.focus()
    expect(box).to_have_attribute("role", "combobox")
    box.press_sequentially("olf")
    expect(page.locator("#q-list")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#q-status")).to_contain_text("Vorschläge")
    box.press("ArrowDown")
    first = page.locator("#q-list [role=option]").first
    expect(first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    expect(first).to_contain_text("Olfen")
    box.press("Escape")
    expect(page.locator("#q-list")).to_be_hidden()
    expect(box).to_have_value("olf")
    box.press("ArrowDown")
    box.press("Enter")
    expect(page.locator("h1 b")).to_have_text("2")
    assert "place=olfen" in page.url


def test_who_types_at_once_gets_suggestions_too(open_page):
    """The script comes with the focus; on a slow line somebody has typed before it is there."""
    page = open_page("/")
    held = hold_back(page, "**/js/suggest*.js")
    with page.expect_request("**/js/suggest*.js"):
        page.locator("#q").click()
    page.locator("#q").press_sequentially("olf")
    held[0].continue_()
    expect(page.get_by_role("option").first).to_contain_text("Olfen")


def hold_back(page, pattern):
    """Requests of this kind wait in the list that is given, until they are continued."""
    held = []
    page.route(pattern, lambda route: held.append(route))
    return held


def test_the_last_search_is_shown_however_late_others_are_answered(open_page):
    page = open_page("/")
    box = page.locator("#q")
    box.fill("Olfen")
    held = hold_back(page, "**/?q=Olfen*")
    with page.expect_request("**/?q=Olfen*"):
        box.press("Enter")
    box.fill("Loitz")
    box.press("Enter")
    expect(page.locator("h1")).to_contain_text("Loitz")
    for route in held:
        route.continue_()
    page.wait_for_timeout(500)
    expect(page.locator("h1")).to_contain_text("Loitz")
    expect(box).to_have_value("Loitz")
    assert "q=Loitz" in page.url


def test_enter_twice_is_one_step_back(open_page):
    page = open_page("/?country=DE")
    box = page.locator("#q")
    box.fill("Bus")
    box.press("Enter")
    box.press("Enter")
    expect(page.locator("h1")).to_contain_text("„Bus“")
    box.press("Enter")
    page.wait_for_load_state("networkidle")
    page.go_back()
    expect(page.locator("h1")).not_to_contain_text("„Bus“")
    assert page.url.endswith("/?country=DE")


def test_who_types_on_goes_on_where_the_caret_was(open_page):
    page = open_page("/")
    box = page.locator("#q")
    box.click()
    box.press_sequentially("Bus")
    box.press("Enter")
    expect(page.locator("h1")).to_contain_text("„Bus“")
    box.press_sequentially(" NRW")
    expect(box).to_have_value("Bus NRW")
    held = hold_back(page, "**/?q=Bus*")
    with page.expect_request("**/?q=Bus*"):
        box.press("Enter")
    box.press_sequentially(" Olfen")
    held[0].continue_()
    expect(page.locator("h1")).to_contain_text("„Bus NRW“")
    expect(box).to_have_value("Bus NRW Olfen")


def test_options_for_another_text_are_no_choice(open_page):
    page = open_page("/")
    box = page.locator("#q")
    box.click()
    box.press_sequentially("Olfen")
    expect(page.get_by_role("option").first).to_contain_text("Olfen")
    box.press("ArrowDown")
    held = hold_back(page, "**/suggestions/*")
    box.press_sequentially("er")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("Enter")
    expect(page.locator("h1")).to_contain_text("„Olfener“")
    for route in held:
        route.abort()


def test_a_suggested_case_is_one_click_away(open_page):
    page = open_page("/")
    page.locator("#q").click()
    page.locator("#q").press_sequentially("leoh")
    page.get_by_role("option", name="Leohaus").click()
    expect(page.locator("h1")).to_contain_text("Leohaus")


def test_enter_without_a_choice_searches_for_what_was_typed(open_page):
    page = open_page("/")
    page.locator("#q").click()
    page.locator("#q").press_sequentially("Wärme")
    expect(page.locator("#q-list")).to_be_visible()
    page.locator("#q").press("Enter")
    expect(page.locator("mark", has_text="Fernwärme")).to_be_visible()
    expect(page.locator("#q-list")).to_be_hidden()


def test_a_misspelt_town_is_one_click_from_the_right_one(open_page):
    page = open_page("/?q=Andernarch")
    page.get_by_role("link", name="Andernach").click()
    expect(page.locator("h1 b")).to_have_text("1")


def test_without_javascript_the_form_searches(open_page):
    page = open_page("/?q=Hallenb%C3%A4der", java_script_enabled=False)
    expect(page.locator("article.card")).to_have_count(1)
    expect(page.locator("mark").first).to_be_visible()


def test_ten_thousand_characters_get_a_clear_answer(open_page, site):
    page = open_page("/")
    for letter in ("a", "ä"):
        answer = page.request.get(site, params={"q": letter * 10_000})
        assert answer.status == 400
        assert "zu lang für eine Suche" in answer.text()
    answer = page.request.get(f"{site}/api/v1/practices/", params={"q": "a" * 10_000})
    assert answer.status == 400
    assert answer.json()["errors"][0]["parameter"] == "q"
