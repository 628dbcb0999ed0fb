"""axe finds nothing to complain about, on every kind of page, wide and narrow, in both languages and schemes."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import EDITOR

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
PAGES = [
    "/",
    "/?handlungsfeld=mobilitaet&state=DE-NW",
    "/?q=gibtesnicht",
    "/?q=Andernarch&handlungsfeld=mobilitaet",
    "/?q=Wärme",
    "/?handlungsfeld=verkehr",
    "/praxis/bachtal-wohnen-im-ortskern/?handlungsfeld=bauen-wohnen-flaeche",
    "/praxis/denkschrift-jugend-kleinstadt/",
    "/praxis/schoenau-stromrebellen/",
    "/handlungsfelder/",
    "/handlungsfelder/mobilitaet/",
    "/handlungsmuster/",
    "/handlungsmuster/raeume-aneignen/",
    "/buergerrollen/engagierte/",
    "/kommunenrollen/",
    "/foerderung/federal/",
    "/?near=ags:13075082",
    "/staedte/?name=Neustadt",
    "/empfehlungen/",
    "/merkliste/",
    "/merkliste/?praxis=schoenau-stromrebellen&praxis=olfen-leohaus&praxis=nie-gewesen&q=Bus",
    "/vergleich/?praxis=schoenau-stromrebellen&praxis=olfen-leohaus",
    "/analyse/",
    "/analyse/?rows=state&columns=carrier&basis=source&row=DE-NI&column=cooperative",
    "/dossier/?praxis=schoenau-stromrebellen&praxis=nie-gewesen",
    "/ueber/",
    "/barrierefreiheit/",
    "/einfach/",
    "/codebuch/",
    "/codebuch/1/",
    "/gibt-es-nicht/",
]
# The admin's skeleton is Django's own; its landmarks and heading order are not ours to rearrange.
ADMIN_RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
ADMIN_PAGES = [
    "/admin/",
    "/admin/practices/practice/",
    "/admin/practices/practice/add/",
    "/admin/practices/practice/1/change/",
    "/admin/practices/practice/1/review/",
    "/admin/practices/practice/1/history/",
    "/admin/practices/practice/1/history/1/",
    "/admin/practices/practice/1/compare/?a=1&b=1",
    "/admin/practices/practice/1/preview/",
    "/admin/practices/practice/queue/",
    "/admin/practices/practice/deleted/",
    "/admin/practices/stale/",
    "/admin/practices/links/",
    "/admin/practices/import/",
    "/admin/practices/place/add/",
    "/admin/practices/second-coding/",
    "/admin/practices/agreement/",
    "/admin/practices/disagreements/",
    "/admin/practices/recheck/",
    "/admin/handlungsfelder/handlungsmuster/1/change/",
]


def violations(page, options, context=None):
    found = Axe().run(page, context=context, options=options).response["violations"]
    return [(v["id"], [node["html"][:160] for node in v["nodes"]][:4]) for v in found]


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_pages_have_no_violation(open_page, path, width, scheme):
    page = open_page(path, width=width, color_scheme=scheme, bypass_csp=True)
    page.expected = {400, 404}
    if page.locator("#map").count():
        page.wait_for_selector("#map[data-dots]")
        page.wait_for_timeout(300)
    assert violations(page, RULES) == []


@pytest.mark.parametrize(
    "path", ["/", "/praxis/bosa-albergo-diffuso/", "/handlungsfelder/mobilitaet/", "/ueber/", "/codebuch/"]
)
def test_english_pages_have_no_violation(open_page, path):
    page = open_page(f"{path}?lang=en", bypass_csp=True)
    assert page.locator("html").get_attribute("lang") == "en"
    assert violations(page, RULES) == []


def test_the_api_docs_have_no_violation_of_ours(open_page):
    """Swagger UI's own markup is left out, the second <main> it brings included: it comes from a package."""
    page = open_page("/api/v1/docs/", bypass_csp=True)
    page.wait_for_selector(".opblock")
    ours = RULES | {"rules": {"landmark-no-duplicate-main": {"enabled": False}, "landmark-unique": {"enabled": False}}}
    assert violations(page, ours, context={"exclude": [["#swagger-ui"]]}) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_the_admin_has_no_violation(open_page, site, width):
    page = open_page("/admin/", width=width, bypass_csp=True)
    assert violations(page, ADMIN_RULES) == []
    page.fill("#id_username", EDITOR[0])
    page.fill("#id_password", EDITOR[1])
    page.click("[type=submit]")
    found = {}
    for path in ADMIN_PAGES:
        page.goto(site + path)
        found[path] = violations(page, ADMIN_RULES)
    assert {path: what for path, what in found.items() if what} == {}


def test_axe_on_open_suggestions(open_page):
    page = open_page("/")
    page.locator("#q").click()
    page.locator("#q").press_sequentially("olf")
    page.wait_for_selector("#q-list [role=option]")
    assert violations(page, RULES) == []
