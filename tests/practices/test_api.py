"""The API as the contract words it."""

import json

import pytest

from practices.models import Practice
from practices.models.status import by_the_host

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

PRACTICE_MEMBERS = {
    "id",
    "slug",
    "title",
    "summary",
    "description",
    "status",
    "url",
    "handlungsfeld",
    "further_handlungsfelder",
    "teilaspekte",
    "handlungsmuster",
    "buergerrollen",
    "carrier",
    "as_of",
    "places",
    "sources",
    "created",
    "updated",
}


def test_a_practice_has_the_members_of_the_contract(client):
    answer = client.get("/api/v1/practices/noerten-hardenberg-hallenbad-genossenschaft/").json()
    assert set(answer) >= PRACTICE_MEMBERS
    assert set(answer["handlungsfeld"]) >= {"slug", "title", "basis"}
    assert answer["handlungsfeld"]["slug"] == "zusammenleben-daseinsvorsorge"
    pattern = next(c for c in answer["handlungsmuster"] if c["slug"] == "raeume-aneignen")
    assert pattern["basis"] == "source"
    assert pattern["chapter"] == "03.05"
    (place,) = answer["places"]
    assert set(place) == {"id", "slug", "name", "country", "state", "lat", "lon", "precision", "population"}
    assert (place["country"], place["state"], place["precision"]) == ("DE", "DE-NI", "place")
    assert set(answer["sources"][0]) == {"citation", "locator", "url"}
    assert answer["url"].endswith("/praxis/noerten-hardenberg-hallenbad-genossenschaft/")


def test_pages_lead_from_first_to_last_without_loss(client):
    seen, address = [], "/api/v1/practices/?page_size=7&country=DE"
    while address:
        answer = client.get(address).json()
        seen += [practice["slug"] for practice in answer["results"]]
        address = answer["next"]
    assert len(seen) == len(set(seen)) == answer["count"]
    assert answer["previous"].endswith("page_size=7&country=DE&page=" + str((len(seen) - 1) // 7))


def test_a_page_beyond_the_last_is_not_found(client):
    answer = client.get("/api/v1/practices/?page=4")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert "3" in answer.json()["detail"]
    assert client.get("/?page=4").status_code == 404


def test_geojson_is_a_feature_collection_with_a_point_per_practice_and_place(client):
    response = client.get("/api/v1/practices.geojson?handlungsfeld=bauen-wohnen-flaeche")
    assert response["Content-Type"] == "application/geo+json"
    collection = json.loads(response.content)
    assert collection["type"] == "FeatureCollection"
    bachtal = [f for f in collection["features"] if f["properties"]["slug"] == "bachtal-wohnen-im-ortskern"]
    assert len(bachtal) == 3
    for feature in collection["features"]:
        assert feature["geometry"]["type"] == "Point"
        lon, lat = feature["geometry"]["coordinates"]
        assert -10 < lon < 30
        assert 35 < lat < 60
        assert {"slug", "title", "handlungsfeld", "precision", "url"} <= set(feature["properties"])


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("handlungsfelder", 7),
        ("teilaspekte", 41),
        ("handlungsmuster", 7),
        ("buergerrollen", 3),
        ("herausforderungen", 5),
        ("chancen", 8),
    ],
)
def test_the_vocabulary_is_listed(client, address, number):
    terms = client.get(f"/api/v1/{address}/").json()
    assert len(terms) == number
    assert all({"slug", "title", "definition", "chapter"} <= set(term) and term["title"] for term in terms)


def test_places_list_those_with_a_published_practice(client):
    places = client.get("/api/v1/places/").json()
    assert "olfen" in {place["slug"] for place in places}
    for place in places:
        assert (place["lat"] is None) == (place["precision"] in ("country", "none"))
    with by_the_host():
        Practice.objects.filter(slug__startswith="olfen").update(status="draft")
    assert "olfen" not in {place["slug"] for place in client.get("/api/v1/places/").json()}


def test_titles_answer_in_english_and_slugs_stay(client):
    german = client.get("/api/v1/handlungsfelder/").json()
    by_header = client.get("/api/v1/handlungsfelder/", headers={"Accept-Language": "en"}).json()
    by_parameter = client.get("/api/v1/handlungsfelder/?lang=en", headers={"Accept-Language": "de"}).json()
    assert by_header == by_parameter != german
    assert [t["slug"] for t in german] == [t["slug"] for t in by_header]
    practice = client.get("/api/v1/practices/andernach-essbare-stadt/?lang=en").json()
    assert practice["title"] != client.get("/api/v1/practices/andernach-essbare-stadt/").json()["title"]


def test_a_cookie_never_changes_the_language_of_the_api(client):
    client.cookies["django_language"] = "en"
    assert client.get("/api/v1/handlungsfelder/").json()[4]["title"] == "Mobilität"


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/practices/",
        "/api/v1/practices/?facets=1&q=bus",
        "/api/v1/practices/olfen-leohaus/",
        "/api/v1/practices.geojson",
        "/api/v1/places/",
        "/api/v1/chancen/",
        "/api/v1/",
        "/api/v1/schema/",
        "/",
    ],
)
@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_a_strong_etag_answers_304(client, address, encoding):
    first = client.get(address, headers={"Accept-Encoding": encoding})
    assert first["ETag"].startswith('"')
    again = client.get(address, headers={"Accept-Encoding": encoding, "If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]


def test_an_edit_changes_the_etag(client):
    before = client.get("/api/v1/practices/olfen-leohaus/")["ETag"]
    practice = Practice.objects.get(slug="olfen-leohaus")
    practice.title = "Ein anderer Titel"
    practice.save()
    assert client.get("/api/v1/practices/olfen-leohaus/", headers={"If-None-Match": before}).status_code == 200


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/api/v1/practices/nirgendwo/", 404),
        ("get", "/api/v1/nothing/", 404),
        ("post", "/api/v1/practices/", 405),
        ("delete", "/api/v1/practices/olfen-leohaus/", 405),
        ("get", "/api/v1/practices/olfen-leohaus/?handlungsfeld=mobilitaet", 400),
        ("get", "/api/v1/chancen/?page=2", 400),
    ],
)
def test_errors_are_problem_details(client, method, address, status):
    answer = getattr(client, method)(address)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    if status == 405:
        assert "GET" in answer["Allow"]


def test_drafts_show_nowhere(client):
    with by_the_host():
        Practice.objects.filter(slug="olfen-leohaus").update(status="draft", first_published=None)
    assert client.get("/api/v1/practices/olfen-leohaus/").status_code == 404
    assert client.get("/praxis/olfen-leohaus/").status_code == 404
    assert client.get("/api/v1/practices/").json()["count"] == 49
    for address in (
        "/?page_size=1000",
        "/api/v1/practices/?page_size=1000",
        "/api/v1/practices.geojson",
        "/handlungsfelder/zusammenleben-daseinsvorsorge/",
        "/praxis/olfen-buergerbus/",
    ):
        assert b"olfen-leohaus" not in client.get(address).content
