"""What was typed comes back after a session has ended."""

import pytest
from django.test import Client

from practices.models import Autosave
from tests.workplace.conftest import edit, form_of
from tests.workplace.test_comeback import ADD, AUTOSAVE, change, is_merge, shown


class TestSession:
    @pytest.fixture
    def browser(self, people):
        """A Client that checks the form protection; its session can end."""
        client = Client(enforce_csrf_checks=True)
        people["erfassung"].set_password("ein-langes-passwort-42")
        people["erfassung"].save()
        client.force_login(people["erfassung"])
        return client

    def back(self, client, page, **more):
        form = shown(page).find("form", class_="comeback")
        fields = {field["name"]: field.get("value", "") for field in form.find_all("input")}
        return client.post(form["action"], fields | more)

    def test_an_ended_session_takes_what_was_typed_along(self, browser, draft, people):
        fields = form_of(browser, edit(draft)) | {"title": "Nach der Pause"}
        browser.cookies.pop("sessionid")
        change(draft, people["redaktion"], carrier="foundation")
        page = browser.post(edit(draft), fields)
        assert page.status_code == 403
        assert not Autosave.objects.exists()
        wrong = self.back(browser, page, username="erfassung", password="falsch")
        right = self.back(browser, wrong, username="erfassung", password="ein-langes-passwort-42")
        assert right["Location"] == edit(draft)
        again = form_of(browser, edit(draft))
        assert (again["title"], again["base"]) == ("Nach der Pause", fields["base"])
        assert is_merge(browser.post(edit(draft), again))
        draft.refresh_from_db()
        assert draft.title == "Ein neuer Fall"

    def test_a_new_case_too(self, browser):
        fields = form_of(browser, ADD) | {"title": "Ganz neu"}
        browser.cookies.pop("sessionid")
        page = browser.post(ADD, fields)
        answer = self.back(browser, page, username="erfassung", password="ein-langes-passwort-42")
        assert form_of(browser, answer["Location"])["title"] == "Ganz neu"

    def test_a_login_in_another_tab_takes_it_along(self, browser, draft, people):
        fields = form_of(browser, edit(draft)) | {"title": "Vor der Anmeldung"}
        browser.cookies.clear()
        browser.get("/admin/login/")
        browser.force_login(people["erfassung"])
        page = browser.post(edit(draft), fields, headers={"Origin": "http://testserver"})
        assert page.status_code == 403
        answer = self.back(browser, page)
        assert form_of(browser, answer["Location"])["title"] == "Vor der Anmeldung"

    def test_any_other_form_is_shown_and_sent_once_more(self, browser, draft):
        review = edit(draft).replace("change", "review")
        form = shown(browser.get(review)).find("form", class_="stepping")
        fields = {field["name"]: field.get("value", "") for field in form.find_all(["input", "textarea"])}
        browser.cookies.pop("sessionid")
        page = browser.post(form["action"], fields | {"step": "submit", "comment": "Bitte ansehen"})
        again = self.back(browser, page, username="erfassung", password="ein-langes-passwort-42")
        draft.refresh_from_db()
        assert draft.status == "draft"
        form = shown(again).select_one("#content form")
        fields = {field["name"]: field["value"] for field in form.find_all("input")}
        assert "Bitte ansehen" in shown(again).find("dl").text
        assert browser.post(form["action"], fields).status_code == 302
        draft.refresh_from_db()
        assert draft.status == "in-review"

    def test_it_is_no_second_door(self, browser, draft):
        """Whoever guesses passwords here is held up as at the login."""
        fields = form_of(browser, edit(draft))
        browser.cookies.pop("sessionid")
        page = browser.post(edit(draft), fields)
        seen = []
        for _ in range(12):
            page = self.back(browser, page, username="erfassung", password="falsch")
            seen.append(page.status_code)
        assert 429 in seen
        assert fields["title"] in page.content.decode()

    def test_another_website_puts_nothing_in(self, browser, draft):
        fields = form_of(browser, edit(draft)) | {"title": "Untergeschoben", "csrfmiddlewaretoken": "x" * 64}
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            page = browser.post(edit(draft), fields, headers=headers)
            assert page.status_code == 403
            assert "Untergeschoben" not in page.content.decode()

    def test_the_script_is_told_and_gets_a_new_token(self, browser, draft):
        fields = form_of(browser, edit(draft))
        assert browser.get(AUTOSAVE).json()["token"]
        browser.cookies.pop("sessionid")
        assert browser.post(AUTOSAVE, fields).status_code == 401
        assert browser.get(AUTOSAVE).status_code == 401

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "[",
            "[[]]",
            "{}",
            "[1,2]",
            "[1,2,3,4,5]",
            '["https://x.example/", []]',
            '["/admin/logout/", []]',
            '["practice-1","",null,"",[["a"]]]',
            "[" * 9999,
        ],
    )
    def test_nonsense_is_no_state(self, as_, typed):
        answer = as_("erfassung").post("/admin/practices/practice/comeback/", {"typed": typed})
        assert answer["Location"] == "/admin/"
        assert not Autosave.objects.exists()
