"""Every state is kept, can be compared and brought back; a deleted case leaves its history and a notice."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from core.acting import acting
from handlungsfelder.models import Handlungsmuster
from practices.case import history
from practices.case.applying import apply
from practices.case.contents import contents, read
from practices.models import (
    HandlungsmusterCoding,
    Place,
    Practice,
    Resolution,
    SecondCoding,
    SlugRedirect,
    Tombstone,
    Version,
)
from practices.systems import SYSTEMS
from tests.workplace.conftest import content, edit, form_of, told
from workplace.workflow import decisions, revisions, steps
from workplace.workflow.decisions import state_of

pytestmark = pytest.mark.django_db


def versions(practice):
    return list(Version.objects.filter(practice=practice, revision=None).order_by("number"))


def restore(client, practice, number, **options):
    """Restore a version as its page does."""
    address = below(practice, f"history/{number}/")
    field = BeautifulSoup(client.get(address).content, "html.parser").find("input", {"name": "base"})
    return client.post(address, {"base": field["value"]} if field else {}, **options)


def below(practice, rest=""):
    return f"/admin/practices/practice/{practice.pk}/{rest}"


class TestWhatIsKept:
    def test_every_case_of_the_study_has_its_first_version(self, study):
        kept = history.latest_versions(Practice.objects.values_list("pk", flat=True))
        assert {pk: version.content for pk, version in kept.items()} == contents(kept)
        assert {version.by_name for version in kept.values()} == {"Gute-Praxis-Atlas"}

    @pytest.mark.parametrize(
        "change",
        [
            lambda p: Practice.objects.filter(pk=p.pk).update(title="Anders"),
            lambda p: HandlungsmusterCoding.objects.filter(practice=p).update(note="Ein anderer Grund"),
            lambda p: p.handlungsmuster.first().delete(),
            lambda p: p.locations.all().delete(),
            lambda p: p.citations.filter(locator=p.citations.first().locator).update(locator="S. 99"),
            lambda p: Place.objects.filter(slug="olfen").update(lat=51.5),
        ],
    )
    def test_whatever_way_it_is_changed(self, draft, change):
        before = versions(draft)
        change(draft)
        after = versions(draft)
        assert len(after) == len(before) + 1
        assert (after[-1].content, after[-1].surroundings) != (before[-1].content, before[-1].surroundings)
        assert after[-1].content == read(draft.pk)

    def test_saving_without_a_change_keeps_nothing(self, draft):
        draft.save()
        assert len(versions(draft)) == 1

    def test_who_did_it(self, draft, people, as_):
        member = as_("redaktion")
        member.post(edit(draft), form_of(member, edit(draft)) | {"title": "Von der Redaktion"})
        assert [version.by for version in versions(draft)] == [people["erfassung"], people["redaktion"]]

    def test_what_is_rolled_back_leaves_no_version(self, draft):
        from django.db import transaction

        with pytest.raises(RuntimeError), transaction.atomic():
            Practice.objects.filter(pk=draft.pk).update(title="Anders")
            raise RuntimeError
        assert len(versions(draft)) == 1

    def test_a_write_past_everything_is_found_and_kept(self, draft, capsys):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("UPDATE practices_practice SET title = 'Heimlich' WHERE id = %s", [draft.pk])
        call_command("check_index")
        assert "1 states of practices written to their history" in capsys.readouterr().out
        assert versions(draft)[-1].content["title"] == "Heimlich"

    def test_a_term_called_otherwise_changes_no_case(self, draft):
        Handlungsmuster.objects.all().update(title="Anders genannt")
        assert len(versions(draft)) == 1

    def test_it_costs_a_fixed_number_of_queries(self, study, django_assert_num_queries):
        pks = list(Practice.objects.values_list("pk", flat=True))
        with django_assert_num_queries(6 + len(SYSTEMS)):
            history.record(pks)


class TestBackwards:
    @pytest.fixture
    def changed(self, draft, people):
        """A draft with three states; the first one was three days ago."""
        with acting(user=people["erfassung"]):
            apply(draft, read(draft.pk) | {"title": "Zweiter", "handlungsmuster": [], "coding_note": "kein Anhalt"})
            apply(draft, read(draft.pk) | {"title": "Dritter", "places": []})
        Version.objects.filter(practice=draft, number=1).update(at=timezone.now() - timedelta(days=3))
        return Practice.objects.get(pk=draft.pk)

    def test_the_timeline_says_who_when_and_what(self, changed, as_):
        page = as_("erfassung").get(below(changed, "history/")).content.decode()
        assert "Titel (deutsch), Anmerkung zur Codierung, Handlungsmuster" in page
        assert page.count("Fassung") >= 3

    def test_two_states_side_by_side(self, changed, as_):
        page = as_("erfassung").get(below(changed, "compare/?a=1&b=3")).content.decode()
        assert "<del>Ein neuer Fall</del>" in page
        assert "<ins>Dritter</ins>" in page
        assert "Olfen (DE-NW)" in page

    def test_a_place_that_moved_is_told(self, changed, draft, as_):
        Place.objects.filter(slug="olfen").update(lat=51.5)
        assert len(versions(changed)) == 3  # the case has no place any more
        restore(as_("erfassung"), changed, 1)
        Place.objects.filter(slug="olfen").update(lat=51.6)
        member = as_("erfassung")
        assert "Orte: Olfen" in member.get(below(changed, "history/")).content.decode()
        assert "<ins>Breite: 51,6</ins>" in member.get(below(changed, "compare/?a=4&b=5")).content.decode()

    def test_restoring_brings_back_text_codings_and_places(self, changed, as_):
        first = versions(changed)[0]
        assert restore(as_("erfassung"), changed, 1).status_code == 302
        assert read(changed.pk) == first.content
        assert versions(changed)[-1].action == "restored"
        assert len(versions(changed)) == 4

    def test_as_it_was_on_a_day(self, changed, as_):
        member = as_("erfassung")
        yesterday = timezone.localdate() - timedelta(days=1)
        for written in (f"{yesterday:%Y-%m-%d}", f"{yesterday:%d.%m.%Y}"):
            response = member.get(below(changed, "history/"), {"on": written})
            assert response["Location"].endswith("/history/1/")
        long_ago = member.get(below(changed, "history/"), {"on": "2001-01-01"})
        assert "An diesem Tag gab es das Beispiel nicht" in told(long_ago)

    @pytest.mark.parametrize("day", ["gestern", "2026-02-30", "31.02.2026", "99999999", "\x00"])
    def test_what_is_no_day_is_said(self, changed, as_, day):
        response = as_("erfassung").get(below(changed, "history/"), {"on": day})
        assert response.status_code == 200
        assert "ist kein Tag" in told(response)

    def test_a_published_case_is_restored_by_a_revision(self, published, people, as_):
        number = versions(published)[-1].number
        with acting(user=people["host"]):
            apply(published, read(published.pk) | {"title": "Neu"})
        member = as_("redaktion")
        page = restore(member, published, number, follow=True)
        assert "wartet auf Freigabe" in told(page)
        published.refresh_from_db()
        assert published.title == "Neu"

    def test_what_no_longer_exists_is_named(self, changed, as_):
        Version.objects.filter(practice=changed, number=1).update(
            content=versions(changed)[0].content | {"places": ["weg"]}
        )
        page = restore(as_("erfassung"), changed, 1, follow=True)
        assert "„weg“ ist nicht bekannt" in told(page)
        assert len(versions(changed)) == 3

    @pytest.mark.parametrize("rest", ["history/99/", "compare/?a=1", "compare/?a=x&b=1", "compare/?a=1&b=99999999999"])
    def test_what_never_was_is_not_found(self, draft, as_, rest):
        assert as_("erfassung").get(below(draft, rest)).status_code == 404


def read_as_it_is(practice):
    """What the page before a deletion sends."""
    return {"decided": "1", f"version-{practice.pk}": decisions.state_of(practice.pk)}


class TestDeleted:
    def test_it_can_be_brought_back_whole(self, published, as_, people):
        before = read(published.pk)
        reviewer = as_("redaktion")
        assert reviewer.post(below(published, "delete/"), read_as_it_is(published)).status_code == 302
        tombstone = Tombstone.objects.get(case=published.pk)
        assert (tombstone.by, tombstone.was_public, tombstone.title) == (people["redaktion"], True, "Ein neuer Fall")
        assert "Ein neuer Fall" in reviewer.get("/admin/practices/practice/deleted/").content.decode()
        assert reviewer.get(below(published, "history/")).status_code == 200
        assert reviewer.post(below(published, "bring-back/")).status_code == 302
        assert read(published.pk) == before | {"status": "draft"}
        assert [v.action for v in versions(published)][-2:] == ["deleted", "restored"]
        assert not Tombstone.objects.exists()

    def test_only_reviewers(self, draft, as_):
        member = as_("erfassung")
        assert member.post(below(draft, "delete/"), read_as_it_is(draft)).status_code == 302
        assert not Practice.objects.filter(pk=draft.pk).exists()
        assert member.post(below(draft, "bring-back/")).status_code == 403
        assert member.get("/admin/practices/practice/deleted/").status_code == 403
        assert as_("kollegin").get(below(draft, "history/")).status_code == 403

    def test_bulk_deletion_leaves_tombstones_too(self, published, people):
        with acting(user=people["kollegin"]):
            draft = apply(None, content(slug="noch-einer", title="Noch einer"))
        Practice.objects.filter(pk__in=[draft.pk, published.pk]).delete()
        left = dict(Tombstone.objects.values_list("case", "was_public"))
        assert left == {draft.pk: False, published.pk: True}

    def test_its_address_is_not_given_away(self, published, as_, people):
        published.delete()
        with (
            pytest.raises(ValidationError, match="Diese Adresse hatte ein anderes Beispiel"),
            acting(user=people["kollegin"]),
        ):
            apply(None, content())


class TestAddresses:
    def test_a_changed_slug_of_a_public_case_leads_on(self, published, people):
        with acting(user=people["host"]):
            apply(published, read(published.pk) | {"slug": "neue-adresse"})
        assert SlugRedirect.objects.get(old="neuer-fall").practice_id == published.pk

    def test_back_to_the_old_one(self, published, people):
        for slug in ("neue-adresse", "neuer-fall"):
            with acting(user=people["host"]):
                apply(Practice.objects.get(pk=published.pk), read(published.pk) | {"slug": slug})
        assert list(SlugRedirect.objects.values_list("old", flat=True)) == ["neue-adresse"]

    def test_a_draft_leaves_none(self, draft, people):
        with acting(user=people["erfassung"]):
            apply(draft, read(draft.pk) | {"slug": "neue-adresse"})
        assert not SlugRedirect.objects.exists()


def test_confirming_is_kept_with_who(published, people, as_):
    with acting(user=people["host"]):
        apply(published, read(published.pk) | {"confirmed": None})
    member = as_("zweite")
    assert member.post(below(published, "confirm/"), {"version": state_of(published.pk)}).status_code == 302
    last = versions(published)[-1]
    published.refresh_from_db()
    assert published.confirmed == timezone.localdate()
    assert as_("kollegin").post(below(published, "confirm/")).status_code == 403
    assert (last.by, last.action) == (people["zweite"], "confirmed")
    with pytest.raises(steps.Refused):
        steps.confirm(published, people["kollegin"])


def test_second_codings_come_back_with_the_case(draft, people):
    coding = SecondCoding.objects.create(
        practice=draft, coder=people["kollegin"], coder_name="K", content={"handlungsmuster": []}, state="finished"
    )
    Resolution.objects.create(
        second_coding=coding, system="handlungsmuster", term="protestieren", decision="first", reason="Darum."
    )
    draft.delete()
    assert not SecondCoding.objects.exists()
    history.bring_back(Tombstone.objects.get(), people["redaktion"])
    assert SecondCoding.objects.get().content == {"handlungsmuster": []}
    assert Resolution.objects.get().reason == "Darum."


def test_a_coding_in_an_approved_revision_is_its_authors(published, people):
    proposed = [one | {"note": "Neuer Grund"} for one in read(published.pk)["handlungsmuster"]]
    revision = revisions.save(published, read(published.pk) | {"handlungsmuster": proposed}, people["kollegin"])
    revisions.take(revision, "submit", people["kollegin"])
    revisions.take(revision, "approve", people["redaktion"])
    assert published.handlungsmuster.first().coder == people["kollegin"]
