"""The promise: one query string means the same cases on the page, in the API, in GeoJSON and in the facets."""

import json
import re

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

QUERIES = [
    "",
    "handlungsfeld=mobilitaet",
    "handlungsfeld=mobilitaet&handlungsfeld=digitalisierung&country=DE",
    "handlungsmuster=mit-anpacken",
    "handlungsmuster=mit-anpacken&buergerrolle=engagierte",
    "teilaspekt=leerstand-und-kreative-umnutzung",
    "herausforderung=finanzlage-daseinsvorsorge",
    "chance=regionale-versorgung-mit-lebensmitteln",
    "further_handlungsfeld=digitalisierung",
    "carrier=cooperative",
    "state=DE-NI&state=DE-BY",
    "place=olfen",
    "town_size=10000-19999",
    "precision=country&precision=none",
    "precision=region",
    "bbox=9,47,14,50.5",
    "q=Bürgerbus",
    "q=Genossenschaft&country=DE",
    "handlungsfeld=mobilitaet&bbox=-10,-10,-9,-9",
]


def page_slugs(client, query):
    html = client.get(f"/?page_size=1000&{query}").content.decode()
    return re.findall(r'data-slug="([-\w]+)"', html), html


@pytest.mark.parametrize("query", QUERIES)
def test_every_answer_agrees(client, query):
    api = client.get(f"/api/v1/practices/?page_size=1000&facets=1&{query}").json()
    slugs = [practice["slug"] for practice in api["results"]]
    assert api["count"] == len(slugs)

    shown, html = page_slugs(client, query)
    assert shown == slugs
    assert re.search(rf'data-total="{len(slugs)}"', html)

    geo = json.loads(client.get(f"/api/v1/practices.geojson?{query}").content)
    dotted = {feature["properties"]["slug"] for feature in geo["features"]}
    assert dotted == {p["slug"] for p in api["results"] if any(place["lat"] is not None for place in p["places"])}
    assert geo["unlocated"] == len(slugs) - len(dotted)

    facets = api["facets"]
    if "handlungsfeld=" not in query.replace("further_handlungsfeld=", ""):
        assert sum(entry["count"] for entry in facets["handlungsfeld"]) == len(slugs)
    if "precision=" not in query:
        assert sum(entry["count"] for entry in facets["precision"]) == len(slugs)


@pytest.mark.parametrize("query", QUERIES)
def test_a_facet_counts_what_choosing_it_would_show(client, query):
    """Each count equals the total of the same query with the facet's own selection replaced by that term."""
    facets = client.get(f"/api/v1/practices/?page_size=1&facets=1&{query}").json()["facets"]
    for parameter in (
        "handlungsfeld",
        "handlungsmuster",
        "buergerrolle",
        "kommunenrolle",
        "funding",
        "phase",
        "evidence",
        "cost",
        "state",
        "precision",
        "carrier",
        "chance",
        "herausforderung",
        "town_size",
        "country",
    ):
        rest = "&".join(part for part in query.split("&") if part and not part.startswith(f"{parameter}="))
        for entry in facets[parameter][:6]:
            answer = client.get(f"/api/v1/practices/?page_size=1&{rest}&{parameter}={entry['slug']}".replace("?&", "?"))
            assert answer.json()["count"] == entry["count"], (parameter, entry)


def test_every_term_is_listed_with_its_zero(client):
    facets = client.get("/api/v1/practices/?facets=1&q=gibtesnicht").json()["facets"]
    assert {name: len(entries) for name, entries in facets.items()} | {"state": 0, "country": 0} == {
        "handlungsfeld": 7,
        "teilaspekt": 41,
        "handlungsmuster": 7,
        "buergerrolle": 3,
        "kommunenrolle": 6,
        "herausforderung": 5,
        "chance": 8,
        "funding": 7,
        "carrier": 10,
        "phase": 6,
        "evidence": 4,
        "cost": 2,
        "country": 0,
        "state": 0,
        "town_size": 5,
        "precision": 4,
    }
    assert all(entry["count"] == 0 for entries in facets.values() for entry in entries)


@pytest.mark.parametrize("query", ["x=1", "handlungsfeld=verkehr", "bbox=1", "page=0", "lang=fr"])
def test_a_refused_query_is_refused_everywhere(client, query):
    page = client.get(f"/?{query}")
    parameter, value = query.split("=")
    assert page.status_code == 400
    assert parameter in page.content.decode()
    for address in ("/api/v1/practices/", "/api/v1/practices.geojson"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        (error,) = answer.json()["errors"]
        assert (error["parameter"], error["value"]) == (parameter, value)
