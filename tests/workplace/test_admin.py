"""The workplace: who may do what, what publishing needs, and what the list can find."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core.management import call_command

from handlungsfelder.models import Handlungsfeld
from practices.case.requirements import obstacles
from practices.models import Practice, Tombstone
from practices.models.status import by_the_host

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

LIST = "/admin/practices/practice/"


@pytest.fixture
def as_member(client):
    """as_member("Erfassung") logs a member of that group in; without a group, a superuser."""
    call_command("create_groups", verbosity=0)

    def log_in(group=None):
        user = User.objects.create_user(f"member-{group}", is_staff=True, is_superuser=group is None)
        if group:
            user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def draft():
    practice = Practice.objects.get(slug="olfen-leohaus")
    with by_the_host():
        practice.status, practice.first_published = "draft", None
        practice.save()
    return practice


def test_steps_for_many_at_once(as_member, draft):
    client = as_member("Redaktion")
    with by_the_host():
        Practice.objects.filter(pk=draft.pk).update(status="in-review")
    other = Practice.objects.get(slug="olfen-buergerbus")
    chosen = {"_selected_action": [draft.pk, other.pk]}
    page = client.post(LIST, {"action": "publish"} | chosen)
    draft.refresh_from_db()
    assert draft.status == "in-review"  # first everything is shown that would become public
    assert draft.description[:40] in page.content.decode()
    assert "„Freigeben und veröffentlichen“ ist aus „Veröffentlicht“ nicht möglich." in page.content.decode()
    sent = decided(page)
    assert f"version-{other.pk}" not in sent
    assert client.post(LIST, sent).status_code == 302
    draft.refresh_from_db()
    assert draft.status == "published"
    sent = decided(client.post(LIST, {"action": "withdraw", "_selected_action": [draft.pk]}))
    refused = client.post(LIST, sent)
    draft.refresh_from_db()
    assert (refused.status_code, draft.status) == (400, "published")
    assert "Sagen Sie, warum" in refused.content.decode()
    client.post(LIST, decided(refused) | {"comment": "Die Quelle irrt."})
    draft.refresh_from_db()
    assert draft.status == "withdrawn"


def decided(page):
    """What the page that asks would send."""
    form = BeautifulSoup(page.content, "html.parser").select_one("form.selection")
    return {field["name"]: field["value"] for field in form.select("input[type=hidden]")}


@pytest.mark.parametrize("action", ["publish", "withdraw", "delete_selected"])
def test_what_changed_meanwhile_is_shown_instead_of_decided(as_member, draft, action):
    client = as_member("Redaktion")
    status = "published" if action == "withdraw" else "in-review"
    with by_the_host():
        Practice.objects.filter(pk=draft.pk).update(status=status)
    sent = decided(client.post(LIST, {"action": action, "_selected_action": [draft.pk]}))
    Practice.objects.filter(pk=draft.pk).update(summary="Das stand noch nicht da.")
    answer = client.post(LIST, sent | {"comment": "Mein Grund"})
    page = BeautifulSoup(answer.content, "html.parser").text
    assert answer.status_code == 409
    assert "Das stand noch nicht da." in page
    assert "Mein Grund" in page
    assert Practice.objects.get(pk=draft.pk).status == status
    assert client.post(LIST, decided(answer) | {"comment": "Mein Grund"}).status_code == 302
    assert not Practice.objects.filter(pk=draft.pk, status=status).exists()


def test_a_case_is_deleted_as_it_was_seen(as_member, draft):
    client, address = as_member("Redaktion"), f"{LIST}{draft.pk}/delete/"
    sent = decided(client.get(address))
    assert client.post(address, {"post": "yes"}).status_code == 200
    Practice.objects.filter(pk=draft.pk).update(summary="Das stand noch nicht da.")
    answer = client.post(address, sent | {"comment": "Doppelt"})
    assert answer.status_code == 409
    assert "Das stand noch nicht da." in BeautifulSoup(answer.content, "html.parser").text
    assert client.post(address, decided(answer) | {"comment": "Doppelt"}).status_code == 302
    assert Tombstone.objects.get(case=draft.pk).comment == "Doppelt"


def test_the_list_shows_no_drafts_of_others(as_member, draft):
    assert as_member("Erfassung").get(LIST).context["cl"].result_count == 49
    assert as_member("Redaktion").get(LIST).context["cl"].result_count == 50


@pytest.mark.parametrize(
    ("lacking", "note", "obstacle"),
    [("citations", "", "Es nennt keine Quelle."), ("handlungsmuster", "", "Es fehlt ein Handlungsmuster"),
     ("handlungsmuster", "Die Quelle gibt keinen Anhalt.", "")],
)  # fmt: skip
def test_what_publishing_needs(draft, lacking, note, obstacle):
    getattr(draft, lacking).all().delete()
    draft.coding_note = note
    assert obstacle in " ".join(obstacles(draft))
    assert bool(obstacles(draft)) == bool(obstacle)


def test_only_leitung_changes_the_vocabulary(as_member):
    field = Handlungsfeld.objects.get(slug="mobilitaet")
    address = f"/admin/handlungsfelder/handlungsfeld/{field.pk}/change/"
    assert as_member("Erfassung").post(address, {"title": "x"}).status_code == 403
    assert as_member("Redaktion").post(address, {"title": "x"}).status_code == 403
    page = as_member("Leitung").get(address).content.decode()
    assert 'name="title"' in page
    assert 'name="slug"' not in page


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 50),
        ("dot=no", 5),
        ("dot=yes", 45),
        ("country=AT", 3),
        ("status__exact=draft", 0),
        ("handlungsmuster__term__id__exact={protest}", 1),
        ("handlungsfeld__id__exact={mobility}", 9),
        ("q=Gielsdorf", 1),
    ],
)
def test_the_list_finds_by_theme_pattern_status_country_and_missing_dot(as_member, query, number):
    from handlungsfelder.models import Handlungsmuster

    ids = {
        "protest": Handlungsmuster.objects.get(slug="protestieren").pk,
        "mobility": Handlungsfeld.objects.get(slug="mobilitaet").pk,
    }
    page = as_member().get(f"{LIST}?{query.format(**ids)}")
    assert page.context["cl"].result_count == number


@pytest.mark.parametrize(
    "query",
    [
        "handlungsfeld=mobilitaet",
        "handlungsmuster=mit-anpacken&state=DE-NI",
        "buergerrolle=engagierte",
        "country=AT",
        "town_size=below-5000",
        "carrier=cooperative",
    ],
)
def test_the_list_finds_by_the_parameters_of_the_public_page(as_member, client, query):
    shown = as_member().get(f"{LIST}?{query}").context["cl"].result_count
    assert shown == client.get(f"/api/v1/practices/?{query}").json()["count"] > 0


def test_a_value_that_nobody_knows_finds_nothing(as_member):
    assert as_member().get(f"{LIST}?town_size=huge").context["cl"].result_count == 0


def test_the_list_asks_as_much_for_fifty_as_for_five(as_member, django_assert_max_num_queries):
    client = as_member()
    with django_assert_max_num_queries(14):
        client.get(LIST)
    with django_assert_max_num_queries(15):
        client.get(f"{LIST}?dot=no")


def test_groups_that_a_host_arranged_stay(as_member):
    as_member()
    group = Group.objects.get(name="Erfassung")
    group.permissions.clear()
    call_command("create_groups", verbosity=0)
    assert group.permissions.count() == 0
