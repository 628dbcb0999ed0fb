"""The map of many cases: clusters from the server, in a real browser, on a thousand synthetic cases."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT, collect_static, serve
from tests.databases import database

CASES = 1000


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """The address of an atlas with a thousand cases."""
    environment = os.environ | {
        "ATLAS_VAR": str(tmp_path_factory.mktemp("crowded")),
        "SECRET_KEY": "only-for-the-browser-tests-0123456789-abcdef",
    }
    with database(environment):
        build = [sys.executable, "-m", "bench.build", str(CASES)]
        subprocess.run(build, cwd=ROOT, env=environment, check=True, capture_output=True)
        collect_static(environment["ATLAS_VAR"], environment)
        yield from serve(environment)


@pytest.fixture
def crowded_page(browser, crowded):
    def open_(path="/", **options):
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="de-DE", **options)
        page.goto(crowded + path)
        opened.append(page)
        return page

    opened = []
    yield open_
    for page in opened:
        page.close()


def counted(page):
    """What all clusters and dots in view count."""
    page.wait_for_selector("#map[data-clustered]")
    return page.evaluate(
        "() => document.querySelectorAll('#map .dot').length"
        " + [...document.querySelectorAll('#map .many')].reduce((sum, many) => sum + Number(many.dataset.count), 0)"
    )


def test_a_thousand_cases_are_a_few_clusters(crowded_page):
    page = crowded_page()
    expect(page.locator("h1 b")).to_have_text("1.000")
    assert 500 < counted(page) < 1100
    assert page.locator("#map .many").count() < 120


def test_a_cluster_opens_up(crowded_page):
    page = crowded_page()
    page.wait_for_selector("#map[data-clustered]")
    with page.expect_response(lambda answer: "/clusters/" in answer.url) as answer:
        page.locator("#map .leaflet-marker-icon:has(.many)").first.focus()
        page.keyboard.press("Enter")
    assert answer.value.json()["count"] < 950
    assert page.locator("#map .many, #map .dot").count() > 1


def test_a_filter_changes_the_map_and_few_cases_are_dots_again(crowded_page):
    page = crowded_page()
    page.wait_for_selector("#map[data-clustered]")
    page.locator("#f-handlungsfeld-mobilitaet").click()
    expect(page.locator("#map[data-dots]")).to_be_visible()
    assert page.locator("#map[data-clustered]").count() == 0
    page.go_back()
    expect(page.locator("#map[data-clustered]")).to_be_visible()


def close_up(crowded_page):
    """The crowded map, so near that single dots show."""
    page = crowded_page()
    page.wait_for_selector("#map[data-clustered]")
    for _ in range(4):
        page.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(800)
    return page


def test_a_card_stays_open_and_leads_to_the_case(crowded_page):
    page = close_up(crowded_page)
    dot = page.locator("#map .leaflet-marker-icon:has(.dot)").first
    dot.focus()
    page.keyboard.press("Enter")
    link = page.locator(".leaflet-popup a.popup__more")
    expect(link).to_be_visible()
    page.wait_for_timeout(1000)
    expect(link).to_be_visible()
    link.click()
    expect(page.locator("h1")).to_be_visible()
    assert "/praxis/" in page.url


def test_a_dot_at_the_edge_keeps_the_focus_when_the_map_moves_to_it(crowded_page):
    page = close_up(crowded_page)
    name = page.evaluate(
        """() => {
          const top = document.querySelector("#map").getBoundingClientRect().top;
          const marks = [...document.querySelectorAll("#map .leaflet-marker-icon:has(.dot)")];
          const away = (mark) => Math.abs(mark.getBoundingClientRect().top - top);
          const edge = marks.sort((one, other) => away(one) - away(other))[0];
          edge.focus();
          return edge.getAttribute("aria-label");
        }"""
    )
    page.wait_for_timeout(1500)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == name


def test_another_filter_draws_the_map_anew_though_a_card_is_open(crowded_page):
    page = close_up(crowded_page)
    page.locator("#map .leaflet-marker-icon:has(.dot)").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup a.popup__more")).to_be_visible()
    page.wait_for_timeout(500)
    page.check("#f-handlungsfeld-mobilitaet")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(page.locator("#map .dot.hf-digitalisierung")).to_have_count(0)
