"""The way of a clerk before a council session, by keyboard alone: problem, towns like ours, shortlist, documents."""

import io

import pytest
from docx import Document
from playwright.sync_api import expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser


def press(page, locator, key="Enter"):
    locator.focus()
    page.keyboard.press(key)


def download(page, name):
    with page.expect_download() as caught:
        press(page, page.get_by_role("button", name=name))
    with open(caught.value.path(), "rb") as file:
        return caught.value.suggested_filename, io.BytesIO(file.read())


def test_from_a_problem_to_a_dossier(open_page):
    page = open_page("/")
    press(page, page.locator("#starts-head"))
    press(page, page.locator("#starts a").first)
    page.wait_for_url("**herausforderung=**")
    expect(page.locator("#starts")).to_have_count(0)
    press(page, page.get_by_role("link", name="Welche Städte sind wie unsere?"))
    page.locator("#content input[name=name]").focus()
    page.keyboard.type("Loitz")
    page.keyboard.press("Enter")
    press(page, page.locator(".towns__found a").first)
    page.wait_for_url("**near=**")
    assert "herausforderung=" in page.url
    expect(page.locator(".card__reason").first).to_be_visible()
    marks = page.locator("#results button[data-mark]")
    slugs = [marks.nth(place).get_attribute("data-mark") for place in (0, 1)]
    titles = [page.locator(f"#card-{slug} .card__title").inner_text() for slug in slugs]
    for place in (0, 1):
        press(page, marks.nth(place), "Space")
    expect(page.locator("#noted")).to_have_text("Merkliste (2)")
    press(page, page.locator("#noted"))
    press(page, page.get_by_role("button", name="Angekreuzte vergleichen"))
    expect(page.locator("thead th")).to_have_text(titles)
    press(page, page.get_by_role("link", name="Merkliste").first)
    press(page, page.locator(".shortlist__ways a"))
    page.get_by_label("Ihre Stadt").focus()
    page.keyboard.type("Loitz")
    name, file = download(page, "Dossier als PDF")
    text = "".join(one.extract_text() for one in PdfReader(file).pages)
    assert name.endswith(".pdf")
    assert "für Loitz" in text
    name, file = download(page, "Ratsvorlage für Word")
    heads = [one.text for one in Document(file).paragraphs if one.style.name == "Heading 2"]
    assert name.endswith(".docx")
    assert heads[:2] == titles
