"""The OpenAPI document, and the API held against it by generated requests."""

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from atlas.wsgi import application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


def _box(corners):
    (west, east), (south, north) = (sorted(pair) for pair in corners)
    return f"{west},{south},{east},{north}"


# JSON Schema can't say that a minimum stays below its maximum; the format does.
degrees = st.integers(-80, 80)
schemathesis.openapi.format("bbox", st.tuples(st.tuples(degrees, degrees), st.tuples(degrees, degrees)).map(_box))

# Which towns there are, the document doesn't list: they are those of the atlas and of the whole gazetteer.
schemathesis.openapi.format("town", st.sampled_from(["olfen", "loitz", "ags:05962004", "geonames:2957886"]))


@pytest.fixture
def api_schema(study):
    """The document, read through WSGI. The connection holds the test's transaction, so no request may close it."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_api_keeps_its_word(api_schema, mode):
    """Every operation, with requests the document allows and with such as it forbids; every check."""
    checked = 0
    for result in api_schema.get_all_operations():
        operation = result.ok()
        if operation.path in ("/api/v1/schema/", "/api/v1/docs/"):
            continue
        run_requests(operation, mode)
        checked += 1
    assert checked >= 10


def run_requests(operation, mode):
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    def run(case):
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    run()


def test_the_document_is_served_as_yaml_and_json(client):
    assert client.get("/api/v1/schema/").content.decode().startswith("openapi: 3.")
    document = client.get("/api/v1/schema/?format=json").json()
    parameters = {p["name"] for p in document["paths"]["/api/v1/practices/"]["get"]["parameters"]}
    assert parameters >= {
        "handlungsfeld",
        "teilaspekt",
        "handlungsmuster",
        "buergerrolle",
        "herausforderung",
        "chance",
        "country",
        "state",
        "place",
        "precision",
        "bbox",
        "q",
        "ordering",
        "page",
        "page_size",
        "facets",
        "lang",
    }
