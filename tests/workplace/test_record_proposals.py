"""What a public case shows of places, sources and terms changes through review, whatever way somebody tries."""

import pytest

from practices.models import Place, Source
from tests.workplace.proposals import decide, fresh, proposal, public
from tests.workplace.records import errors, lonely, olfen, save, study, typed

pytestmark = pytest.mark.django_db


class TestTheOneWay:
    @pytest.mark.parametrize("who", ["erfassung", "redaktion", "host"])
    def test_another_name_and_another_dot_wait(self, people, as_, client, who):
        before = public(client)
        answer = save(as_(who), olfen(), name="Ganz anders", lat="0", lon="0")
        assert answer.status_code == 302
        assert (fresh(olfen()).name, public(client)) == ("Olfen", before)
        assert "Ganz anders" not in client.get("/praxis/olfen-leohaus/").content.decode()

    def test_another_address_in_all_citations_waits(self, people, as_, client):
        before = public(client)
        save(as_("erfassung"), study(), url="https://example.org/anders")
        assert public(client) == before
        page = as_("redaktion").get(proposal(study())).content.decode()
        assert "https://example.org/anders" in page
        assert "50 öffentlichen Beispielen" in page

    def test_somebody_else_approves_after_seeing_both_and_the_cases(self, people, as_, client):
        save(as_("erfassung"), olfen(), name="Olfen an der Stever")
        page = as_("redaktion").get(proposal(olfen())).content.decode()
        assert "Olfen" in page
        assert "<ins> an der Stever</ins>" in page
        assert page.count('href="/praxis/') == 2
        assert decide(as_("redaktion"), olfen(), "approve").status_code == 302
        assert olfen().name == "Olfen an der Stever"
        assert "Olfen an der Stever" in public(client)

    def test_nobody_approves_their_own(self, people, as_, settings):
        save(as_("redaktion"), olfen(), name="Anders")
        page = proposal(olfen())
        answer = decide(as_("redaktion"), olfen(), "approve")
        assert answer.status_code == 403
        assert "Niemand gibt die eigene Änderung frei" in errors(answer)
        assert olfen().name == "Olfen"
        settings.SELF_APPROVAL = True
        decide(as_("redaktion"), olfen(), "approve", page=page)
        assert olfen().name == "Anders"

    def test_who_rewrites_a_proposal_does_not_approve_it(self, people, as_):
        save(as_("erfassung"), olfen(), name="Anders")
        assert save(as_("redaktion"), olfen(), name="Noch anders").status_code == 302
        assert decide(as_("redaktion"), olfen(), "approve").status_code == 403
        assert decide(as_("zweite"), olfen(), "approve").status_code == 302
        assert olfen().name == "Noch anders"

    @pytest.mark.parametrize("who", ["erfassung", "kollegin", "leitung"])
    def test_only_redaktion_approves_places(self, people, as_, who):
        save(as_("erfassung"), olfen(), name="Anders")
        seen = typed(as_("redaktion").get(proposal(olfen())), "seen")
        assert as_(who).post(proposal(olfen()), {"step": "approve", "seen": seen}).status_code == 403
        assert olfen().name == "Olfen"

    def test_alone_it_holds_at_once(self, people, as_, settings):
        settings.SELF_APPROVAL = True
        save(as_("erfassung"), olfen(), name="Von Erfassung")
        assert olfen().name == "Olfen"
        decide(as_("redaktion"), olfen(), "approve")
        save(as_("redaktion"), olfen(), name="Von Redaktion")
        assert olfen().name == "Von Redaktion"

    def test_what_no_public_case_shows_changes_at_once(self, people, as_):
        place, source = lonely(), Source.objects.create(slug="neu", citation="Eine neue Quelle von 2020.")
        save(as_("erfassung"), place, name="Zweisam")
        save(as_("erfassung"), source, citation="Eine bessere Angabe von 2020.")
        assert fresh(place).name == "Zweisam"
        assert fresh(source).citation == "Eine bessere Angabe von 2020."

    def test_adding_is_free(self, people, as_):
        fields = {"slug": "neudorf", "name": "Neudorf", "country": "DE", "precision": "none"}
        assert as_("erfassung").post("/admin/practices/place/add/", fields).status_code == 302
        source = {"slug": "quelle", "citation": "Eine Quelle von 2021."}
        assert as_("erfassung").post("/admin/practices/source/add/", source).status_code == 302
        assert Place.objects.filter(slug="neudorf").exists()
        assert Source.objects.filter(slug="quelle").exists()

    def test_nothing_changed_proposes_nothing(self, people, as_):
        from practices.models import RecordRevision

        save(as_("erfassung"), olfen())
        assert not RecordRevision.objects.exists()
