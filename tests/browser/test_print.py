"""What is printed says what it shows, offers all of it, and has a map."""

from playwright.sync_api import expect


def test_a_printed_list_says_what_it_shows_and_where_all_of_it_stands(open_page):
    page = open_page("/?ordering=-title&page=2")
    page.emulate_media(media="print")
    note = page.locator("#results .only-print")
    expect(note).to_contain_text("21–40 von 50, Seite 2 von 3")
    expect(note).to_contain_text("Alle 50 auf einer Seite")
    expect(note).to_contain_text("page_size=500")
    for hidden in ("#map", ".downloads >> nth=0", ".downloads >> nth=1", ".facets", ".pages", ".legend"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".drawn__map")).to_be_visible()


def test_the_drawn_map_is_on_paper_only(open_page):
    page = open_page("/")
    expect(page.locator("#drawn")).to_be_hidden()
    page = open_page("/", java_script_enabled=False)
    expect(page.locator("#drawn svg")).to_be_visible()


def test_all_cases_are_one_click_from_print(open_page):
    page = open_page("/?country=DE")
    total = int(page.locator("h1 b").inner_text())
    assert total > 20
    page.get_by_role("link", name=f"Alle {total} auf einer Seite").click()
    expect(page.locator("article.card")).to_have_count(total)
    page.evaluate("window.print = () => (document.body.dataset.printed = 'yes')")
    page.get_by_role("button", name="Diese Liste drucken").click()
    expect(page.locator("body[data-printed]")).to_have_count(1)


def test_the_drawn_map_follows_the_filter(open_page):
    page = open_page("/")
    dots = page.locator("#drawn .drawn__dot")
    before = dots.count()
    page.click("#f-handlungsfeld-mobilitaet")
    expect(page.locator("h1 b")).to_have_text("9")
    assert 0 < dots.count() < before


def test_a_printed_case_has_its_map(open_page):
    page = open_page("/praxis/bachtal-wohnen-im-ortskern/")
    page.emulate_media(media="print")
    expect(page.locator(".drawn__map")).to_be_visible()
    expect(page.locator("#map")).to_be_hidden()
