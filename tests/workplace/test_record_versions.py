"""Two people at one place, source, term or account; and a history with values that can be compared and restored."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.test import Client

from handlungsfelder.models import Chance, Handlungsmuster
from practices.models import Place, Source
from tests.workplace.records import address, errors, fields_of, lonely, olfen, save, study, typed

pytestmark = pytest.mark.django_db


def fresh(record):
    return type(record)._base_manager.get(pk=record.pk)


@pytest.fixture
def account(people):
    user = User.objects.create_user("erna", is_staff=True, first_name="Erna", email="erna@example.org")
    user.groups.add(Group.objects.get(name="Erfassung"))
    return user


@pytest.fixture
def record_of(people, account, settings):
    """record_of("place") → (record, who edits it first, who second, one of its fields, another)."""

    def make(kind):
        if kind == "place":
            return lonely(), "erfassung", "kollegin", "name", "note"
        if kind == "source":
            source = Source.objects.create(slug="neu", citation="Eine neue Quelle von 2020.", title="Neu")
            return source, "erfassung", "redaktion", "title", "publisher"
        if kind == "account":
            return account, "leitung", "host", "first_name", "last_name"
        settings.SELF_APPROVAL = True  # a term is changed by one alone, so that both write at once
        model = Chance if kind == "derived" else Handlungsmuster
        return model.objects.first(), "leitung", "host", "title_en", "definition_en"

    return make


KINDS = ["place", "source", "term", "derived", "account"]


class TestTwoPeople:
    @pytest.mark.parametrize("kind", KINDS)
    def test_the_later_save_of_an_old_form_wins_nothing_in_silence(self, record_of, as_, kind):
        record, first, second, name, _other = record_of(kind)
        opened = fields_of(as_(second), address(record))
        assert save(as_(first), record, **{name: "Vom Ersten"}).status_code == 302
        answer = save(as_(second), record, opened=opened, **{name: "Vom Zweiten"})
        assert answer.status_code == 409
        assert getattr(fresh(record), name) == "Vom Ersten"
        assert typed(answer, name) == "Vom Zweiten"
        page = BeautifulSoup(answer.content, "html.parser").find(id="meanwhile").get_text(" ", strip=True)
        assert "Vom Ersten".split()[1] in page
        assert first in errors(answer)

    @pytest.mark.parametrize("kind", KINDS)
    def test_what_only_one_changed_is_kept_from_both(self, record_of, as_, kind):
        record, first, second, name, other = record_of(kind)
        opened = fields_of(as_(second), address(record))
        save(as_(first), record, **{name: "Vom Ersten"})
        answer = save(as_(second), record, opened=opened, **{other: "Vom Zweiten"})
        assert (typed(answer, name), typed(answer, other)) == ("Vom Ersten", "Vom Zweiten")
        shown = opened | {n: typed(answer, n) for n in (name, other, "base")}
        assert save(as_(second), record, opened=shown).status_code == 302
        assert (getattr(fresh(record), name), getattr(fresh(record), other)) == ("Vom Ersten", "Vom Zweiten")

    def test_a_third_save_meanwhile_is_seen_too(self, people, as_):
        place = lonely()
        opened = fields_of(as_("kollegin"), address(place))
        save(as_("erfassung"), place, name="Erster")
        shown = opened | {"base": typed(save(as_("kollegin"), place, opened=opened, name="Meins"), "base")}
        save(as_("redaktion"), place, name="Dritter")
        assert save(as_("kollegin"), place, opened=shown, name="Meins").status_code == 409
        assert fresh(place).name == "Dritter"

    def test_the_same_typed_twice_is_no_quarrel(self, people, as_):
        place = lonely()
        opened = fields_of(as_("kollegin"), address(place))
        save(as_("erfassung"), place, name="Gleich")
        assert save(as_("kollegin"), place, opened=opened, name="Gleich").status_code == 302

    @pytest.mark.parametrize("base", ["", "0.0", "99.99", "x", "-1", "1" * 30, "²"])
    def test_a_form_that_does_not_say_where_it_started(self, people, as_, base):
        place = lonely()
        answer = save(as_("erfassung"), place, name="Anders", base=base)
        assert answer.status_code == 409
        assert fresh(place).name == "Einsam"
        assert typed(answer, "name") == "Anders"

    def test_groups_of_an_account_are_merged_like_a_value(self, account, as_):
        opened = fields_of(as_("host"), address(account))
        groups = {name: str(Group.objects.get(name=name).pk) for name in ("Erfassung", "Redaktion")}
        save(as_("leitung"), account, groups=[groups["Redaktion"]])
        answer = save(as_("host"), account, opened=opened, first_name="Ernestine")
        soup = BeautifulSoup(answer.content, "html.parser")
        chosen = [box["value"] for box in soup.find_all("input", attrs={"name": "groups"}) if box.has_attr("checked")]
        assert chosen == [groups["Redaktion"]]
        assert {g.name for g in fresh(account).groups.all()} == {"Redaktion"}

    def test_a_term_redefined_meanwhile_asks_nothing_of_who_changed_its_example(self, people, as_, settings):
        settings.SELF_APPROVAL = True
        term = Handlungsmuster.objects.first()
        opened = fields_of(as_("host"), address(term))
        save(as_("leitung"), term, definition="Neu gefasst.", answer="wording", codebook_note="Kürzer.")
        answer = save(as_("host"), term, opened=opened, example="Ein anderes Beispiel.")
        assert answer.status_code == 409
        assert "nur der Wortlaut" not in errors(answer)
        assert typed(answer, "definition") == "Neu gefasst."
        assert save(as_("host"), term, example="Ein anderes Beispiel.").status_code == 302
        assert (fresh(term).definition, fresh(term).example) == ("Neu gefasst.", "Ein anderes Beispiel.")

    def test_what_could_not_be_saved_is_there_again(self, people, as_):
        place = lonely()
        opened = fields_of(as_("kollegin"), address(place))
        save(as_("erfassung"), place, name="Erster")
        save(as_("kollegin"), place, opened=opened, name="Meins")
        again = as_("kollegin").get(address(place))
        assert typed(again, "name") == "Meins"
        assert typed(as_("kollegin").get(address(place) + "?fresh=1"), "name") == "Erster"
        assert save(as_("kollegin"), place).status_code == 302
        assert fresh(place).name == "Meins"
        assert "ausgefüllt" not in as_("kollegin").get(address(place)).content.decode()

    def test_the_mistake_of_a_field_comes_first(self, people, as_):
        place = lonely()
        opened = fields_of(as_("kollegin"), address(place))
        save(as_("erfassung"), place, name="Erster")
        answer = save(as_("kollegin"), place, opened=opened, name="Meins", country="Deutschland")
        assert "Land" in errors(answer) or "zwei" in errors(answer).lower() or "Zeichen" in errors(answer)
        assert fresh(place).name == "Erster"


class TestSessionsThatEnd:
    """A form that is sent after its session ended: what was typed is there again after the login."""

    def log_in_again(self, answer, people, name):
        people[name].set_password("ein-langes-passwort-42")
        people[name].save()
        soup = BeautifulSoup(answer.content, "html.parser")
        form = soup.find("form", class_="comeback")
        sent = {"typed": form.find("input", attrs={"name": "typed"})["value"]}
        client = Client()
        back = client.post(form["action"], sent | {"username": name, "password": "ein-langes-passwort-42"})
        assert back.status_code == 302
        return client, back["Location"]

    def test_a_change(self, people, as_):
        place = lonely()
        client = as_("erfassung")
        opened = fields_of(client, address(place))
        client.logout()
        save(as_("kollegin"), place, note="Inzwischen.")
        answer = client.post(address(place), opened | {"name": "Zweisam"})
        client, back = self.log_in_again(answer, people, "erfassung")
        assert typed(client.get(back), "name") == "Zweisam"
        assert typed(save(client, place), "note") == "Inzwischen."  # from the version it started from
        assert save(client, place).status_code == 302
        assert (fresh(place).name, fresh(place).note) == ("Zweisam", "Inzwischen.")

    def test_a_new_one(self, people, as_):
        new = {"slug": "neudorf", "name": "Neudorf", "country": "DE", "precision": "none"}
        answer = Client().post("/admin/practices/place/add/", new)
        client, back = self.log_in_again(answer, people, "erfassung")
        assert typed(client.get(back), "name") == "Neudorf"
        assert client.post(back, new).status_code == 302
        assert typed(client.get(back), "name") is None

    def test_passwords_are_kept_nowhere(self, people):
        from practices.models import Autosave

        new = {"username": "neu", "password1": "ein-geheimes-wort-17", "password2": "ein-geheimes-wort-17"}
        answer = Client().post("/admin/auth/user/add/", new)
        self.log_in_again(answer, people, "leitung")
        assert "ein-geheimes-wort-17" not in str(list(Autosave.objects.values_list("data", flat=True)))


class TestHistory:
    @pytest.mark.parametrize("kind", KINDS)
    def test_it_holds_values_and_compares_them(self, record_of, as_, kind):
        record, first, second, name, _other = record_of(kind)
        for value in ("Erste Fassung", "Zweite Fassung"):
            save(as_(first), record, **{name: value})
        page = as_(second).get(address(record, "history/"))
        assert page.status_code == 200
        soup = BeautifulSoup(page.content, "html.parser")
        difference = soup.select_one(".timeline a[href*='compare']")["href"]
        compared = as_(second).get(difference).content.decode()
        assert "<del>Erste</del>" in compared
        assert "<ins>Zweite</ins>" in compared
        assert first in page.content.decode()

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_former_state_is_restored_by_the_form(self, record_of, as_, kind):
        record, first, second, name, _other = record_of(kind)
        before = getattr(record, name)
        save(as_(first), record, **{name: "Anders"})
        from practices.models import RecordVersion

        versions = RecordVersion.objects.filter(kind=record._meta.label_lower, record=record.pk)
        earlier = versions.order_by("-number")[1]
        page = as_(second).get(address(record, f"history/{earlier.number}/")).content.decode()
        assert f"?version={earlier.number}" in page
        rest = f"change/?version={earlier.number}"
        assert typed(as_(second).get(address(record, rest)), name) == before
        assert save(as_(second), record, rest=rest).status_code == 302
        assert getattr(fresh(record), name) == before
        assert versions.latest("number").action == "restored"

    def test_restoring_what_is_public_is_a_proposal(self, people, as_):
        from practices.models import RecordRevision

        Place.objects.filter(slug="olfen").update(name="Anders")
        rest = "change/?version=1"
        assert save(as_("redaktion"), olfen(), rest=rest).status_code == 302
        assert olfen().name == "Anders"
        assert RecordRevision.objects.get().versions.get().content["name"] == "Olfen"

    def test_restoring_does_not_overwrite_what_waits(self, people, as_):
        save(as_("erfassung"), olfen(), name="Vorschlag")
        answer = save(as_("kollegin"), olfen(), rest="change/?version=1", note="Zurück.")
        assert answer.status_code == 409
        assert typed(as_("erfassung").get(address(olfen())), "name") == "Vorschlag"

    def test_a_deleted_place_comes_back(self, people, as_):
        place = lonely()
        as_("redaktion").post(address(place, "delete/"), {"post": "yes"})
        assert not Place.objects.filter(pk=place.pk).exists()
        gone = as_("redaktion").get("/admin/practices/place/deleted/").content.decode()
        assert "Einsam" in gone
        assert as_("redaktion").get(address(place, "history/")).status_code == 200
        page = f"/admin/practices/place/add/?restore={place.pk}"
        fields = fields_of(as_("redaktion"), page)
        assert (fields["name"], fields["state"]) == ("Einsam", "DE-NI")
        assert as_("redaktion").post(page, fields).status_code == 302
        assert fresh(place).name == "Einsam"

    @pytest.mark.parametrize("rest", ["history/99/", "compare/?a=1&b=99", "compare/?a=1", "compare/?a=x&b=1"])
    def test_what_never_was_is_not_found(self, people, as_, rest):
        assert as_("redaktion").get(address(olfen(), rest)).status_code == 404
        assert as_("redaktion").get("/admin/practices/place/999999/history/").status_code == 404

    def test_each_sees_the_history_of_what_they_may_see(self, account, as_):
        assert as_("leitung").get(address(account, "history/")).status_code == 200
        for rest in ("history/", "history/1/", "compare/?a=1&b=2"):
            assert as_("redaktion").get(address(account, rest)).status_code == 403

    def test_no_password_is_kept(self, account, people):
        from practices.models import RecordVersion

        account.set_password("ein-geheimes-wort-17")
        account.save()
        kept = str(list(RecordVersion.objects.filter(kind="auth.user").values_list("content", flat=True)))
        assert "pbkdf2" not in kept
        assert "password" not in kept

    def test_logging_in_is_no_version(self, account, client):
        from practices.models import RecordVersion

        versions = RecordVersion.objects.filter(kind="auth.user", record=account.pk)
        before = versions.count()
        client.force_login(account)
        assert versions.count() == before > 0


class TestKept:
    @pytest.mark.parametrize(
        "change",
        [
            lambda: Place.objects.filter(slug="olfen").update(name="Anders"),
            lambda: [setattr(place := olfen(), "name", "Anders"), place.save()],
            lambda: Place.objects.bulk_create([Place(slug="x", name="X", country="DE", precision="none")]),
            lambda: Source.objects.filter(pk=study().pk).update(url="https://example.org/"),
            lambda: Handlungsmuster.objects.filter(slug="mit-anpacken").update(title_en="x"),
            lambda: Chance.objects.first().handlungsfelder.clear(),
            lambda: Chance.objects.first().delete(),
        ],
    )
    def test_whatever_way_it_is_changed(self, study, change):
        from practices.models import RecordVersion

        before = RecordVersion.objects.count()
        change()
        assert RecordVersion.objects.count() == before + 1

    def test_everything_that_is_shipped_has_its_first_version(self, study):
        from practices.records import contents, history
        from practices.records.kinds import KINDS

        for kind in KINDS.values():
            pks = list(kind.model._base_manager.values_list("pk", flat=True))
            kept = {pk: version.content for pk, version in history.latest(kind, pks).items()}
            assert kept == {row.pk: contents.content_of(row) for row in contents.rows(kind, pks)}

    def test_after_an_upgrade_and_a_write_past_everything(self, study, capsys):
        from practices.models import RecordVersion

        number = RecordVersion.objects.count()
        RecordVersion.objects.filter(kind="practices.source").delete()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE practices_place SET name = 'Heimlich' WHERE slug = 'olfen'")
        call_command("check_index")
        sources = Source.objects.count()
        assert f"{sources + 1} states of places, sources, terms and accounts" in capsys.readouterr().out
        last = RecordVersion.objects.filter(kind="practices.place", record=olfen().pk).latest("number")
        assert (last.content["name"], last.by) == ("Heimlich", None)
        assert RecordVersion.objects.count() == number + 1

    def test_many_cost_as_much_as_one(self, study, django_assert_num_queries):
        from practices.models import RecordVersion
        from practices.records import history

        records = [("practices.place", pk) for pk in Place.objects.values_list("pk", flat=True)]
        RecordVersion.objects.all().delete()
        with django_assert_num_queries(4):
            history.keep(records[:1])
        with django_assert_num_queries(4):
            history.keep(records)
        assert RecordVersion.objects.count() == len(records) > 30
