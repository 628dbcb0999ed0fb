"""The workplace: who may do what, what publishing needs, and what the list can find."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core.management import call_command

from handlungsfelder.models import Handlungsfeld
from practices.editorial.guard import by_the_host
from practices.models import Practice

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


def form_of(client, address):
    """Every field of the form as a browser would send it."""
    soup = BeautifulSoup(client.get(address).content, "html.parser").find("form", id="practice_form")
    fields = {}
    for field in soup.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type")
        if not name or kind in ("submit", "button", "search") or (kind == "checkbox" and not field.has_attr("checked")):
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True)
            fields[name] = chosen["value"] if chosen else ""
        else:
            fields[name] = field.get("value") or (field.text.lstrip("\n") if field.name == "textarea" else "")
    return {name: value for name, value in fields.items() if "__prefix__" not in name}


def change(practice):
    return f"{LIST}{practice.pk}/change/"


def errors(response):
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(e.get_text(" ", strip=True) for e in soup.select(".errorlist, .errornote"))


def test_an_unchanged_form_saves_unchanged(as_member):
    client = as_member()
    practice = Practice.objects.get(slug="olfen-leohaus")
    response = client.post(change(practice), form_of(client, change(practice)))
    assert response.status_code == 302, errors(response)
    practice.refresh_from_db()
    assert practice.status == "published"
    assert practice.handlungsmuster.count() == 1


def test_erfassung_edits_drafts_but_does_not_publish(as_member, draft):
    client = as_member("Erfassung")
    fields = form_of(client, change(draft))
    assert "status" not in fields
    response = client.post(change(draft), fields | {"title": "Neuer Titel", "status": "published"})
    assert response.status_code == 302, errors(response)
    draft.refresh_from_db()
    assert (draft.title, draft.status) == ("Neuer Titel", "draft")
    client.post(LIST, {"action": "publish", "_selected_action": [draft.pk]})
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_erfassung_cannot_touch_what_is_published(as_member):
    client = as_member("Erfassung")
    practice = Practice.objects.get(slug="olfen-buergerbus")
    assert client.get(change(practice)).status_code == 200  # reading is allowed
    assert client.post(change(practice), {"title": "x"}).status_code == 403
    assert client.post(f"{LIST}{practice.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Practice.objects.filter(pk=practice.pk, title=practice.title).exists()


def test_redaktion_publishes_withdraws_and_deletes(as_member, draft):
    client = as_member("Redaktion")
    client.post(LIST, {"action": "publish", "_selected_action": [draft.pk]})
    draft.refresh_from_db()
    assert draft.status == "published"
    client.post(LIST, {"action": "withdraw", "_selected_action": [draft.pk]})
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert client.get("/praxis/olfen-leohaus/").status_code == 404
    client.post(f"{LIST}{draft.pk}/delete/", {"post": "yes"})
    assert not Practice.objects.filter(pk=draft.pk).exists()


def test_only_leitung_changes_the_vocabulary(as_member):
    field = Handlungsfeld.objects.get(slug="mobilitaet")
    address = f"/admin/handlungsfelder/handlungsfeld/{field.pk}/change/"
    assert as_member("Erfassung").post(address, {"title": "x"}).status_code == 403
    assert as_member("Redaktion").post(address, {"title": "x"}).status_code == 403
    page = as_member("Leitung").get(address).content.decode()
    assert 'name="title"' in page
    assert 'name="slug"' not in page


@pytest.mark.parametrize("way", ["action", "form"])
def test_without_a_source_a_case_stays_a_draft(as_member, draft, way):
    client = as_member()
    draft.citations.all().delete()
    if way == "action":
        response = client.post(LIST, {"action": "publish", "_selected_action": [draft.pk]}, follow=True)
    else:
        response = client.post(change(draft), form_of(client, change(draft)) | {"status": "published"}, follow=True)
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert "Es nennt keine Quelle." in response.content.decode()


def test_without_codings_a_case_needs_a_note(as_member, draft):
    client = as_member()
    draft.handlungsmuster.all().delete()
    client.post(LIST, {"action": "publish", "_selected_action": [draft.pk]})
    draft.refresh_from_db()
    assert draft.status == "draft"
    Practice.objects.filter(pk=draft.pk).update(coding_note="Die Quelle gibt keinen Anhalt.")
    client.post(LIST, {"action": "publish", "_selected_action": [draft.pk]})
    draft.refresh_from_db()
    assert draft.status == "published"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"handlungsfeld_chapter": ""}, "nennt Kapitel oder Fundstelle"),
        ({"as_of": "1492"}, "1900"),
        ({"slug": "mit leerzeichen"}, "gültiges Kürzel"),
        ({"slug": "olfen-buergerbus"}, "existiert bereits"),
        ({"handlungsmuster-0-basis": "editorial", "handlungsmuster-0-note": ""}, "kurzen Grund"),
    ],
)
def test_validation_speaks_german(as_member, draft, changes, expected):
    client = as_member()
    response = client.post(change(draft), form_of(client, change(draft)) | changes)
    assert response.status_code == 200
    assert expected in errors(response)


def test_a_short_description_is_a_warning_not_an_error(as_member, draft):
    client = as_member()
    fields = form_of(client, change(draft)) | {"description": "Zu kurz."}
    response = client.post(change(draft), fields, follow=True)
    assert "Die Beschreibung hat 2 Wörter; gedacht sind 60 bis 150." in response.content.decode()


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
