"""Whatever is refused is refused by a page of ours, in the reader's language, and what was typed is given back."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core.exceptions import RequestDataTooBig
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from atlas import urls, views
from workplace.workflow.decisions import Overtaken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
LANGUAGES = {"de": "de-DE,de", "en": "en-GB,en"}


def page_of(response, status, language="de"):
    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == status
    assert soup.html["lang"] == language
    assert len(soup.find_all("h1")) == 1
    assert soup.select_one("a[href='/']")
    return soup


@pytest.fixture
def member():
    call_command("create_groups", verbosity=0)
    user = User.objects.create_user("erna", is_staff=True)
    user.groups.add(Group.objects.get(name="Erfassung"))
    client = Client()
    client.force_login(user)
    return client


def stale(request):
    raise Overtaken(1, 2)


def too_big(request):
    raise RequestDataTooBig


def too_often(request):
    return views.too_many(request, 90)


def gone(request):
    raise RuntimeError("gone")


def locked(request):
    raise OperationalError("database is locked")


class Broken:
    """The addresses of the atlas, and some that fail."""

    handler400, handler403, handler404, handler500 = (
        urls.handler400,
        urls.handler403,
        urls.handler404,
        urls.handler500,
    )
    urlpatterns = [
        path("stale/", stale),
        path("too-big/", too_big),
        path("too-often/", too_often),
        path("gone/", gone),
        path("locked/", locked),
        *urls.urlpatterns,
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nirgends/", 404),
        ("/stale/", 409),
        ("/too-big/", 413),
        ("/too-often/", 429),
        ("/gone/", 500),
        ("/locked/", 503),
    ],
)
def test_pages_of_ours_in_the_readers_language(client, settings, address, status, language):
    settings.ROOT_URLCONF = Broken
    client.raise_request_exception = False
    answer = client.get(address, headers={"accept-language": LANGUAGES[language]})
    page_of(answer, status, language)
    assert ("Retry-After" in answer) == (status in (429, 503))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("message", "status"), [("gone", 503), ("database is locked", 503)])
def test_errors_ask_nothing_of_the_database(message, status, language):
    def refuse(*args):
        raise OperationalError("away")

    request = RequestFactory().post("/admin/practices/practice/1/change/", {"title": "Mein Titel"})
    request.user, request.LANGUAGE_CODE = SimpleLazyObject(refuse), language
    with connection.execute_wrapper(refuse), translation.override(language):
        try:
            raise OperationalError(message)
        except OperationalError:
            answer = views.server_error(request)
    soup = page_of(answer, status, language)
    assert soup.select_one(".site-head")
    assert "Mein Titel" in soup.select_one(".typed").text


@pytest.mark.parametrize(
    "address",
    [
        "/admin/practices/practice/queue/",
        "/admin/practices/practice/deleted/",
        "/admin/auth/user/",
        "/admin/auth/user/add/",
    ],
)
def test_what_the_admin_refuses_is_said_in_the_frame_of_the_workplace(member, address):
    answer = member.get(address)
    if address.endswith("queue/"):
        assert answer.status_code == 200
        return
    soup = page_of(answer, 403)
    assert soup.h1.text == "Das steht Ihnen nicht offen"
    assert soup.select_one("#header")


def test_what_was_typed_is_given_back(member):
    sent = {"title": "Ein langer Titel", "sources-0-citation": "Ein Buch", "_save": "1", "password": "geheim"}
    for address in ("/admin/practices/practice/999999/step/", "/admin/auth/user/add/"):
        page = member.post(address, sent)
        texts = [field.text for field in page_of(page, page.status_code).select(".typed textarea")]
        assert page.status_code in (403, 404)
        assert [text.strip() for text in texts] == ["Ein langer Titel", "Ein Buch"]


def test_a_form_without_its_secret_gives_back_only_what_a_page_of_ours_sent(member):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = member.cookies
    address, sent = "/admin/practices/practice/1/step/", {"comment": "Kleinstadt"}
    ours = strict.post(address, sent, headers={"origin": "http://testserver"})
    assert "Kleinstadt" in page_of(ours, 403).select_one(".typed").text
    for foreign in ({"origin": "https://evil.example"}, {}):
        assert page_of(strict.post(address, sent, headers=foreign), 403).select_one(".typed") is None


def test_programs_are_answered_in_their_form(client):
    for status, answer in (
        (429, views.too_many(RequestFactory().get("/api/v1/practices/"), 60)),
        (403, views.forbidden(RequestFactory().get("/api/v1/practices/"))),
        (413, views.bad_request(RequestFactory().post("/api/v1/practices/"), RequestDataTooBig())),
    ):
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_every_page_before_and_after_the_login_has_a_heading(client, member):
    assert page_of_heading(client.get("/admin/login/")) == "Anmelden am Arbeitsplatz"
    assert page_of_heading(member.get("/admin/password_change/"))
    assert page_of_heading(member.post("/admin/logout/"))


def page_of_heading(response):
    headings = BeautifulSoup(response.content, "html.parser").find_all("h1")
    assert len(headings) == 1
    return headings[0].text.strip()
