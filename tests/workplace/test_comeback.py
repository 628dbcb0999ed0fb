"""Every way by which an old state comes back to a form ends in a merge, or in a page that keeps what was typed."""

import re

import pytest
from bs4 import BeautifulSoup

from core.acting import acting
from practices.case.applying import apply
from practices.case.contents import read
from practices.models import Autosave, Practice, Revision, Version
from tests.workplace.conftest import edit, form_of, told
from workplace.workflow import revisions, steps

pytestmark = pytest.mark.django_db

ADD = "/admin/practices/practice/add/"
AUTOSAVE = "/admin/practices/practice/autosave/"


def shown(response):
    return BeautifulSoup(response.content, "html.parser")


def is_merge(response):
    return response.status_code == 200 and shown(response).find("form", class_="merge") is not None


def change(practice, user, **changes):
    with acting(user=user):
        apply(Practice.objects.get(pk=practice.pk), read(practice.pk) | changes)


class TestAutosave:
    def test_it_comes_back_with_the_version_it_started_from(self, as_, draft, people):
        """An author types and leaves, a reviewer saves, the author returns and saves: both texts are there."""
        author = as_("erfassung")
        author.post(AUTOSAVE, form_of(author, edit(draft)) | {"title": "Vom Autor"})
        change(draft, people["redaktion"], title="Von der Redaktion", carrier="foundation")
        page = author.get(edit(draft))
        assert "Meanwhile" not in page.content.decode()
        assert "redaktion" in told(page)
        answer = author.post(edit(draft), form_of(author, edit(draft)))
        assert is_merge(answer)
        assert {"Vom", "Von"} <= set(shown(answer).get_text(" ").split())
        draft.refresh_from_db()
        assert draft.title == "Von der Redaktion"

    def test_two_tabs_keep_two_states(self, as_, draft):
        client = as_("erfassung")
        first, second = form_of(client, edit(draft)), form_of(client, edit(draft))
        client.post(AUTOSAVE, first | {"title": "Erster Reiter"})
        client.post(AUTOSAVE, second | {"title": "Zweiter Reiter"})
        assert client.post(edit(draft), first | {"title": "Erster Reiter"}).status_code == 302
        assert 'value="Zweiter Reiter"' in client.get(edit(draft)).content.decode()
        assert is_merge(client.post(edit(draft), form_of(client, edit(draft))))
        draft.refresh_from_db()
        assert draft.title == "Erster Reiter"

    def test_what_is_filled_in_twice_and_saved_once_is_forgotten_once(self, as_, draft):
        client = as_("erfassung")
        client.post(AUTOSAVE, form_of(client, edit(draft)) | {"title": "Getippt"})
        fields = form_of(client, edit(draft))
        assert fields["title"] == "Getippt"
        client.post(AUTOSAVE, fields | {"title": "Weiter getippt"})
        assert Autosave.objects.count() == 1
        assert client.post(edit(draft), fields | {"title": "Fertig"}).status_code == 302
        assert not Autosave.objects.exists()

    def test_what_another_tab_went_on_with_stays(self, as_, draft):
        """Two pages are filled in from one state; whoever saves the one doesn't forget what the other added."""
        client = as_("erfassung")
        client.post(AUTOSAVE, form_of(client, edit(draft)) | {"title": "Getippt"})
        kept = Autosave.objects.get()
        first = form_of(client, edit(draft))
        client.post(AUTOSAVE, dict(first, form=kept.form, restored="") | {"title": "Im ersten Reiter weiter"})
        assert client.post(edit(draft), first | {"title": "Fertig"}).status_code == 302
        assert [dict(row.data)["title"] for row in Autosave.objects.all()] == ["Im ersten Reiter weiter"]

    def test_one_under_way_while_the_form_was_saved_is_no_unsaved_state(self, as_, draft):
        client = as_("erfassung")
        fields = form_of(client, edit(draft))
        client.post(edit(draft), fields | {"title": "Fertig"})
        client.post(AUTOSAVE, fields | {"title": "Fert"})
        assert not Autosave.objects.exists()

    def test_what_is_discarded_can_be_brought_back(self, as_, draft):
        client = as_("erfassung")
        client.post(AUTOSAVE, form_of(client, edit(draft)) | {"description": "Halb fertig"})
        kept = shown(client.get(edit(draft))).find("form", id="discard-form")
        sent = {field["name"]: field["value"] for field in kept.find_all("input")}
        page = client.post(edit(draft), sent | {"discard": "1"}, follow=True)
        assert "Halb fertig" not in shown(page).find("textarea", id="id_description").text
        back = shown(page).select_one(".messagelist a")["href"]
        fields = form_of(client, back)
        assert fields["description"] == "Halb fertig"
        assert client.post(edit(draft), fields).status_code == 302
        assert read(draft.pk)["description"] == "Halb fertig"
        assert not Autosave.objects.exists()

    def test_the_saved_state_is_shown_without_discarding_anything(self, as_, draft):
        client = as_("erfassung")
        client.post(AUTOSAVE, form_of(client, edit(draft)) | {"title": "Getippt"})
        assert form_of(client, f"{edit(draft)}?kept=none")["title"] == "Ein neuer Fall"
        assert form_of(client, edit(draft))["title"] == "Getippt"

    def test_null_characters_do_no_harm(self, as_, draft):
        client = as_("erfassung")
        assert client.post(AUTOSAVE, form_of(client, edit(draft)) | {"title": "Null\x00zeichen"}).status_code == 200
        assert form_of(client, edit(draft))["title"] == "Nullzeichen"
        assert client.get("/admin/practices/practice/similar/", {"title": "Olfen", "place": "\x00"}).status_code == 200
        assert client.get("/admin/practices/practice/sources/", {"q": "\x00"}).status_code == 200


class TestOldForms:
    @pytest.mark.parametrize("base", ["", "x", "0", "999", "-1", "٣", "9" * 30])
    def test_a_base_that_never_was_overwrites_nothing(self, as_, draft, base):
        client = as_("erfassung")
        answer = client.post(edit(draft), form_of(client, edit(draft)) | {"base": base, "title": "Überschrieben"})
        assert is_merge(answer)
        assert "Ein neuer Fall" in shown(answer).find("fieldset", class_="conflict").get_text(" ")
        draft.refresh_from_db()
        assert draft.title == "Ein neuer Fall"

    def test_the_same_form_again_is_saved_once(self, as_, draft):
        client = as_("erfassung")
        fields = form_of(client, edit(draft)) | {"title": "Doppelt geklickt"}
        assert [client.post(edit(draft), fields).status_code for _ in range(3)] == [302] * 3
        assert Version.objects.filter(practice=draft).count() == 2

    def test_the_browser_fills_in_nothing_by_itself(self, as_, draft):
        """Firefox keeps what was typed over a reload, and takes the number of the new page with it."""
        page = shown(as_("erfassung").get(edit(draft)))
        assert page.find("form", id="case-form")["autocomplete"] == "off"

    def test_whatever_was_sent_and_not_saved_is_kept(self, as_, draft):
        client = as_("erfassung")
        fields = form_of(client, edit(draft))
        client.post(edit(draft), fields | {"title": "", "description": "Nicht gesichert"})
        assert form_of(client, edit(draft))["description"] == "Nicht gesichert"


class TestRefused:
    def test_whoever_may_not_write_keeps_what_they_typed(self, as_, published, people):
        member = as_("erfassung")
        fields = form_of(member, edit(published)) | {"title": "Mein Vorschlag"}
        revisions.save(published, read(published.pk) | {"title": "Anderer Vorschlag"}, people["kollegin"])
        answer = member.post(edit(published), fields)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "kollegin arbeitet" in page
        assert "Mein Vorschlag" in page
        assert "Mein Vorschlag" in member.get(edit(published)).content.decode()
        revision = Revision.objects.get()
        revisions.take(revision, "submit", people["kollegin"])
        revisions.take(revision, "approve", people["redaktion"])
        fields = form_of(member, edit(published))
        assert fields["title"] == "Mein Vorschlag"
        assert is_merge(member.post(edit(published), fields))
        published.refresh_from_db()
        assert published.title == "Anderer Vorschlag"

    def test_what_was_typed_for_a_deleted_case_becomes_a_new_one(self, as_, draft):
        member = as_("erfassung")
        fields = form_of(member, edit(draft)) | {"title": "Noch getippt", "slug": "noch-getippt"}
        address = edit(draft)
        draft.delete()
        answer = member.post(address, fields)
        assert answer.status_code == 403
        again = re.search(r'href="(/admin/practices/practice/add/\?draft=[0-9a-f]{16})"', answer.content.decode())[1]
        assert form_of(member, again)["title"] == "Noch getippt"

    def test_a_case_out_of_sight_too(self, as_, published, people):
        member = as_("kollegin")
        fields = form_of(member, edit(published)) | {"title": "Getippt"}
        steps.take(published, "withdraw", people["redaktion"], "Darum")
        answer = member.post(edit(published), fields)
        assert answer.status_code == 403
        assert "Getippt" in answer.content.decode()
        assert Autosave.objects.get().base == int(fields["base"])


class TestRestoring:
    def old(self, practice, people):
        """Version 1, of a case that has another title now."""
        change(practice, people["host"], title="Heute")
        return f"/admin/practices/practice/{practice.pk}/history/1/"

    def base(self, client, address):
        return shown(client.get(address)).find("input", {"name": "base"})["value"]

    def test_a_state_that_came_meanwhile_is_looked_at_first(self, as_, draft, people):
        client, address = as_("erfassung"), self.old(draft, people)
        base = self.base(client, address)
        change(draft, people["redaktion"], title="Gerade eben")
        page = client.post(address, {"base": base}, follow=True)
        assert "inzwischen gesichert" in told(page)
        draft.refresh_from_db()
        assert draft.title == "Gerade eben"

    def test_a_pending_revision_is_not_overwritten(self, as_, published, people):
        address = self.old(published, people)
        revision = revisions.save(published, read(published.pk) | {"title": "Vorschlag"}, people["kollegin"])
        client = as_("redaktion")
        answer = client.post(address, {"base": self.base(client, address)})
        assert is_merge(answer)
        assert "Vorschlag" in answer.content.decode()
        assert revisions.latest(revision).content["title"] == "Vorschlag"

    def test_whoever_may_not_is_told_why(self, as_, published, people):
        address = self.old(published, people)
        revisions.save(published, read(published.pk) | {"title": "Vorschlag"}, people["kollegin"])
        page = as_("erfassung").post(address, {"base": "1"}, follow=True)
        assert "kollegin arbeitet" in told(page)
