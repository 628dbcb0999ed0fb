"""A login ends an hour after the last act, and 12 hours after it began; what pages do on their own is no act."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client

from workplace.login import sessions
from workplace.login.lasting import hours_of

PAGE, AUTOSAVE = "/admin/password_change/", "/admin/practices/practice/autosave/"


@pytest.fixture
def client(django_user_model, db):
    client = Client()
    client.force_login(django_user_model.objects.create_superuser("anna"))
    return client


def turn_back(client, **seconds):
    """As if the stamps were so many seconds older."""
    session = client.session
    for name, value in seconds.items():
        session[name] -= value
    session.save()


def is_in(client):
    return client.get(PAGE).status_code == 200


def test_an_hour_without_an_act_ends_it_and_the_login_page_says_why(client):
    turn_back(client, seen=59 * 60)
    assert is_in(client)
    turn_back(client, seen=61 * 60)
    answer = client.get(PAGE, follow=True)
    assert answer.redirect_chain == [(f"/admin/login/?next={PAGE}", 302)]
    assert "Sie wurden abgemeldet, weil Sie länger nicht da waren" in answer.content.decode()


def test_twelve_hours_end_it_however_busy(client):
    turn_back(client, begun=11 * 3600)
    assert is_in(client)
    turn_back(client, begun=3601)
    assert not is_in(client)


def test_keeping_what_is_typed_does_not_prolong_it(client):
    for _round in range(2):
        turn_back(client, seen=25 * 60)
        assert client.post(AUTOSAVE, {"autosave_key": "new-0123456789abcdef"}).status_code == 200
    turn_back(client, seen=11 * 60)
    assert not is_in(client)


def test_an_act_prolongs_it(client):
    for _round in range(5):
        turn_back(client, seen=50 * 60)
        assert is_in(client)


def test_the_host_sets_both(client, settings):
    settings.SESSION_IDLE = 5
    turn_back(client, seen=6 * 60)
    assert not is_in(client)


@pytest.mark.parametrize("text", ["0", "-1", "12h", "", "1e3", "99999"])
def test_nonsense_is_named(text):
    with pytest.raises(ImproperlyConfigured, match="SESSION_HOURS"):
        hours_of("SESSION_HOURS", text, 336)


def test_ended_sessions_are_cleaned_and_a_copied_cookie_is_of_no_use_after_logging_out(client, settings):
    key = client.session.session_key
    assert sessions.is_open(key)
    copied = Client()
    copied.cookies[settings.SESSION_COOKIE_NAME] = key
    assert is_in(copied)
    client.post("/admin/logout/")
    assert not is_in(copied)
    assert not sessions.is_open(key) and not sessions.is_open("../../etc/passwd") and not sessions.is_open(None)
    call_command("clearsessions")


def test_a_visitor_without_a_login_gets_no_session(client, db):
    visitor = Client()
    visitor.get("/admin/login/")
    assert "sessionid" not in visitor.cookies
