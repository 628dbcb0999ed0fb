"""Deleting what public cases show, and ways round the review that there are not."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from core.acting import acting
from handlungsfelder.models import Handlungsmuster
from practices.case.applying import apply
from practices.case.contents import read
from practices.models import Place, Practice, Source
from tests.workplace.conftest import content
from tests.workplace.proposals import decide, proposal
from tests.workplace.records import address, lonely, olfen, save, study
from workplace.workflow import revisions as case_revisions


class TestDeletion:
    def test_a_place_in_use_is_not_offered_for_deletion(self, people, as_):
        page = as_("redaktion").get(address(olfen())).content.decode()
        assert "/delete/" not in page
        assert "2 tun es" in page
        place = lonely()
        assert "/delete/" in as_("redaktion").get(address(place)).content.decode()
        assert "/delete/" not in as_("erfassung").get(address(place)).content.decode()

    def test_a_case_is_offered_for_deletion_to_whom_it_is_allowed(self, published, people, as_):
        from tests.workplace.conftest import edit

        case_revisions.save(published, read(published.pk) | {"carrier": "foundation"}, people["erfassung"])
        assert "/delete/" not in as_("erfassung").get(edit(published)).content.decode()
        assert "/delete/" in as_("redaktion").get(edit(published)).content.decode()

    def test_a_coded_term_is_not_offered_for_deletion(self, people, as_):
        page = as_("leitung").get(address(Handlungsmuster.objects.get(slug="mit-anpacken"))).content.decode()
        assert "/delete/" not in page
        assert "Löschen lässt es sich" in page

    def test_what_a_pending_revision_names_stays(self, published, people, as_):
        place = lonely()
        case_revisions.save(published, read(published.pk) | {"places": ["einsam"]}, people["erfassung"])
        assert "/delete/" not in as_("redaktion").get(address(place)).content.decode()
        as_("redaktion").post(address(place, "delete/"), {"post": "yes"})
        gone = {"action": "delete_selected", "_selected_action": [place.pk], "post": "yes"}
        as_("redaktion").post("/admin/practices/place/", gone)
        assert Place.objects.filter(pk=place.pk).exists()

    def test_a_place_deleted_while_its_change_waits(self, published, people, as_):
        place = lonely()
        with acting(user=people["host"]):
            apply(published, read(published.pk) | {"places": ["einsam"]})
        save(as_("erfassung"), place, name="Zweisam")
        page = proposal(place)
        with acting(user=people["host"]):
            apply(published, read(published.pk) | {"places": []})
        as_("redaktion").post(address(place, "delete/"), {"post": "yes"})
        assert Place.objects.filter(pk=place.pk).exists()  # its change isn't decided yet
        place.delete()
        assert "gelöscht" in as_("redaktion").get(page).content.decode()
        assert as_("redaktion").post(page, {"step": "approve", "seen": ""}).status_code == 403


class TestIndirectWays:
    """Whatever else touches places and sources adds some at most."""

    def state(self):
        return list(Place.objects.order_by("pk").values()), list(Source.objects.order_by("pk").values())

    def test_adopting_a_place_again_changes_nothing(self, people, as_):
        from practices.geodata.adoption import entry_of

        source = entry_of(olfen().gazetteer).source
        Place.objects.filter(slug="olfen").update(name="Olfen, anders genannt")
        before = self.state()
        assert as_("erfassung").post("/admin/practices/place/adopt/", {"source": source}).json()["slug"] == "olfen"
        assert self.state() == before

    def test_naming_a_known_source_in_the_form_of_a_case_changes_nothing(self, draft, people):
        from workplace.form.names import PlaceNames, SourceNames

        before = self.state()
        assert SourceNames([]).added(study().citation, "https://example.org/anders") == study().slug
        assert PlaceNames([]).find("Olfen") == "olfen"
        assert self.state() == before

    def test_an_import_that_tells_places_otherwise_changes_nothing(self, people, as_, tmp_path):
        import json

        row = content(slug="aus-der-tabelle", title="Aus der Tabelle") | {"status": "draft"}
        row["places"] = [{"slug": "olfen", "name": "Nicht Olfen", "lat": 0, "lon": 0, "population": 5}]
        row["sources"] = [{"source": study().slug, "locator": "S. 3", "url": "https://example.org/anders"}]
        (tmp_path / "t.json").write_text(json.dumps([row]), encoding="utf-8")
        before = self.state()
        call_command("import_practices", tmp_path / "t.json", user="erfassung", verbosity=0)
        assert Practice.objects.filter(slug="aus-der-tabelle").exists()
        assert self.state() == before

    def test_the_shipped_data_leaves_what_was_edited(self, people, as_):
        from exchange.shipped.loader import load

        save(as_("erfassung"), olfen(), name="Anders")
        decide(as_("redaktion"), olfen(), "approve")
        before = self.state()
        load()
        assert self.state() == before

    def test_a_list_action_and_a_direct_address_are_refused(self, people, as_):
        before = self.state()
        for who in ("erfassung", "redaktion", "leitung"):
            gone = {"action": "delete_selected", "_selected_action": [olfen().pk], "post": "yes"}
            as_(who).post("/admin/practices/place/", gone)
            as_(who).post(address(olfen(), "delete/"), {"post": "yes"})
        assert self.state() == before

    def test_a_proposal_that_can_not_be_is_refused_like_the_form(self, people):
        from workplace.records import revisions, targets

        target = targets.locked(olfen(), people["erfassung"])
        revision = revisions.propose(target, target.own | {"lat": None}, people["erfassung"], name="Olfen")
        seen = revisions.seen(revision, olfen())
        with pytest.raises(ValidationError):
            revisions.take(revision, "approve", people["redaktion"], looked_at=seen)
        assert olfen().lat is not None
