"""Caching and health: a strong ETag for each form of an answer, and an honest health check."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError
from django.http import JsonResponse

from atlas.middleware.conditional import ConditionalMiddleware
from practices.catalogue import current, one_state, version
from practices.models import Practice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

ADDRESSES = [
    "/", "/?handlungsfeld=mobilitaet", "/praxis/olfen-leohaus/", "/handlungsfelder/", "/handlungsfelder/mobilitaet/",
    "/handlungsmuster/mit-anpacken/", "/buergerrollen/", "/ueber/", "/healthz", "/api/v1/", "/api/v1/practices/",
    "/api/v1/practices/olfen-leohaus/", "/api/v1/practices.geojson", "/api/v1/places/", "/api/v1/handlungsfelder/",
    "/api/v1/schema/", "/api/v1/docs/",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_get_can_be_asked_again_cheaply(client, address):
    first = client.get(address)
    assert first.status_code == 200
    assert first["ETag"][0] == '"'
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_each_form_of_an_answer_has_its_own_etag(client):
    def ask(**headers):
        return client.get("/api/v1/practices/", headers=headers)

    plain, packed = ask(), ask(**{"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 3
    assert len({plain["ETag"], packed["ETag"], ask(**{"Accept-Language": "en"})["ETag"]}) == 3
    assert {"Accept-Encoding", "Accept-Language"} <= {v.strip() for v in packed["Vary"].split(",")}
    assert "Cookie" in client.get("/")["Vary"]


def test_an_answer_that_a_change_overtook_goes_without_an_etag(rf):
    """It may mix both states, so nobody keeps it under the name of one."""

    def overtaken(request):
        Practice.objects.get(slug="olfen-leohaus").save()
        return JsonResponse({"count": len(current().published)})

    def undisturbed(request):
        return JsonResponse({"count": len(current().published)})

    request = rf.get("/api/v1/practices/")
    assert not ConditionalMiddleware(overtaken)(request).has_header("ETag")
    assert ConditionalMiddleware(undisturbed)(request).has_header("ETag")


def test_a_version_seen_before_never_leads_back(study):
    """Who looked just before a change gets the newer state if that is what is kept, never an older one read anew."""
    before = version()
    Practice.objects.filter(slug="olfen-leohaus").update(title="Umbenannt")
    now = current()
    assert now.version == version() != before
    with one_state(before):
        assert current() is now


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("", "de"), ("en", "en"), ("en-GB,de;q=0.9", "en"), ("fr,en;q=0.5", "en"), ("en;q=0", "de"), ("*", "de"),
        ("*,en;q=0.5", "de"), ("fr", "de"), ("de;q=0.1,EN;q=0.2", "en"), ("kauderwelsch;;q=x", "de"),
    ],
)  # fmt: skip
def test_pages_and_data_understand_the_same_languages(client, asked, answered):
    for address in ("/ueber/", "/api/v1/handlungsfelder/"):
        response = client.get(address, headers={"Accept-Language": asked})
        assert response["Content-Language"] == answered, address
        assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize("address", ["/", "/api/v1/practices/"])
def test_too_many_parameters_are_refused_in_the_visitors_language(client, address):
    query = "&".join(f"a{number}=1" for number in range(1500))
    for asked, said in (("de", "enthält mehr"), ("en", "holds more"), ("de", "enthält mehr")):
        other = {"de": "en", "en": "de"}[asked]
        client.get("/ueber/", headers={"Accept-Language": other})
        response = client.get(f"{address}?{query}", headers={"Accept-Language": asked})
        assert (response.status_code, said in response.content.decode()) == (400, True)


@pytest.mark.parametrize("encoding", ["", "gzip"])
@pytest.mark.parametrize("address", ["/ueber/", "/api/v1/practices/", "/api/v1/nothing/", "/admin/login/"])
def test_head_gives_the_headers_alone(rf, address, encoding):
    """The handler itself is asked: the test client would hide a body."""
    handler = WSGIHandler()
    got, headed = (
        handler.get_response(method(address, headers={"Accept-Encoding": encoding})) for method in (rf.get, rf.head)
    )
    assert got.content
    assert headed.content == b""
    assert headed["Content-Length"] == str(len(got.content))


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, identity", False),
        ("br, GZIP;q=0.3", True),
        ("x-gzip", False),
    ],
)
def test_gzip_is_taken_at_its_word(client, accepted, packed):
    response = client.get("/api/v1/practices/", headers={"Accept-Encoding": accepted})
    assert response.has_header("Content-Encoding") == packed


def test_the_schema_in_another_form_is_another_answer(client):
    one, other = (client.get("/api/v1/schema/", headers={"Accept": f"application/{form}"}) for form in ("json", "yaml"))
    assert one.content != other.content
    assert one["ETag"] != other["ETag"]
    headers = {"Accept": "application/json", "If-None-Match": other["ETag"]}
    assert client.get("/api/v1/schema/", headers=headers).status_code == 200
    again = client.get("/api/v1/schema/", headers=headers | {"If-None-Match": one["ETag"]})
    assert again.status_code == 304
    assert "Accept" in [name.strip() for name in again["Vary"].split(",")]


def test_data_opens_no_session(client, admin_user):
    client.force_login(admin_user)
    for address in ("/api/v1/practices/", "/api/v1/practices/olfen-leohaus/", "/api/v1/nothing/"):
        response = client.get(address)
        assert not response.cookies
        assert "Cookie" not in response["Vary"]
        assert not hasattr(response.wsgi_request, "session")
    assert hasattr(client.get("/").wsgi_request, "session")


def test_the_admin_is_neither_packed_nor_promised(client):
    response = client.get("/admin/login/", headers={"Accept-Encoding": "gzip"})
    assert not response.has_header("ETag")
    assert not response.has_header("Content-Encoding")


def test_health_is_ok_while_the_database_answers(client):
    assert client.get("/healthz").content == b"ok"


def test_health_is_503_when_it_does_not(client, monkeypatch):
    def broken(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr("atlas.views.connection.cursor", broken)
    assert client.get("/healthz").status_code == 503


def test_a_wrong_language_is_refused_and_not_remembered(client):
    assert client.get("/?lang=fr").status_code == 400
    assert "django_language" not in client.cookies
