"""The number of queries of each answer, whatever the number of cases."""

import pytest

from practices.api import encoder
from practices.catalogue import current
from practices.models import Practice
from practices.systems import MEMBERS, SYSTEMS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


@pytest.fixture(autouse=True)
def warm(study):
    """The catalogue in step with the database, and no practice encoded yet."""
    current().slugs.clear()
    encoder._kept.clear()


@pytest.mark.parametrize(
    ("address", "number"),
    [
        # The data version before, while and after the answer is made, and 10 reads of plain values.
        ("/api/v1/practices/", 13),
        ("/api/v1/practices/?page_size=1000", 13),
        ("/api/v1/practices/?handlungsfeld=mobilitaet&state=DE-NW", 13),
        ("/api/v1/practices/?facets=1&handlungsfeld=mobilitaet", 13),
        ("/api/v1/practices/olfen-leohaus/", 14),
        ("/api/v1/practices.geojson", 3),
        ("/api/v1/chancen/", 4),
        ("/api/v1/teilaspekte/", 3),
        ("/api/v1/places/", 3),
    ],
)
def test_queries_of_an_address(client, django_assert_num_queries, address, number):
    with django_assert_num_queries(number):
        assert client.get(address).status_code == 200


def test_a_page_asked_again_costs_one_look_at_the_version(client, django_assert_num_queries):
    etag = client.get("/api/v1/practices/?facets=1")["ETag"]
    with django_assert_num_queries(1):
        assert client.get("/api/v1/practices/?facets=1", headers={"If-None-Match": etag}).status_code == 304
    with django_assert_num_queries(1):
        client.get("/api/v1/practices/?facets=1")


@pytest.mark.parametrize("address", ["/", "/?page_size=1000", "/?handlungsfeld=mobilitaet&state=DE-NW"])
def test_queries_of_the_atlas_page(client, django_assert_num_queries, address):
    with django_assert_num_queries(10):
        client.get(address)


def test_a_case_page_is_pinned(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        client.get("/praxis/olfen-leohaus/?handlungsfeld=zusammenleben-daseinsvorsorge")


def test_for_list_costs_three_and_one_for_each_system(django_assert_num_queries):
    with django_assert_num_queries(3 + len(SYSTEMS)):
        for practice in Practice.objects.published().for_list():
            assert practice.handlungsfeld.slug
            for related in MEMBERS:
                assert all(coding.term.slug for coding in getattr(practice, related).all())
            assert all(location.place.slug for location in practice.locations.all())
            assert all(citation.source.slug for citation in practice.citations.all())


def test_what_a_change_overtook_is_not_kept(monkeypatch, rf):
    """It may be newer than the version that it would be kept for."""
    catalogue, pk = current(), Practice.objects.get(slug="olfen-leohaus").pk
    read = encoder._read

    def overtaken(*arguments):
        entries = read(*arguments)
        Practice.objects.filter(pk=pk).update(title="Umbenannt")
        return entries

    monkeypatch.setattr(encoder, "_read", overtaken)
    assert b"Leohaus" in encoder.encoded(catalogue, [pk], "de", "http://testserver")[pk]
    assert not encoder._kept
