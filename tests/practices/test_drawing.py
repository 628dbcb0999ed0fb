"""The drawn map shows as many cases as it says, wherever they lie, and stays light."""

import pytest
from bs4 import BeautifulSoup

from practices.geodata.drawing import drawn, window_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


def figure(client, query=""):
    return BeautifulSoup(client.get(f"/?{query}").content, "html.parser").find(id="drawn")


@pytest.mark.parametrize("query", ["", "handlungsfeld=mobilitaet", "country=AT", "q=Bürgerbus", "bbox=5,47,16,49"])
def test_what_is_drawn_and_what_is_not_add_up(client, query):
    context = client.get(f"/?{query}").context
    answer = client.get(f"/api/v1/practices.geojson?{query}").json()
    cases = {feature["properties"]["slug"] for feature in answer["features"]}
    shown = sum(dot.count for dot in context["drawing"].dots)
    places = len(answer["features"])
    assert len(cases) - context["beyond"] <= shown <= places - context["beyond"]


def test_a_few_far_cases_are_counted_instead_of_drawn(client):
    drawing = figure(client)
    assert client.get("/").context["beyond"] == 1
    assert "1 weiteres Beispiel liegt außerhalb dieser Karte" in drawing.figcaption.get_text()
    assert "Hannover" in drawing.svg.get_text()


def test_a_single_far_case_is_drawn(client):
    assert client.get("/?place=bosa").context["beyond"] == 0
    drawing = figure(client, "place=bosa")
    assert len(drawing.find_all("circle", class_="drawn__dot")) == 1


def test_where_no_case_has_a_dot_nothing_is_drawn(client):
    drawing = figure(client, "precision=none")
    assert drawing.svg is None


def test_a_case_has_its_own(client):
    page = BeautifulSoup(client.get("/praxis/bachtal-wohnen-im-ortskern/").content, "html.parser")
    assert len(page.find(id="drawn").find_all("circle", class_="drawn__dot")) == 3


def test_the_page_stays_light(client):
    drawing = figure(client)
    assert len(str(drawing)) < 45_000
    assert len(client.get("/", headers={"accept-encoding": "gzip"}).content) < 25_000


def test_the_whole_world_is_drawn_in_coarse_steps():
    drawing = drawn(window_of([(-120, -40), (140, 60)]), [(-120, -40, 1), (140, 60, 1)])
    assert 5_000 < len(drawing.land) + len(drawing.laender) < 60_000


def test_numbers_are_numbers_in_every_language(client):
    """A decimal comma would break the drawing."""
    for language in ("de", "en"):
        drawing = figure(client, f"lang={language}")
        for circle in drawing.find_all("circle"):
            assert all(float(circle[name]) is not None for name in ("cx", "cy", "r"))
