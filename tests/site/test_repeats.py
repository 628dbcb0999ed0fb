"""A value that stands 900 times in an address means what it means once, and is carried on once."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
ONCE = "handlungsfeld=mobilitaet"
OFTEN = "&".join([ONCE] * 900)


@pytest.mark.parametrize("address", ["/", "/praxis/olfen-leohaus/", "/handlungsfelder/mobilitaet/"])
def test_a_page_is_that_of_the_value_given_once(client, address):
    once, often = client.get(f"{address}?{ONCE}"), client.get(f"{address}?{OFTEN}")
    assert often.status_code == once.status_code
    assert often.content == once.content


def test_the_links_of_the_api_have_it_once(client):
    once = client.get(f"/api/v1/practices/?{ONCE}&page_size=2").json()
    often = client.get(f"/api/v1/practices/?{OFTEN}&page_size=2").json()
    assert often["next"].count("mobilitaet") == 1
    assert often == once


@pytest.mark.parametrize("address", ["/export/practices.csv", "/api/v1/practices.geojson"])
def test_so_do_map_and_download(client, address):
    once, often = (client.get(f"{address}?{query}") for query in (ONCE, OFTEN))
    assert once.getvalue() == often.getvalue()


def test_two_values_stay_two_in_their_order(client):
    answer = client.get("/api/v1/practices/?page_size=1&state=DE-NW&state=DE-BY&state=DE-NW").json()
    assert "state=DE-NW&state=DE-BY" in answer["next"]
    assert answer["next"].count("state=") == 2


def test_what_can_be_given_only_once_is_still_refused(client):
    answer = client.get("/api/v1/practices/?page_size=5&page_size=5")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "page_size"
