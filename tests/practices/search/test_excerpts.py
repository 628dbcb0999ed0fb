"""Hits show why they matched: in their text, in what they are filed under, or in the other language."""

import re

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


def excerpts(client, text, language="de"):
    answer = client.get(
        "/api/v1/practices/", {"q": text, "excerpts": "1", "page_size": "1000", "lang": language}
    ).json()
    return {result["slug"]: answer["excerpts"].get(result["slug"]) for result in answer["results"]}


def marked(parts):
    return [part["text"] for part in parts if part["marked"]]


@pytest.mark.parametrize(
    "text",
    ["Leerstand", "Engagierte", "Kommune", "Schweiz", "Niedersachsen", "Urban Gardening", "Räume aneignen", "energy"],
)
def test_every_hit_says_why(client, text):
    found = excerpts(client, text)
    assert found
    assert [slug for slug, parts in found.items() if not parts or not marked(parts)] == []


def test_what_a_case_is_filed_under_is_named(client):
    parts = excerpts(client, "Leerstand")["murnau-makerspace"]
    assert "".join(part["text"] for part in parts) == "Teilaspekt: Leerstand und kreative Umnutzung"
    assert marked(parts) == ["Leerstand"]


def test_the_parts_of_a_compound_are_marked_only_where_nobody_writes_it(client):
    assert "Wirtschaftsstandort" not in str(excerpts(client, "Leerstand"))
    assert marked(excerpts(client, "Biomassekraftwerk")["guessing-energieautarkie"]) == ["Kraftwerk", "Biomasse"]


def test_words_in_different_places_are_all_shown(client):
    parts = excerpts(client, "Ehrenamtliche Brandenburg")["bad-belzig-buergerbus-hoher-flaeming"]
    assert {"Ehrenamtliche", "Brandenburg"} <= set(marked(parts))
    parts = excerpts(client, "Heizwerk Marktakteure")["lathen-genossenschaftliche-waermeversorgung"]
    assert marked(parts) == ["Heizwerk", "Marktakteure"]
    assert "Bürgerrolle: " in "".join(part["text"] for part in parts)


def test_the_piece_of_a_text_is_the_one_with_most_of_the_words(client):
    parts = excerpts(client, "Loitz Leitbild Treffpunkt")["loitz-urbane-kleinstadt-2030"]
    assert {"Leitbild", "Treffpunkt"} <= set(marked(parts))


def test_a_summary_or_title_is_marked_where_it_stands(client):
    page = client.get("/?q=live&lang=en").content.decode()
    assert page.count("show residents") == 1
    assert "show residents <mark>live</mark> data" in page
    assert "edible town" in client.get("/", {"q": "Andernach ernten", "lang": "en"}).content.decode()


def test_a_hit_in_the_other_language_shows_that_language(client):
    page = client.get("/?q=library&lang=de").content.decode()
    assert re.search(r'<p class="card__excerpt" lang="en">\s*In Luckenwalde [^<]*<mark>library</mark>', page)
