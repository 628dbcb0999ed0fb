"""A case is deleted, or a place called otherwise, between what a page read and what it does."""

import pytest
from bs4 import BeautifulSoup
from django.db.models.query import QuerySet

from practices.case.contents import read
from practices.models import Practice, SecondCoding
from tests.workplace import records
from tests.workplace.coding.conftest import coded
from tests.workplace.conftest import edit, form_of
from workplace.coding import second_coding
from workplace.form import preview
from workplace.workflow import revisions, steps, unsaved

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone_when_locked(monkeypatch):
    """gone_when_locked(model, practice): the case is deleted right before a row of the model is locked."""
    real = QuerySet.select_for_update

    def arrange(model, practice):
        def late(self, *args, **kwargs):
            if self.model is model:
                monkeypatch.setattr(QuerySet, "select_for_update", real)
                Practice.objects.filter(pk=practice.pk).delete()
            return real(self, *args, **kwargs)

        monkeypatch.setattr(QuerySet, "select_for_update", late)

    return arrange


@pytest.mark.parametrize("what", ["second", "disagreement"])
def test_what_was_typed_about_its_codings_is_given_back(published, people, as_, gone_when_locked, what):
    if what == "second":
        coding = second_coding.start(published, people["kollegin"])
        client, address = as_("kollegin"), f"/admin/practices/second-coding/{coding.pk}/"
        sent = {"do": "save", "handlungsmuster": "mit-anpacken", "handlungsmuster.mit-anpacken.note": "Getippt"}
    else:
        coding = coded(published, people["kollegin"], buergerrollen=["marktakteure"])
        client, address = as_("zweite"), f"/admin/practices/disagreements/{coding.pk}/"
        assert client.get(address).status_code == 200
        sent = {"member": "buergerrollen", "term": "marktakteure", "decision": "second", "reason": "Getippt"}
    gone_when_locked(SecondCoding, published)
    answer = client.post(address, sent)
    assert answer.status_code == 403
    assert "schon gelöscht" in answer.content.decode()
    assert "Getippt" in answer.content.decode()


def test_a_preview_says_so(draft, as_, monkeypatch):
    client, real = as_("erfassung"), preview.Target.of
    sent = form_of(client, edit(draft))

    def late(practice):
        Practice.objects.filter(pk=draft.pk).delete()
        return real(practice)

    monkeypatch.setattr(preview.Target, "of", late)
    assert client.post(edit(draft).replace("change", "preview"), sent).status_code == 404


def test_a_preview_names_what_is_called_otherwise_since(published, people, as_):
    """A place that only an open revision names may still get another slug."""
    place, client = records.lonely(), as_("kollegin")
    revisions.save(published, read(published.pk) | {"places": [place.slug]}, people["kollegin"])
    assert records.save(client, place, slug="zweisam").status_code == 302
    answer = client.get(edit(published).replace("change", "preview"))
    assert answer.status_code == 200
    assert "„einsam“ ist nicht bekannt." in answer.content.decode()


class TestOutOfSight:
    def test_what_was_kept_of_a_deleted_case_becomes_a_new_one(self, draft, as_, people):
        client = as_("erfassung")
        typed = form_of(client, edit(draft)) | {"title": "Getippt und nicht gesichert"}
        client.post("/admin/practices/practice/autosave/", typed)
        Practice.objects.filter(pk=draft.pk).delete()
        answer = client.get(edit(draft))
        assert answer.status_code == 403
        assert "Getippt und nicht gesichert" in answer.content.decode()
        form = form_of(client, answer.context["again"])
        assert form["title"] == "Getippt und nicht gesichert"
        assert [row.key for row in unsaved.begun(people["erfassung"])] == [form["autosave_key"]]

    @pytest.mark.parametrize("how", ["withdrawn", "deleted"])
    def test_who_proposed_a_change_still_reads_it(self, published, as_, people, how):
        revisions.save(published, read(published.pk) | {"summary": "Mein Vorschlag."}, people["kollegin"])
        if how == "withdrawn":
            steps.take(published, "withdraw", people["redaktion"], "Falsch")
        else:
            steps.delete(published, people["redaktion"], "Falsch")
        answer = as_("kollegin").get(edit(published))
        assert answer.status_code == 403
        assert "Mein Vorschlag." in answer.content.decode()
        other = as_("leitung").get(edit(published))
        assert "Mein Vorschlag." not in other.content.decode()

    def test_the_start_page_leads_to_what_was_typed_and_proposed(self, published, draft, as_, people):
        client = as_("kollegin")
        revisions.save(published, read(published.pk) | {"summary": "Mein Vorschlag."}, people["kollegin"])
        typed = form_of(client, edit(published)) | {"title": "Getippt zu einem Beispiel, das weg ist"}
        client.post("/admin/practices/practice/autosave/", typed)
        page = BeautifulSoup(client.get("/admin/").content, "html.parser")
        assert page.find("a", string=typed["title"])["href"] == edit(published)
        delete = edit(published).replace("change", "delete")
        assert (
            "kollegin hat eine Änderung dieses Beispiels vorgeschlagen" in as_("redaktion").get(delete).content.decode()
        )
        steps.delete(published, people["redaktion"], "Falsch")
        page = BeautifulSoup(client.get("/admin/").content, "html.parser")
        assert form_of(client, page.find("a", string=typed["title"])["href"])["title"] == typed["title"]
        told = page.select_one(".answers li")
        assert "Falsch" in told.get_text()
        assert "Mein Vorschlag." in client.get(told.find_all("a")[-1]["href"]).content.decode()
        assert "Falsch" not in as_("leitung").get("/admin/").content.decode()

    def test_who_proposed_what_was_approved_is_not_told_of_the_deletion(self, published, as_, people):
        revision = revisions.save(published, read(published.pk) | {"summary": "Taugt."}, people["kollegin"])
        revisions.take(revision, "submit", people["kollegin"])
        revisions.take(revision, "approve", people["redaktion"])
        steps.delete(Practice.objects.get(pk=published.pk), people["redaktion"], "Doppelt")
        assert "Doppelt" not in as_("kollegin").get("/admin/").content.decode()
