"""Clusters: every case is counted, whatever the zoom, the window and the filter."""

import pytest

from practices.models import Place, Practice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
ADDRESS = "/api/v1/practices/clusters/"


@pytest.mark.parametrize("query", ["", "handlungsfeld=mobilitaet", "q=Bürgerbus", "bbox=5,47,16,55", "country=JP"])
@pytest.mark.parametrize("zoom", [0, 4, 6, 9, 13, 22])
def test_counts_add_up_to_the_total_shown(client, zoom, query):
    answer = client.get(f"{ADDRESS}?zoom={zoom}&{query}").json()
    listed = client.get(f"/api/v1/practices/?{query}").json()["count"]
    assert answer["count"] == listed
    shown = sum(feature["properties"]["count"] for feature in answer["features"])
    assert shown == answer["count"] - answer["unlocated"] + answer["repeated"]


def test_far_out_they_are_few_and_close_up_single(client):
    far = client.get(f"{ADDRESS}?zoom=3").json()["features"]
    close = client.get(f"{ADDRESS}?zoom=13").json()["features"]
    assert len(far) < 10 < len(close)
    single = next(f["properties"] for f in close if f["properties"].get("slug") == "altena-stellwerk")
    assert single["url"].endswith("/praxis/altena-stellwerk/")
    olfen = next(f["properties"] for f in close if f["properties"].get("place_slug") == "olfen")
    assert olfen["count"] == 2


def test_a_box_holds_every_dot_of_its_cluster(client):
    for feature in client.get(f"{ADDRESS}?zoom=4").json()["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        west, south, east, north = feature["properties"].get("bbox", (lon, lat, lon, lat))
        assert west - 1e-4 <= lon <= east + 1e-4
        assert south - 1e-4 <= lat <= north + 1e-4


@pytest.mark.parametrize("zoom", [3, 5, 7])
def test_each_cluster_is_named_by_a_place_in_it(client, zoom):
    """A place stands in one cluster only, so no two have one name."""
    places = {place.name: place for place in Place.objects.all()}
    crowds = [f["properties"] for f in client.get(f"{ADDRESS}?zoom={zoom}").json()["features"]]
    crowds = [crowd for crowd in crowds if "place" not in crowd and "slug" not in crowd]
    names = [crowd["around"] for crowd in crowds]
    assert len(names) > 1
    assert len(set(names)) == len(names)
    for crowd in crowds:
        west, south, east, north = crowd["bbox"]
        place = places[crowd["around"]]
        assert west - 1e-4 <= float(place.lon) <= east + 1e-4
        assert south - 1e-4 <= float(place.lat) <= north + 1e-4


def test_clusters_stay_where_they_are_while_a_filter_changes(client):
    Practice.objects.filter(slug="altena-stellwerk").update(carrier="research")
    one = client.get(f"{ADDRESS}?zoom=13&carrier=research").json()["features"]
    assert "altena-stellwerk" in {feature["properties"].get("slug") for feature in one}


@pytest.mark.parametrize(
    ("query", "named"), [("", "zoom"), ("zoom=x", "zoom"), ("zoom=23", "zoom"), ("zoom=-1", "zoom")]
)
def test_a_missing_or_wrong_zoom_is_named(client, query, named):
    answer = client.get(f"{ADDRESS}?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == named


def test_a_newest_case_without_a_place_is_counted_as_such(client):
    """It has the highest key, and no dot: more than the columns of the dots reach to."""
    newest = Practice.objects.order_by("pk").last()
    newest.locations.all().delete()
    field = newest.handlungsfeld.slug
    answer = client.get(f"{ADDRESS}?zoom=5&handlungsfeld={field}").json()
    assert answer["count"] == client.get(f"/api/v1/practices/?handlungsfeld={field}").json()["count"]
    assert answer["unlocated"] >= 1
