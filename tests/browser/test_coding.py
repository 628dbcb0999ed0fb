"""A second coder begins a case, saves, finishes; a reviewer settles where the two differ. axe looks at each page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EDITOR
from tests.browser.test_accessibility import ADMIN_RULES, violations

LIST = "/admin/practices/second-coding/"


def log_in(page):
    page.fill("#id_username", EDITOR[0])
    page.fill("#id_password", EDITOR[1])
    page.click("[type=submit]")


def give(page, row, note):
    """Tick a code, and say on what it rests."""
    page.get_by_label(page.locator(f"#{row} .code-row__choice label").inner_text(), exact=True).and_(
        page.locator(f"#{row}-chosen")
    ).check()
    page.locator(f"#{row} input[value=editorial]").check()
    page.fill(f"#{row}-note", note)


@pytest.mark.parametrize(("width", "title"), [(1440, "Leohaus"), (390, "Güssing")])
def test_code_blind_and_settle_the_difference(open_page, width, title):
    page = open_page(f"{LIST}?q={title}", width=width, bypass_csp=True)
    log_in(page)
    page.locator("tbody button").click()
    expect(page.locator("h1")).to_have_text("Zweitcodierung")
    assert violations(page, ADMIN_RULES) == []

    # The ground of a code opens with it, and a code that was ticked off again doesn't send its reason.
    expect(page.locator("#handlungsmuster-protestieren-note")).to_be_hidden()
    give(page, "handlungsmuster-protestieren", "Sie gehen auf die Straße.")
    give(page, "handlungsmuster-mit-entscheiden", "Zuerst gedacht, dann verworfen.")
    page.uncheck("#handlungsmuster-mit-entscheiden-chosen")
    expect(page.locator("#handlungsmuster-mit-entscheiden-note")).to_be_disabled()
    expect(page.locator("#second-count")).to_have_text(re.compile("^Angekreuzte Codes: 1"))
    page.locator("button[value=save]").click()
    expect(page.locator(".messagelist .success")).to_contain_text("Gespeichert")
    expect(page.locator("#handlungsmuster-protestieren-note")).to_have_value("Sie gehen auf die Straße.")
    expect(page.locator("#handlungsmuster-mit-entscheiden-note")).to_have_value("")

    # Unfinished work is refused by name, and the link leads to the spot.
    page.locator("button[value=finish]").click()
    expect(page.locator("#problems")).to_be_focused()
    expect(page.locator("#problems")).to_contain_text("Wählen Sie das Haupt-Handlungsfeld")
    give(page, "handlungsfeld-digitalisierung", "Es geht um die Leitung.")
    page.locator("button[value=finish]").click()
    expect(page.locator(".messagelist .success")).to_contain_text("Abgeschlossen")

    expect(page.locator("#handlungsmuster-protestieren")).to_contain_text("Sie gehen auf die Straße.")
    assert violations(page, ADMIN_RULES) == []
    difference = page.locator("#handlungsfeld-digitalisierung")
    difference.get_by_label("wie zuerst codiert").check()
    difference.get_by_label("Begründung").fill("Die Leitung ist nur Mittel.")
    difference.locator("button").click()
    expect(page.locator(".messagelist .success")).to_have_text("Entschieden.")
    expect(page.locator("#handlungsfeld-digitalisierung .settled")).to_contain_text("Die Leitung ist nur Mittel.")
    second = page.locator("#handlungsmuster-protestieren")
    second.get_by_label("wie beim zweiten Mal codiert").check()
    second.get_by_label("Begründung").fill("Das steht im zweiten Absatz.")
    second.locator("button").click()
    expect(page.locator(".coding-page > .note")).to_contain_text("Eine Änderung ist bereits in Arbeit oder in Prüfung.")
    page.locator(".coding-pages a", has_text="Übereinstimmung").click()
    expect(page.locator("#content")).to_contain_text("nicht bestimmt: nur")


def test_leaving_with_unsaved_codes_is_asked_about(open_page, site):
    page = open_page(f"{LIST}?q=Rosenheim")
    log_in(page)
    page.locator("tbody button").click()
    give(page, "buergerrollen-engagierte", "Sie helfen.")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator(".coding-pages a").first.click()
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(page.locator("#buergerrollen-engagierte-note")).to_have_value("Sie helfen.")


def test_without_javascript_everything_can_be_sent(open_page):
    page = open_page(f"{LIST}?q=Duderstadt", java_script_enabled=False)
    log_in(page)
    page.locator("tbody button").click()
    page.check("#handlungsfeld-mobilitaet-chosen")
    page.check("#handlungsfeld-mobilitaet input[value=source]")
    page.fill("#handlungsfeld-mobilitaet-chapter", "02.05")
    page.locator("button[value=finish]").click()
    expect(page.locator("h1")).to_contain_text("Abweichungen")
