"""Guessing passwords is counted before a password is looked at, for all processes, and never shuts a person out."""

import contextlib
import logging
import subprocess
import sys
import threading

import pytest
from django.contrib.auth.models import User
from django.test import Client

from workplace.login import attempts, browsers

PASSWORD = "drei-enten-auf-dem-see"
LOGIN = "/admin/login/"


@pytest.fixture
def anna(db):
    return User.objects.create_user("anna", password=PASSWORD, is_staff=True)


@pytest.fixture
def hashed(monkeypatch):
    """Every password that was really looked at."""
    seen = []
    real = User.check_password
    monkeypatch.setattr(User, "check_password", lambda self, raw: seen.append(raw) or real(self, raw))
    return seen


def log_in(client, password, name="anna", address="192.0.2.7"):
    return client.post(LOGIN, {"username": name, "password": password, "next": "/admin/"}, REMOTE_ADDR=address)


def test_after_five_wrong_ones_none_is_looked_at_and_the_page_says_for_how_long(anna, hashed, caplog):
    client = Client()
    for number in range(5):
        assert log_in(client, f"falsch-{number}").status_code == 200
    caplog.clear()
    answer = log_in(client, PASSWORD)
    assert (answer.status_code, len(hashed)) == (429, 5)
    assert 0 < int(answer["Retry-After"]) <= attempts.WINDOW
    assert "Zu viele falsche Versuche. Versuchen Sie es in 15 Minuten noch einmal" in answer.content.decode()
    assert not caplog.records  # whoever asks on doesn't fill the log


def test_somebody_elsewhere_logs_in_meanwhile(anna):
    for number in range(8):
        log_in(Client(), f"falsch-{number}")
    assert log_in(Client(), PASSWORD, address="192.0.2.8").status_code == 302


def test_the_right_one_takes_the_wrong_ones_off(anna):
    client = Client()
    for _round in range(3):
        for number in range(4):
            log_in(client, f"falsch-{number}")
        assert log_in(Client(), PASSWORD).status_code == 302


def test_a_browser_that_logged_in_before_is_not_shut_out_by_others_at_the_same_address(anna):
    mine = Client()
    log_in(mine, PASSWORD)
    mine.post("/admin/logout/")
    for number in range(40):
        log_in(Client(), f"falsch-{number}")
    assert log_in(Client(), PASSWORD).status_code == 429
    assert log_in(mine, PASSWORD).status_code == 302


def test_a_known_browser_is_counted_too_and_a_forged_one_is_a_stranger(anna, hashed):
    mine = Client()
    log_in(mine, PASSWORD)
    mine.post("/admin/logout/")
    hashed.clear()
    for number in range(attempts.BROWSER + 3):
        log_in(mine, f"falsch-{number}")
    assert len(hashed) == attempts.BROWSER
    forged = Client()
    forged.cookies[browsers.NAME] = mine.cookies[browsers.NAME].value[:-3] + "abc"
    hashed.clear()
    for number in range(attempts.PAIR + 3):
        log_in(forged, f"falsch-{number}", address="192.0.2.9")
    assert len(hashed) == attempts.PAIR


def test_an_account_guessed_at_from_many_addresses_is_slowed_and_not_shut():
    now = 1000.0
    for number in range(attempts.ACCOUNT):
        attempts.begin("anna", f"192.0.2.{number}", now=now)
    with pytest.raises(attempts.TooManyAttempts) as refused:
        attempts.begin("anna", "198.51.100.1", now=now + 1)
    assert refused.value.seconds == attempts.PAUSE - 1
    assert attempts.begin("anna", "198.51.100.1", now=now + attempts.PAUSE)
    assert attempts.begin("berta", "198.51.100.1", now=now + attempts.PAUSE)


def test_an_address_that_tries_many_accounts_is_refused_whatever_the_account():
    for number in range(attempts.ADDRESS):
        attempts.begin(f"name-{number}", "192.0.2.1", now=1000.0)
    with pytest.raises(attempts.TooManyAttempts):
        attempts.begin("anna", "192.0.2.1", now=1001.0)
    for number in range(attempts.ADDRESS):
        attempts.begin(f"name-{number}", f"2001:db8::{number}", now=1000.0)
    with pytest.raises(attempts.TooManyAttempts):  # one line has the whole /64
        attempts.begin("anna", "2001:db8::ffff", now=1001.0)


def test_asking_on_does_not_prolong_the_wait_and_it_ends():
    for number in range(attempts.PAIR):
        attempts.begin("anna", "192.0.2.1", now=1000.0 + number)
    for second in range(10, 800, 10):
        with pytest.raises(attempts.TooManyAttempts):
            attempts.begin("anna", "192.0.2.1", now=1000.0 + second)
    assert attempts.begin("anna", "192.0.2.1", now=1000.0 + attempts.WINDOW + 1)


def test_a_name_is_the_same_however_it_is_written():
    for name in ("anna", "Anna", " ANNA ", "anna", "aNNa"):
        attempts.begin(name, "192.0.2.1", now=1000.0)
    with pytest.raises(attempts.TooManyAttempts):
        attempts.begin("anna", "192.0.2.1", now=1000.0)


def test_many_at_once_are_counted_one_by_one():
    """Each is noted before it is looked at: a crowd that starts together gets no more than one after another."""
    barrier, taken = threading.Barrier(12), []

    def guess():
        barrier.wait()
        with contextlib.suppress(attempts.TooManyAttempts):
            taken.append(attempts.begin("anna", "192.0.2.1"))

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == attempts.PAIR


def test_processes_share_the_count(settings, tmp_path):
    code = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        f"settings.LOGIN_ATTEMPTS = {str(settings.LOGIN_ATTEMPTS)!r}\n"
        "from workplace.login import attempts\n"
        "for _ in range(attempts.PAIR): attempts.begin('anna', '192.0.2.1')\n"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "atlas.settings", "SECRET_KEY": settings.SECRET_KEY}
    environment["ATLAS_VAR"] = str(tmp_path)
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    with pytest.raises(attempts.TooManyAttempts):
        attempts.begin("anna", "192.0.2.1")


def test_no_name_or_address_lies_in_the_file(settings):
    attempts.begin("anna.lena", "192.0.2.171")
    kept = settings.LOGIN_ATTEMPTS.read_bytes()
    assert b"anna" not in kept and b"192.0.2" not in kept


def test_where_nothing_can_be_counted_nobody_is_let_in(settings, tmp_path):
    settings.LOGIN_ATTEMPTS = tmp_path / "no" / "folder" / "logins.sqlite3"
    with pytest.raises(attempts.TooManyAttempts):
        attempts.begin("anna", "192.0.2.1")


def test_successes_and_failures_are_logged_and_a_password_in_the_wrong_field_is_not(anna, caplog):
    caplog.set_level(logging.INFO, "atlas.login")
    log_in(Client(), "falsch")
    log_in(Client(), "falsch", name="mein-geheimes-passwort")
    log_in(Client(), PASSWORD)
    said = [record.getMessage() for record in caplog.records]
    assert said == [
        "login failed: anna from 192.0.2.7",
        "login failed: an unknown account from 192.0.2.7",
        "login: anna from 192.0.2.7",
    ]


def test_the_old_password_is_counted_as_well(anna, hashed):
    client = Client()
    client.force_login(anna)
    for number in range(attempts.PAIR + 4):
        sent = {"old_password": f"falsch-{number}", "new_password1": "x", "new_password2": "x"}
        answer = client.post("/admin/password_change/", sent)
    assert "Zu viele falsche Versuche" in answer.content.decode()
    assert len(hashed) == attempts.PAIR


@pytest.mark.usefixtures("study")
def test_the_steps_of_a_case_take_no_password(anna, hashed):
    address = "/api/v1/practices/olfen-leohaus/steps/"
    basic = "Basic YW5uYTpkcmVpLWVudGVuLWF1Zi1kZW0tc2Vl"
    assert Client().get(address, headers={"authorization": basic}).status_code == 403
    assert hashed == []
