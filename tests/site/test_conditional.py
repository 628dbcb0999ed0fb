"""Caching and health: a strong ETag for each form of an answer, and an honest health check."""

import pytest
from django.db import OperationalError

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
