"""What Django or the server would refuse in their own words, the atlas refuses in its own; the API as problem+json."""

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from atlas import views

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
PROBLEM = "application/problem+json"
TOO_MANY = "&".join(f"a{n}=1" for n in range(1100))


def is_ours(response, status):
    page = response.content.decode()
    return response.status_code == status and '<html lang="de">' in page and "– Gute-Praxis-Atlas</title>" in page


def test_more_values_than_are_read(client):
    assert is_ours(client.get(f"/?{TOO_MANY}"), 400)
    answer = client.get(f"/api/v1/practices/?{TOO_MANY}")
    assert (answer.status_code, answer["Content-Type"], answer.json()["status"]) == (400, PROBLEM, 400)


def test_a_foreign_host_name(client):
    assert is_ours(client.get("/", headers={"host": "evil.example"}), 400)
    assert client.get("/api/v1/", headers={"host": "evil.example"})["Content-Type"] == PROBLEM


def test_a_form_without_its_secret():
    assert is_ours(Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "anna"}), 403)


def test_an_error_of_ours(client, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("gone")

    client.raise_request_exception = False
    monkeypatch.setattr("practices.pages.atlas.facet_counts", broken)
    monkeypatch.setattr("practices.api.views.facet_counts", broken)
    assert is_ours(client.get("/"), 500)
    answer = client.get("/api/v1/practices/?facets=1")
    assert (answer.status_code, answer["Content-Type"], answer.json()["status"]) == (500, PROBLEM, 500)


def test_an_api_that_meets_a_writer_says_when_to_come_back(client, monkeypatch):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    client.raise_request_exception = False
    monkeypatch.setattr("practices.api.views.facet_counts", locked)
    answer = client.get("/api/v1/practices/?facets=1")
    assert (answer.status_code, answer["Content-Type"], answer["Retry-After"]) == (503, PROBLEM, "60")


def test_the_plain_page_escapes_what_it_is_told():
    page = views._plain(400, "<b>", "&").content.decode()
    assert "<b>" not in page
    assert views.server_error(RequestFactory().get("/api/v1/")).status_code == 500


def test_a_method_that_is_not_allowed(client):
    answer = client.post("/api/v1/practices/")
    assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (405, PROBLEM, "GET, HEAD, OPTIONS")


def test_a_case_with_a_mistyped_filter_speaks_of_no_list(client):
    page = client.get("/praxis/olfen-leohaus/?farbe=blau")
    assert page.status_code == 400
    assert "unten stehen alle Beispiele" not in page.content.decode()
    assert "unten stehen alle Beispiele" in client.get("/?farbe=blau").content.decode()


def test_a_case_outside_the_selection_leads_back_to_it_under_its_name(client):
    page = client.get("/praxis/olfen-leohaus/?handlungsfeld=mobilitaet").content.decode()
    assert "Zurück zur Auswahl" in page
    assert "Alle Beispiele" in client.get("/praxis/olfen-leohaus/").content.decode()
