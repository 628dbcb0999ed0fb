"""Accounts: Leitung keeps them and can't make itself more powerful, whatever it sends."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from workplace.records import targets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

LIST = "/admin/auth/user/"
PASSWORD = "ein-langes-passwort-42"


@pytest.fixture
def leitung(log_in):
    return log_in("Leitung", "lena")


def change(user):
    return f"{LIST}{user.pk}/change/"


def fields_of(user):
    base = targets.Target.of(user, user).token  # what the form names as the version it shows
    return {"username": user.username, "first_name": "", "last_name": "", "email": "", "is_active": "on", "base": base}


def group(name):
    return Group.objects.get_or_create(name=name)[0].pk


def fresh(user):
    return User.objects.get(pk=user.pk)


def power(user):
    """Everything that an account may do."""
    user = fresh(user)
    return user.is_superuser, user.is_staff, user.get_all_permissions(), set(user.groups.values_list("name", flat=True))


def everything():
    """What somebody would send who wants it all."""
    return {
        "is_superuser": "on",
        "is_staff": "on",
        "user_permissions": list(Permission.objects.values_list("pk", flat=True)),
        "date_joined_0": "01.01.2020",
        "date_joined_1": "00:00",
        "last_login_0": "01.01.2020",
        "last_login_1": "00:00",
    }


def test_leitung_makes_an_account_that_can_log_in_and_work(leitung):
    answer = leitung.post(
        f"{LIST}add/",
        {
            "username": "erna",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "first_name": "Erna",
            "groups": [group("Erfassung")],
        },
    )
    assert answer.status_code == 302
    erna = User.objects.get(username="erna")
    assert (erna.is_staff, erna.is_superuser, erna.first_name) == (True, False, "Erna")
    assert [g.name for g in erna.groups.all()] == ["Erfassung"]
    client = Client()
    assert client.login(username="erna", password=PASSWORD)
    own = "von-erna-allein-gewaehlt"
    sent = {"old_password": PASSWORD, "new_password1": own, "new_password2": own}
    assert client.post("/admin/password_change/", sent).url == "/admin/"
    assert client.get("/admin/practices/practice/add/").status_code == 200


def test_a_new_account_gets_no_more_than_the_three_groups(leitung):
    sent = {"username": "erna", "password1": PASSWORD, "password2": PASSWORD}
    leitung.post(f"{LIST}add/", sent | everything())
    erna = User.objects.get(username="erna")
    assert power(erna) == (False, True, set(), set())
    leitung.post(f"{LIST}add/", sent | {"username": "emil", "groups": [group("Systemverwaltung")]})
    assert not User.objects.filter(username="emil").exists()


def test_leitung_sees_and_sets_no_power_of_its_own(leitung):
    before = power(leitung.user)
    soup = BeautifulSoup(leitung.get(change(leitung.user)).content, "html.parser")
    names = {field.get("name") for field in soup.find_all(["input", "select", "textarea"])}
    assert {"username", "first_name"} <= names
    assert names.isdisjoint({"is_superuser", "is_staff", "user_permissions", "groups", "is_active"})
    sent = fields_of(leitung.user) | everything() | {"first_name": "Lena", "groups": [group("Redaktion")]}
    assert leitung.post(change(leitung.user), sent).status_code == 302
    assert fresh(leitung.user).first_name == "Lena"
    assert power(leitung.user) == before


def test_leitung_gives_others_only_the_three_groups(leitung, member):
    erna = member("Erfassung", "erna")
    sent = fields_of(erna) | everything()
    assert leitung.post(change(erna), sent | {"groups": [group("Redaktion")]}).status_code == 302
    is_superuser, is_staff, permissions, groups = power(erna)
    assert (is_superuser, is_staff, groups) == (False, True, {"Redaktion"})
    assert "practices.publish_practice" in permissions
    assert "auth.change_permission" not in permissions
    answer = leitung.post(change(erna), sent | {"groups": [group("Systemverwaltung")]})
    assert answer.status_code == 200  # the form again, with the fault
    assert power(erna)[3] == {"Redaktion"}


@pytest.mark.parametrize("kind", ["superuser", "other-group", "own-permission"])
def test_leitung_cannot_touch_an_account_that_has_more(leitung, member, kind):
    strong = member(None if kind == "superuser" else "Redaktion", "stark")
    if kind == "other-group":
        strong.groups.add(group("Systemverwaltung"))
    if kind == "own-permission":
        strong.user_permissions.add(Permission.objects.get(codename="delete_user"))
    strong.set_password(PASSWORD)
    strong.save()
    before, other = power(strong), "ein-anderes-42x"
    page = leitung.get(change(strong))
    assert page.status_code == 200  # it may be looked at
    assert 'name="username"' not in page.content.decode()
    for address, sent in (
        (change(strong), fields_of(strong) | {"username": "schwach", "is_active": ""}),
        (f"{LIST}{strong.pk}/password/", {"password1": other, "password2": other}),
        (f"{LIST}{strong.pk}/delete/", {"post": "yes"}),
    ):  # fmt: skip
        assert leitung.post(address, sent).status_code == 403, address
    assert power(strong) == before
    assert fresh(strong).username == "stark"
    assert fresh(strong).is_active
    assert fresh(strong).check_password(PASSWORD)


def test_leitung_sets_a_new_password(leitung, member):
    erna = member("Erfassung", "erna")
    address = f"{LIST}{erna.pk}/password/"
    assert leitung.get(address).status_code == 200
    for sent in ({}, {"password1": PASSWORD, "password2": "anders"}, {"password1": "12345", "password2": "12345"}):
        answer = leitung.post(address, sent)
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert not fresh(erna).has_usable_password()
    assert leitung.post(address, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    assert fresh(erna).check_password(PASSWORD)


def test_leitung_deactivates_and_nobody_deletes(leitung, member, log_in):
    erna = member("Erfassung", "erna")
    assert leitung.post(f"{LIST}{erna.pk}/delete/", {"post": "yes"}).status_code == 403
    leitung.post(LIST, {"action": "delete_selected", "_selected_action": [erna.pk], "post": "yes"})
    assert User.objects.filter(pk=erna.pk).exists()
    hers = Client()
    hers.force_login(erna)
    assert hers.get("/admin/").status_code == 200
    sent = fields_of(erna) | {"groups": [group("Erfassung")]}
    del sent["is_active"]
    leitung.post(change(erna), sent)
    assert not fresh(erna).is_active
    assert hers.get("/admin/").status_code == 302  # out at once
    assert log_in().post(f"{LIST}{erna.pk}/delete/", {"post": "yes"}).status_code == 403


def test_nobody_shuts_themselves_out(leitung, log_in):
    sent = fields_of(leitung.user)
    del sent["is_active"]
    leitung.post(change(leitung.user), sent)
    assert fresh(leitung.user).is_active
    chief = log_in()
    chief.post(change(chief.user), {"username": chief.user.username, "is_superuser": ""})
    assert power(chief.user)[:2] == (True, True)
    assert fresh(chief.user).is_active


def test_a_superuser_still_arranges_everything(log_in, member):
    chief, erna = log_in(), member("Erfassung", "erna")
    chief.post(change(erna), fields_of(erna) | everything() | {"groups": [group("Systemverwaltung")]})
    is_superuser, _staff, _permissions, groups = power(erna)
    assert is_superuser
    assert groups == {"Systemverwaltung"}


@pytest.mark.parametrize("name", ["Erfassung", "Redaktion"])
def test_accounts_are_for_leitung(log_in, name):
    client = log_in(name)
    for address in (LIST, f"{LIST}add/", change(client.user), f"{LIST}{client.user.pk}/password/"):
        assert client.get(address).status_code == 403
        assert client.post(address, everything()).status_code == 403
    assert not fresh(client.user).is_superuser


def test_leitung_cannot_change_what_a_group_may_do(leitung):
    address = f"/admin/auth/group/{group('Leitung')}/change/"
    every = list(Permission.objects.values_list("pk", flat=True))
    assert leitung.post(address, {"name": "Leitung", "permissions": every}).status_code == 403
    assert leitung.post("/admin/auth/group/add/", {"name": "Leitung 2", "permissions": every}).status_code == 403
    assert "practices.publish_practice" not in fresh(leitung.user).get_all_permissions()


def test_the_list_asks_as_much_for_many_as_for_few(leitung, member, django_assert_max_num_queries):
    for n in range(20):
        member("Erfassung", f"erna-{n}")
    with django_assert_max_num_queries(12):
        assert leitung.get(LIST).content.count(b"erna-") >= 20


@pytest.mark.parametrize(
    ("language", "told", "never"),
    [("de", "Gute Praxis · Beispiel · ändern", "Can change"), ("en", "Good practice · Practice · change", "ändern")],
)
def test_permissions_are_listed_in_the_language_of_the_page(admin_client, leitung, language, told, never):
    address = f"/admin/auth/group/{group('Leitung')}/change/"
    for page in (address, change(leitung.user)):
        shown = admin_client.get(page, headers={"Accept-Language": language}).content.decode()
        assert told in shown
        assert never not in shown
