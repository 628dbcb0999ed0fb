"""Addresses that were public: they lead on, or say since when they are empty; the others say nothing."""

from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from core.acting import acting
from practices.case import history
from practices.models import Practice, Tombstone
from tests.workplace.current.conftest import case, changed, put
from workplace.workflow import steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

PAGE, API = "/praxis/olfen-leohaus/", "/api/v1/practices/olfen-leohaus/"


@pytest.fixture
def reviewer(member):
    return member("Redaktion")


def withdrawn(reviewer):
    return steps.take(case(), "withdraw", reviewer, "Der Verein hat sich aufgelöst.")


def deleted(reviewer, practice=None):
    with acting(user=reviewer, comment="doppelt"):
        (practice or case()).delete()


def test_a_changed_slug_leads_on_and_keeps_the_query(client):
    changed(case(), slug="olfen-leohaus-am-markt")
    for address, target in (
        (PAGE, "/praxis/olfen-leohaus-am-markt/"),
        (API, "/api/v1/practices/olfen-leohaus-am-markt/"),
    ):
        answer = client.get(f"{address}?lang=en")
        assert answer.status_code == 301
        assert answer["Location"] == f"{target}?lang=en"
        assert answer["Cache-Control"] == "no-cache"
        assert client.get(answer["Location"]).status_code == 200
        assert client.get(address)["Location"] == target


def test_a_slug_that_changed_twice_leads_to_the_last(client):
    changed(case(), slug="leohaus-zwei")
    changed(case("leohaus-zwei"), slug="leohaus-drei")
    assert client.get(PAGE)["Location"] == "/praxis/leohaus-drei/"
    assert client.get("/praxis/leohaus-zwei/")["Location"] == "/praxis/leohaus-drei/"
    changed(case("leohaus-drei"), slug="olfen-leohaus")  # and back again, without a circle
    assert client.get(PAGE).status_code == 200
    assert client.get("/praxis/leohaus-drei/")["Location"] == PAGE


def test_a_withdrawn_case_says_so_and_nothing_of_its_text(client, reviewer):
    practice = case()
    title, description, summary = practice.title, practice.description, practice.summary
    assert client.get(PAGE).status_code == 200
    withdrawn(reviewer)
    answer = client.get(PAGE)
    assert answer.status_code == 410
    soup = BeautifulSoup(answer.content, "html.parser")
    assert soup.h1.get_text(strip=True) == title
    text = soup.main.get_text(" ")
    assert description[:40] not in text
    assert summary[:40] not in text
    assert "aufgelöst" not in text  # the reason is for the editors
    assert str(timezone.localdate().year) in text
    links = {a["href"] for a in soup.main.find_all("a")}
    assert {"/", "/handlungsfelder/zusammenleben-daseinsvorsorge/"} <= links
    assert answer["Cache-Control"] == "no-cache"
    assert not answer.has_header("ETag")


def test_the_api_answers_with_a_tombstone(client, reviewer):
    etag = client.get(API)["ETag"]
    withdrawn(reviewer)
    answer = client.get(API, headers={"If-None-Match": etag})
    assert answer.status_code == 410
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert (body["status"], body["slug"], body["tombstone"]) == (410, "olfen-leohaus", True)
    assert body["since"] == timezone.localdate().isoformat()
    assert set(body) == {"type", "title", "status", "detail", "id", "slug", "tombstone", "since"}
    assert "olfen-leohaus" not in {p["slug"] for p in client.get("/api/v1/practices/?page_size=1000").json()["results"]}


def test_a_deleted_case_that_was_public_is_gone_with_its_title(client, reviewer):
    title = case().title
    deleted(reviewer)
    page = client.get(PAGE)
    assert page.status_code == 410
    assert title in BeautifulSoup(page.content, "html.parser").h1.get_text()
    assert "doppelt" not in page.content.decode()
    assert client.get(API).json()["tombstone"] is True


def test_what_was_never_public_is_not_found(client, reviewer):
    put(case(), "draft", first_published=None)
    for address in (PAGE, API):
        assert client.get(address).status_code == 404
    deleted(reviewer)
    assert not Tombstone.objects.get().was_public
    for address in (PAGE, API, "/praxis/gab-es-nie/", "/api/v1/practices/gab-es-nie/"):
        assert client.get(address).status_code == 404


def test_what_a_draft_is_called_meanwhile_stays_inside(client, reviewer):
    """A withdrawn case is worked on: its new title and its new slug were never public."""
    title = case().title
    withdrawn(reviewer)
    practice = steps.take(case(), "reopen", reviewer)
    changed(practice, title="Noch geheim", slug="noch-geheim")
    page = client.get(PAGE)
    assert page.status_code == 410
    assert title in page.content.decode()
    assert "geheim" not in page.content.decode().lower()
    assert "geheim" not in client.get(API).content.decode().lower()
    assert client.get("/praxis/noch-geheim/").status_code == 404
    deleted(reviewer, Practice.objects.get(slug="noch-geheim"))
    page = client.get(PAGE)
    assert page.status_code == 410
    assert "geheim" not in page.content.decode().lower()


def test_a_former_slug_of_a_withdrawn_case_is_gone_too(client, reviewer):
    changed(case(), slug="leohaus-neu")
    steps.take(case("leohaus-neu"), "withdraw", reviewer, "Grund")
    for slug in ("olfen-leohaus", "leohaus-neu"):
        assert client.get(f"/praxis/{slug}/").status_code == 410
        assert client.get(f"/api/v1/practices/{slug}/").json()["slug"] == slug


def test_a_case_that_comes_back_answers_again(client, reviewer, member):
    deleted(reviewer)
    assert client.get(PAGE).status_code == 410
    practice = history.bring_back(Tombstone.objects.get(), reviewer)
    answer = client.get(API)
    assert answer.status_code == 410  # a draft now, and public once
    assert answer.json()["since"] == timezone.localdate().isoformat()
    steps.take(practice, "submit", reviewer)
    steps.take(practice, "publish", member("Redaktion", "zweite"))
    for address in (PAGE, API):
        assert client.get(address).status_code == 200


def test_since_is_the_day_it_ceased_to_be_public(client, reviewer):
    from practices.models import Version

    withdrawn(reviewer)
    day = timezone.make_aware(datetime(2024, 3, 5, 23, 30))
    Version.objects.filter(slug="olfen-leohaus", content__status="withdrawn").update(at=day)
    changed(steps.take(case(), "reopen", reviewer), summary="Ein neuer Satz.")
    assert client.get(API).json()["since"] == "2024-03-05"
    assert "5. März 2024" in client.get(PAGE).content.decode()


def test_the_document_describes_what_answers(client):
    document = client.get("/api/v1/schema/?format=json").json()
    responses = document["paths"]["/api/v1/practices/{slug}/"]["get"]["responses"]
    assert {"200", "301", "404", "410"} <= set(responses)
    tombstone = responses["410"]["content"]["application/problem+json"]["schema"]
    assert {"id", "slug", "tombstone", "since"} <= set(tombstone["required"])


def test_a_withdrawn_case_costs_few_queries(client, reviewer, django_assert_max_num_queries):
    withdrawn(reviewer)
    client.get(PAGE)
    with django_assert_max_num_queries(8):
        client.get(PAGE)
