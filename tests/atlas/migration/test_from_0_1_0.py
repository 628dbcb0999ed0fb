"""A filled atlas of release 0.1.0 goes on under this one: every row, right and address, and all work not done yet.

The archives were made by fill.py beside this file.
"""

import os

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from core.permanent_ids import shipped_id
from exchange.jobs import execution
from exchange.jobs import job as jobs
from practices.models import (
    ColumnMeaning,
    ImportJob,
    Place,
    Practice,
    Resolution,
    Revision,
    SecondCoding,
    Tombstone,
    Version,
)
from tests.atlas.migration.old import in_place, migrated, unpacked
from workplace.workflow import revisions, steps

SERVER = os.environ.get("DATABASE_URL", "")
KINDS = ["postgresql" if SERVER.startswith("postgres") else "sqlite"]
PASSWORD = "ein-passwort-von-damals-42"
# What migrations change on purpose: the meanings of columns move, see TestRows.
MOVED = {"practices_columnmapping"}


@pytest.fixture(scope="module", params=KINDS)
def atlas(request, tmp_path_factory, django_db_blocker):
    """(rows before, rows after, folder) of the migrated atlas, which the models lead to meanwhile."""
    folder = tmp_path_factory.mktemp("old")
    with django_db_blocker.unblock(), unpacked(request.param, folder, SERVER) as name, in_place(name):
        yield *migrated(), folder


@pytest.fixture(autouse=True)
def folders(settings, atlas):
    settings.VAR_DIR = atlas[2]
    settings.MEDIA_ROOT, settings.IMPORTS_ROOT = settings.VAR_DIR / "media", settings.VAR_DIR / "imports"


@pytest.fixture
def as_():
    """as_("erna") → a Client with that person logged in by the password of then."""

    def log_in(name):
        client = Client()
        assert client.login(username=name, password=PASSWORD)
        return client

    return log_in


def user(name):
    return User.objects.get(username=name)


def rights_of(group):
    return set(group.permissions.values_list("codename", flat=True))


def case(slug):
    return Practice.objects.get(slug=slug)


def text(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").find("main").get_text(" ", strip=True)


def job(filename):
    return ImportJob.objects.get(filename=filename)


class TestRows:
    def test_each_is_still_there_as_it_was(self, atlas):
        before, after, _folder = atlas
        assert set(before) - set(after) == MOVED
        for table in set(before) - MOVED:
            assert before[table].keys() <= after[table].keys(), table
            for key, row in before[table].items():
                assert row == {column: after[table][key][column] for column in row}, (table, key)

    def test_what_there_was_to_lose(self, atlas):
        """Should the archive be made anew, it still holds what these tests are about."""
        before = atlas[0]
        tables = "version revision step tombstone slugredirect autosave importjob columnmapping secondcoding resolution"
        for table in f"{tables} linkcheck picture practiceimage fixturerecord searchdocument".split():
            assert before[f"practices_{table}"], table
        assert not set(before) & {"practices_sentform", "practices_recordversion"}

    def test_cases_and_places_have_permanent_ids(self, atlas):
        """What was shipped has the id that a new host gives it, under whatever slug it stands by now."""
        after, kept = atlas[1], "olfen-buergerbus-neu"
        for table in ("practices_practice", "practices_place", "practices_tombstone"):
            ids = {str(row["uuid"]) for row in after[table].values()}
            assert len(ids) == len(after[table]) > 0
            assert "None" not in ids
        assert case("olfen-leohaus").uuid == shipped_id("practice", "olfen-leohaus")
        assert case(kept).uuid == shipped_id("practice", "olfen-buergerbus")
        assert case("noch-ein-entwurf").uuid.version == 4
        assert Place.objects.get(slug="olfen").uuid == shipped_id("place", "olfen")

    def test_what_columns_mean_is_remembered_for_who_brought_in_tables(self, atlas, as_):
        meant = {(row["header"], row["field"]) for row in atlas[0]["practices_columnmapping"].values()}
        mine = ColumnMeaning.objects.filter(by=user("emil"))
        assert set(mine.values_list("header", "field")) == meant
        assert ColumnMeaning.objects.count() == len(meant)
        assert "beispielname" in text(as_("emil").get("/admin/practices/import/memory/"))


class TestRights:
    def test_of_groups_and_users(self, atlas):
        """By name, since numbers alone could mean another right."""
        before = atlas[0]
        named = {key: row["codename"] for key, row in before["auth_permission"].items()}
        for group in Group.objects.all():
            given = [row for row in before["auth_group_permissions"].values() if row["group_id"] == group.pk]
            then = {named[row["permission_id"]] for row in given}
            assert then <= rights_of(group)
            assert len(then) > 10
        assert user("rita").has_perm("auth.view_user")
        assert not user("emil").has_perm("handlungsfelder.change_handlungsmuster")
        assert user("erna").has_perm("handlungsfelder.change_handlungsmuster")

    @pytest.mark.parametrize(
        ("name", "enters", "reviews", "manages"),
        [
            ("erna", True, False, False),
            ("rita", True, True, False),
            ("lena", False, False, True),
            ("host", True, True, True),
        ],
    )
    def test_who_may_what(self, name, enters, reviews, manages):
        assert (steps.may_enter(user(name)), steps.is_reviewer(user(name))) == (enters, reviews)
        assert user(name).has_perm("auth.add_user") == manages

    def test_a_later_start_leaves_them(self, atlas):
        before = {group.name: rights_of(group) for group in Group.objects.all()}
        call_command("create_groups", verbosity=0)
        for group in Group.objects.all():
            assert before[group.name] <= rights_of(group)


class TestAddresses:
    def test_every_case_answers(self):
        slugs = Practice.objects.filter(status="published").values_list("slug", flat=True)
        assert len(slugs) == 50
        for slug in slugs:
            assert Client().get(f"/praxis/{slug}/").status_code == 200, slug

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("/praxis/olfen-buergerbus/", 301),
            ("/praxis/geloescht/", 410),
            ("/praxis/zurueckgezogen/", 410),
            ("/praxis/noch-ein-entwurf/", 404),
            ("/api/v1/practices/olfen-leohaus/", 200),
            ("/", 200),
        ],
    )
    def test_the_others(self, address, status):
        answer = Client().get(address)
        assert answer.status_code == status
        if status == 301:
            assert answer["Location"] == "/praxis/olfen-buergerbus-neu/"

    def test_the_picture(self):
        image = case("gielsdorf-dorfhaus").images.get()
        answer = Client().get(image.picture.get_absolute_url())
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/webp"


class TestWork:
    def test_the_pending_revision_is_approved(self, as_):
        practice = case("calw-bedarfsverkehr")
        assert "wie vorgeschlagen" in text(as_("rita").get(f"/admin/practices/practice/{practice.pk}/review/"))
        revisions.take(Revision.objects.get(practice=practice), "approve", user("rita"))
        assert "wie vorgeschlagen" in text(Client().get("/praxis/calw-bedarfsverkehr/"))

    def test_a_case_in_review_is_published(self):
        assert steps.take(case("in-pruefung"), "publish", user("rita")).status == "published"

    def test_its_request_meets_the_author(self, as_):
        form = as_("erna").get(f"/admin/practices/practice/{case('mit-bitte').pk}/change/")
        assert "Quelle fehlt" in form.content.decode()

    def test_the_history_is_shown_and_brought_back(self, as_):
        practice = case("olfen-buergerbus-neu")
        assert "Neue Adresse" in text(as_("rita").get(f"/admin/practices/practice/{practice.pk}/history/"))
        assert Version.objects.filter(practice=practice).count() == 4

    def test_unsaved_forms_come_back_to_their_author(self, as_):
        erna, draft = as_("erna"), f"/admin/practices/practice/{case('noch-ein-entwurf').pk}/change/"
        assert "Getippt, nicht gespeichert" in erna.get(draft).content.decode()
        assert "Ein neuer Fall, nie gespeichert" in erna.get("/admin/practices/practice/add/").content.decode()
        assert "Getippt, nicht gespeichert" not in as_("rita").get(draft).content.decode()

    def test_second_codings_and_what_was_settled(self, as_):
        finished = SecondCoding.objects.get(practice__slug="olfen-leohaus")
        assert Resolution.objects.get(second_coding=finished).reason == "Der Text nennt keinen Raum."
        assert text(as_("rita").get(f"/admin/practices/disagreements/{finished.pk}/"))
        begun = SecondCoding.objects.get(practice__slug="loitz-urbane-kleinstadt-2030")
        assert begun.state == SecondCoding.State.OPEN

    def test_a_deleted_case_comes_back_with_its_research(self, as_):
        gone = Tombstone.objects.get(slug="geloescht")
        permanent = gone.uuid
        answer = as_("rita").post(f"/admin/practices/practice/{gone.case}/bring-back/")
        assert answer.status_code == 302
        assert Resolution.objects.get(second_coding__practice=gone.case).reason == "So steht es nicht da."
        assert case("geloescht").uuid == permanent


class TestImports:
    @pytest.mark.parametrize("name", ["mitten-im-schreiben.csv", "mitten-im-pruefen.csv"])
    def test_a_broken_off_one_says_so_and_is_discarded(self, as_, name):
        emil, page = as_("emil"), f"/admin/practices/import/{job(name).pk}/"
        said = text(emil.get(page))
        assert "Abgebrochen: Es wurde nichts geschrieben." in said
        assert "Erneut prüfen" in said
        assert emil.post(f"{page}discard/", {"turn": job(name).turn}).status_code == 302
        assert not ImportJob.objects.filter(filename=name).exists()

    @pytest.mark.parametrize("name", ["fertig.csv", "geprueft.csv", "mit-fehlern.csv", "mit-frage.csv", "kaputt.csv"])
    def test_the_others_are_shown(self, as_, name):
        assert name in text(as_("emil").get(f"/admin/practices/import/{job(name).pk}/"))

    def test_what_was_checked_then_is_checked_again_before_it_is_written(self):
        """What was shown then isn't known to be what would happen now."""
        for state in (ImportJob.State.CHECKED, ImportJob.State.DONE):
            waits = {"state": ImportJob.State.WRITING, "queued": timezone.now(), "started": None}
            ImportJob.objects.filter(filename="geprueft.csv").update(**waits)
            execution.run(job("geprueft.csv"), jobs.WRITE)
            assert job("geprueft.csv").state == state
        assert Practice.objects.filter(slug="buecherschrank-am-bahnhof").exists()


@pytest.mark.usefixtures("atlas")
def test_the_index_is_that_of_the_cases():
    """After what every start does once for a release, since it may read words otherwise: 0.1.0 knew no English states.

    A dry run ends with an exit code where anything is out of date.
    """
    call_command("check_index", "--once", verbosity=0)
    call_command("check_index", "--dry-run", verbosity=0)
