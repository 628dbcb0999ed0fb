"""Which passwords are taken, and that one chosen by somebody else is good for one login."""

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

FIRST, OWN = "vier-voegel-im-apfelbaum", "drei-enten-auf-dem-see"
CHANGE = "/admin/password_change/"


@pytest.mark.parametrize(
    "password",
    [
        "kleinstadt",
        "Kleinstadt-2026!",
        "kleinstadt2026",
        "20262026",
        "202611252026",
        "Sommer2026Sommer",
        "passwortpasswort",
        "ichliebedich1985",
        "Bürgermeister-2026",
        "Buergermeister1",
        "rathaus-redaktion",
        "qwertzuiop123",
        "hallohallohallo",
        "trustno1trustno1",
        "Musterhausen-2026",
        "annakonda-1999",
        "kurz-aber-x",
    ],
)
def test_what_is_soon_guessed_is_refused(settings, password):
    settings.IMPRINT = settings.IMPRINT | {"name": "Stadt Musterhausen"}
    with pytest.raises(ValidationError):
        validate_password(password, User(username="annakonda"))


@pytest.mark.parametrize("password", [FIRST, OWN, "korrekt pferd batterie", "Lk9$w2mNq0zR", "ein-langes-passwort-42"])
def test_a_long_one_or_a_few_words_are_taken(password):
    assert validate_password(password, User(username="anna")) is None


def test_the_reason_is_said(settings):
    for password, reason in (
        ("kleinstadt2026", "aus dem Namen der Seite oder des Ortes"),
        ("montagdienstag", "aus einem verbreiteten Wort oder Ihrem Namen"),
        ("hallohallohallo", "aus einem Datum, einer Reihe von Tasten oder Zahlen oder aus Wiederholungen"),
    ):
        with pytest.raises(ValidationError) as refused:
            validate_password(password)
        assert reason in " ".join(refused.value.messages)


@pytest.fixture
def leitung(db):
    client = Client()
    client.force_login(User.objects.create_superuser("lena"))
    return client


@pytest.fixture
def erna(leitung):
    leitung.post("/admin/auth/user/add/", {"username": "erna", "password1": FIRST, "password2": FIRST})
    return User.objects.get(username="erna")


def log_in(password):
    client = Client()
    sent = {"username": "erna", "password": password, "next": "/admin/"}
    assert client.post("/admin/login/", sent).status_code == 302
    return client


def change(client, old, new):
    return client.post(CHANGE, {"old_password": old, "new_password1": new, "new_password2": new})


@pytest.mark.usefixtures("study")
def test_a_first_password_opens_nothing_but_the_page_to_change_it(erna):
    client = log_in(FIRST)
    for address in ("/admin/", "/admin/practices/practice/add/", "/admin/practices/practice/queue/"):
        answer = client.get(address)
        assert (answer.status_code, answer.url) == (302, CHANGE)
    assert client.get("/api/v1/practices/olfen-leohaus/steps/").status_code == 403
    assert client.get("/").status_code == 200
    page = client.get(CHANGE).content.decode()
    assert "Wählen Sie ein eigenes Passwort" in page


def test_it_is_not_settled_by_the_same_one_or_a_bad_one(erna):
    client = log_in(FIRST)
    assert "Das ist das alte" in change(client, FIRST, FIRST).content.decode()
    assert change(client, FIRST, "kleinstadt2026").status_code == 200
    assert client.get("/admin/").status_code == 302


def test_once_changed_everything_is_open_and_stays_so(erna):
    client = log_in(FIRST)
    assert change(client, FIRST, OWN).url == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert log_in(OWN).get("/admin/").status_code == 200


def test_a_password_set_anew_by_another_is_due_too_and_one_of_ones_own_is_not(erna, leitung):
    change(log_in(FIRST), FIRST, OWN)
    sent = {"password1": FIRST, "password2": FIRST, "set-password": "1"}
    assert leitung.post(f"/admin/auth/user/{erna.pk}/password/", sent).status_code == 302
    assert log_in(FIRST).get("/admin/").url == CHANGE
    lena = User.objects.get(username="lena")
    assert leitung.post(f"/admin/auth/user/{lena.pk}/password/", sent).status_code == 302
    assert leitung.get("/admin/").status_code == 200
