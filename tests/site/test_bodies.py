"""How long a body may be: looked at by whoever stands first, here by Django; tests/atlas/server asks the server."""

import io

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory

from atlas.middleware.bodies import FORM, STRANGER, most_bytes
from workplace.login import browsers
from workplace.pictures import intake

pytestmark = pytest.mark.django_db
PICTURE, IMPORT = "/admin/practices/picture/", "/admin/practices/import/"


class Unread(io.BytesIO):
    """A body that nobody may read."""

    def read(self, *args):
        raise AssertionError("the body was read")

    readline = read


def send(client, address, length):
    return client.generic("POST", address, b"", CONTENT_LENGTH=str(length), **{"wsgi.input": Unread()})


@pytest.fixture
def member():
    client = Client()
    client.force_login(User.objects.create_superuser("anna"))
    return client


@pytest.mark.parametrize("address", ["/", "/admin/login/", "/admin/", PICTURE, IMPORT, "/ueber/", "/praxis/x/"])
def test_a_stranger_sends_little(address):
    answer = send(Client(), address, STRANGER + 1)
    assert answer.status_code == 413
    page = answer.content.decode()
    assert "Zu viel gesendet" in page and "Höchstens 64 Kilobyte" in page and "Melden Sie sich" in page


def test_as_much_as_is_allowed_is_taken():
    assert send(Client(), "/admin/login/", STRANGER).status_code != 413


def test_a_program_is_told_as_a_program():
    answer = send(Client(), "/api/v1/practices/", STRANGER + 1)
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


def test_a_member_sends_a_form_anywhere_and_files_where_files_are_taken(member):
    assert send(member, "/admin/practices/practice/add/", FORM + 1).status_code == 413
    answer = send(member, PICTURE, intake.MAX_BYTES + intake.ENVELOPE + 1)
    assert (answer.status_code, list(answer.json())) == (413, ["error"])
    answer = member.generic("POST", IMPORT, b"", CONTENT_LENGTH=str(300 * 1024 * 1024), **{"wsgi.input": io.BytesIO()})
    assert answer.status_code == 413 and "100 MB" in answer.content.decode()


@pytest.mark.parametrize("said", ["300000000", "unknown"])
def test_a_proxy_that_left_the_body_out_says_so(member, said):
    left_out = {"X-Body-Refused": said}
    assert Client().post("/admin/login/", headers=left_out).status_code == 413
    answer = member.post(PICTURE, headers=left_out)
    assert (answer.status_code, list(answer.json())) == (413, ["error"])


def test_the_server_knows_who_asks_without_a_database(member, django_assert_num_queries, rf):
    session = f"sessionid={member.session.session_key}"
    answer = Client().get("/admin/login/")
    browsers.remember(RequestFactory().get("/"), answer, User(username="anna"))
    known = f"{browsers.NAME}={answer.cookies[browsers.NAME].value}"
    with django_assert_num_queries(0):
        assert most_bytes(PICTURE, "") == most_bytes("/", "") == STRANGER
        assert most_bytes(PICTURE, "sessionid=abcdefgh; browser=x") == STRANGER
        assert most_bytes(PICTURE, known) == FORM
        assert most_bytes("/admin/", session) == FORM
        assert most_bytes(PICTURE, session) > intake.MAX_BYTES
