"""PracticeFilter asks the database what a Selection asks the catalogue: whatever is asked and written, they agree."""

import random

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.catalogue import current
from practices.filter.filterset import PracticeFilter
from practices.filter.parameters import PARAMETERS
from practices.filter.query import Query
from practices.models import Location, Place, Practice
from practices.models.status import by_the_host

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
WORDS = ["Leohaus", "Bus", "Genossenschaft", "Markt -Bus", '"Essbare Stadt"', "Niedersachsen", "Xyzzy", "die"]
BOXES = ["5.8,47.2,15.1,55.1", "9,51,11,53", "-180,-90,180,90", "0,0,1,1"]


@st.composite
def query_strings(draw):
    """Of parameters that narrow and of orders, with values of the atlas."""
    data, catalogue = QueryDict(mutable=True), current()
    names = draw(st.lists(st.sampled_from([n for n, p in PARAMETERS.items() if p.narrows]), unique=True, max_size=4))
    for name in names:
        parameter = PARAMETERS[name]
        if name == "q":
            data["q"] = draw(st.sampled_from(WORDS))
        elif name == "bbox":
            data["bbox"] = draw(st.sampled_from(BOXES))
        else:
            values = sorted(catalogue.sets[name]) if name != "place" else sorted(catalogue.known("place"))
            data.setlist(name, draw(st.lists(st.sampled_from(values), unique=True, min_size=1, max_size=3)))
            assert parameter.many
    if draw(st.booleans()):
        data["ordering"] = draw(st.sampled_from(["title", "-title", "updated", "-updated"]))
    return data.urlencode()


def both(query):
    """(pks as the catalogue has them in order, as the database has them)."""
    asked = Query(QueryDict(query))
    assert asked.problems == []
    found = PracticeFilter(QueryDict(query)).qs
    return asked.selection().ordered.all().tolist(), list(found.values_list("pk", flat=True)), "q" in asked.data


def write_something(seed):
    """A change of the kind that people make: a case withdrawn, moved, recoded, retitled; a place that grows."""
    draw = random.Random(seed)
    practice = draw.choice(list(Practice.objects.order_by("pk")))
    place = draw.choice(list(Place.objects.order_by("pk")))
    kind = draw.randrange(5)
    with by_the_host():
        if kind == 0:
            practice.status = draw.choice(["draft", "published", "withdrawn"])
        elif kind == 1:
            practice.title = f"Ärger am Markt {seed}"
        practice.save()
    if kind == 2:
        practice.locations.all().delete()
        Location.objects.create(practice=practice, place=place)
    elif kind == 3:
        practice.handlungsmuster.all().delete()
    elif kind == 4:
        place.population_source = "Zensus"
        place.population, place.lat, place.lon, place.precision = (
            draw.choice([None, 4_000, 90_000]),
            52.0,
            10.0,
            "place",
        )
        place.save()


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_catalogue_and_the_database_answer_alike(data):
    if data.draw(st.booleans(), label="write first"):
        write_something(data.draw(st.integers(0, 10**6), label="seed"))
    query = data.draw(query_strings(), label="query")
    with translation.override(data.draw(st.sampled_from(["de", "en"]), label="language")):
        catalogue, database, is_search = both(query)
    assert sorted(catalogue) == sorted(database)
    if not is_search or "ordering" in query:
        assert catalogue == database


@pytest.mark.parametrize("query", ["", "carrier=cooperative&carrier=company", "precision=none", "q=Bus&state=DE-NI"])
def test_shipped_cases_are_the_same(query):
    catalogue, database, _is_search = both(query)
    assert sorted(catalogue) == sorted(database)
    assert len(database) == PracticeFilter(QueryDict(query)).qs.count()


@pytest.mark.parametrize(
    "data",
    [{"state": "XX-YY"}, {"fbclid": "1"}, {"bbox": "1,2,3"}, QueryDict("page=1&page=2"), {"ordering": "loud"}],
    ids=str,
)
def test_invalid_data_gives_none(data):
    asked = PracticeFilter(data)
    assert not asked.is_valid()
    assert asked.errors
    assert list(asked.qs) == []


def test_it_takes_what_django_filter_takes():
    assert PracticeFilter().qs.count() == Practice.objects.published().count()
    assert set(PracticeFilter({"state": ["DE-NI", "DE-HE"]}).qs) == set(
        PracticeFilter(QueryDict("state=DE-NI&state=DE-HE")).qs
    )
    drafts = Practice.objects.filter(status="draft")
    with by_the_host():
        Practice.objects.filter(slug="olfen-leohaus").update(status="draft")
    assert [case.slug for case in PracticeFilter({"q": "Leohaus"}, queryset=drafts).qs] == ["olfen-leohaus"]
