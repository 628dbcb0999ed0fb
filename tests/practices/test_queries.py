"""The number of queries of each answer, whatever the number of cases."""

import pytest

from practices.models import Practice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/api/v1/practices/", 8),  # a count, and the 7 of for_list()
        ("/api/v1/practices/?page_size=1000", 8),
        ("/api/v1/practices/?handlungsfeld=mobilitaet", 9),
        ("/api/v1/practices/?facets=1", 29),
        ("/api/v1/practices/olfen-leohaus/", 7),
        ("/api/v1/practices.geojson", 2),
        ("/api/v1/chancen/", 2),
        ("/api/v1/teilaspekte/", 1),
        ("/api/v1/places/", 1),
    ],
)
def test_queries_of_an_address(client, django_assert_num_queries, address, number):
    with django_assert_num_queries(number):
        assert client.get(address).status_code == 200


def test_the_atlas_page_asks_as_much_for_one_case_as_for_fifty(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(32) as all_cases:
        client.get("/?page_size=1000")
    with django_assert_max_num_queries(33) as few:
        client.get("/?page_size=1000&q=Olfen")
    assert len(few) <= len(all_cases) + 1


def test_a_case_page_is_pinned(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        client.get("/praxis/olfen-leohaus/?handlungsfeld=zusammenleben-daseinsvorsorge")


def test_for_list_costs_seven(django_assert_num_queries):
    with django_assert_num_queries(7):
        for practice in Practice.objects.published().for_list():
            assert practice.handlungsfeld.slug
            for related in ("further_handlungsfelder", "teilaspekte", "handlungsmuster", "buergerrollen"):
                assert all(coding.term.slug for coding in getattr(practice, related).all())
            assert all(location.place.slug for location in practice.locations.all())
            assert all(citation.source.slug for citation in practice.citations.all())
