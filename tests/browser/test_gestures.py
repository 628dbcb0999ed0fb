"""The page scrolls over the map too; two fingers, or Ctrl with the wheel, move the map."""

import pytest
from playwright.sync_api import expect

MAPS = ["/", "/praxis/bachtal-wohnen-im-ortskern/"]


def drawn(page):
    page.wait_for_selector("#map[data-dots][data-ground]")
    page.wait_for_timeout(300)
    page.locator("#map").scroll_into_view_if_needed()
    box = page.locator("#map").bounding_box()
    return box["x"] + box["width"] / 2 + 40, box["y"] + box["height"] / 2 + 40


def shown(page):
    """Where the map stands: the place of its first dot or name within it."""
    return page.evaluate(
        "() => { const map = document.querySelector('#map').getBoundingClientRect();"
        " return [...document.querySelectorAll('#map .leaflet-marker-icon')].map(e => e.getBoundingClientRect())"
        ".map(({x, y}) => [Math.round(x - map.x), Math.round(y - map.y)]) }"
    )


@pytest.mark.parametrize("path", MAPS)
def test_the_wheel_scrolls_the_page(open_page, path):
    page = open_page(path, height=500)
    x, y = drawn(page)
    before, top = shown(page), page.evaluate("scrollY")
    page.mouse.move(x, y)
    page.mouse.wheel(0, 120)
    expect(page.locator(".map-hint")).to_have_class("map-hint is-shown")
    expect(page.locator(".map-hint")).to_contain_text("Strg")
    page.wait_for_timeout(400)
    assert page.evaluate("scrollY") > top
    assert shown(page) == before


@pytest.mark.parametrize("path", MAPS)
def test_ctrl_and_the_wheel_zoom_the_map(open_page, path):
    page = open_page(path, height=700)
    x, y = drawn(page)
    before, top = shown(page), page.evaluate("scrollY")
    page.mouse.move(x, y)
    page.wait_for_timeout(300)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -240)
    page.keyboard.up("Control")
    page.wait_for_timeout(700)
    assert page.evaluate("scrollY") == top
    assert shown(page) != before


def fingers(page, *paths):
    """Move fingers along paths [(x, y)…], all at once."""
    session = page.context.new_cdp_session(page)
    for step, points in enumerate(zip(*paths, strict=True)):
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        kind = "touchMove" if step else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
        page.wait_for_timeout(30)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("path", MAPS)
def test_one_finger_scrolls_the_page(open_page, path):
    page = open_page(path, width=390, height=600, has_touch=True, is_mobile=True)
    x, y = drawn(page)
    before, top = shown(page), page.evaluate("scrollY")
    fingers(page, [(x, y - 12 * step) for step in range(10)])
    page.wait_for_timeout(500)
    assert page.evaluate("scrollY") > top + 40
    assert shown(page) == before


@pytest.mark.parametrize("path", MAPS)
def test_one_finger_is_told_how_it_goes(open_page, path):
    page = open_page(path, width=390, height=600, has_touch=True, is_mobile=True)
    x, y = drawn(page)
    fingers(page, [(x, y - 3 * step) for step in range(4)])
    fingers(page, [(x, y - 12 * step) for step in range(6)])
    expect(page.locator(".map-hint")).to_contain_text("zwei Fingern")


@pytest.mark.parametrize("path", MAPS)
def test_two_fingers_move_the_map(open_page, path):
    page = open_page(path, width=390, height=600, has_touch=True, is_mobile=True)
    x, y = drawn(page)
    before, top = shown(page), page.evaluate("scrollY")
    fingers(page, [(x - 40, y + 8 * step) for step in range(8)], [(x + 40, y + 8 * step) for step in range(8)])
    page.wait_for_timeout(600)
    assert page.evaluate("scrollY") == top
    assert shown(page) != before
