"""The vocabulary is public by itself: its changes wait for a second person."""

import pytest
from django.contrib.auth.models import Group, User

from handlungsfelder import codebook
from handlungsfelder.models import Buergerrolle, Chance, Handlungsmuster, KommunenRolle
from tests.workplace.proposals import decide, fresh, proposal
from tests.workplace.records import address, save
from workplace.coding.recheck import Answer


class TestVocabulary:
    @pytest.fixture
    def lena(self, people):
        """Another one of Leitung."""
        user = User.objects.create_user("lena", is_staff=True)
        user.groups.add(Group.objects.get(name="Leitung"))
        people["lena"] = user
        return user

    def test_a_term_needs_a_second_person(self, people, as_, lena, client):
        term, edition = Handlungsmuster.objects.get(slug="mit-anpacken"), codebook.current_number()
        changed = {"definition": "Alle packen an.", "answer": "recheck", "codebook_note": "Kürzer."}
        assert save(as_("leitung"), term, **changed).status_code == 302
        assert fresh(term).definition == term.definition
        assert codebook.current_number() == edition
        assert "Alle packen an." not in client.get("/codebuch/").content.decode()
        page = as_("lena").get(proposal(term)).content.decode()
        assert "Kürzer." in page
        assert str(Answer.RECHECK.label) in page
        assert decide(as_("leitung"), term, "approve").status_code == 403
        assert decide(as_("lena"), term, "approve").status_code == 302
        assert fresh(term).definition == "Alle packen an."
        assert (codebook.current_number(), codebook.current().by) == (edition + 1, people["leitung"])
        assert codebook.current().note == "Kürzer."
        assert set(term.codings.values_list("recheck", flat=True)) == {True}

    @pytest.mark.parametrize("model", [Chance, KommunenRolle, Buergerrolle])
    def test_every_kind_of_term(self, people, as_, lena, model):
        term = model.objects.first()
        save(as_("leitung"), term, title_en="Something else")
        assert fresh(term).title_en == term.title_en
        decide(as_("lena"), term, "approve")
        assert fresh(term).title_en == "Something else"

    def test_redaktion_does_not_approve_terms(self, people, as_):
        term = Chance.objects.first()
        save(as_("leitung"), term, title_en="Something else")
        assert as_("redaktion").get(proposal(term)).status_code == 403
        assert as_("redaktion").post(proposal(term), {"step": "approve"}).status_code == 403

    def test_lists_of_a_term_go_through_review(self, people, as_, lena, client):
        chance = Chance.objects.first()
        fields = [str(pk) for pk in chance.handlungsfelder.model.objects.values_list("pk", flat=True)]
        before = sorted(chance.handlungsfelder.values_list("slug", flat=True))
        save(as_("leitung"), chance, handlungsfelder=fields)
        assert sorted(chance.handlungsfelder.values_list("slug", flat=True)) == before
        decide(as_("lena"), chance, "approve")
        assert chance.handlungsfelder.count() == len(fields)

    def test_deleting_what_cases_show_needs_a_second_person(self, people, as_, lena):
        chance = Chance.objects.first()
        gone = {"action": "delete_selected", "_selected_action": [chance.pk], "post": "yes"}
        as_("leitung").post("/admin/handlungsfelder/chance/", gone)
        assert as_("leitung").post(address(chance, "delete/"), {"post": "yes"}).status_code == 302
        assert Chance.objects.filter(pk=chance.pk).exists()
        assert decide(as_("leitung"), chance, "approve").status_code == 403
        assert decide(as_("lena"), chance, "approve").status_code == 302
        assert not Chance.objects.filter(pk=chance.pk).exists()

    def test_a_term_no_case_has_is_read_by_the_public_too(self, people, as_, lena):
        term = Handlungsmuster.objects.create(slug="neu", title="Neu", definition="Niemand tut es.", chapter="03.05")
        codebook.new_edition()
        gone = {"action": "delete_selected", "_selected_action": [term.pk], "post": "yes"}
        as_("leitung").post("/admin/handlungsfelder/handlungsmuster/", gone)
        assert as_("leitung").post(address(term, "delete/"), {"post": "yes"}).status_code == 302
        assert Handlungsmuster.objects.filter(pk=term.pk).exists()
        assert decide(as_("lena"), term, "approve").status_code == 302
        assert not Handlungsmuster.objects.filter(pk=term.pk).exists()
        assert codebook.current().note == "Gestrichen: Neu."

    def test_alone_it_holds_at_once(self, people, as_, settings):
        settings.SELF_APPROVAL = True
        term = Handlungsmuster.objects.get(slug="mit-anpacken")
        save(as_("leitung"), term, definition="Alle packen an.", answer="wording", codebook_note="Kürzer.")
        assert fresh(term).definition == "Alle packen an."
