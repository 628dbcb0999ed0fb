"""What two people changed since the same state: what fits together, and what doesn't."""

import pytest

from core.word_diff import compare_texts
from practices.case.contents import normal
from practices.case.merging import changed_members, merge


def coding(slug, note="Grund"):
    return {"slug": slug, "basis": "editorial", "chapter": "", "note": note}


BASE = normal(
    {
        "slug": "fall", "title": "Titel", "summary": "Satz.", "description": "Text", "as_of": 2020,
        "handlungsfeld": coding("mobilitaet"), "handlungsmuster": [coding("mit-anpacken"), coding("protestieren")],
        "places": ["olfen"], "sources": [{"source": "bbsr", "locator": "S. 1"}],
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("theirs", "mine", "expected", "conflicts"),
    [
        ({}, {"title": "Meiner"}, {"title": "Meiner"}, []),
        ({"title": "Ihrer"}, {}, {"title": "Ihrer"}, []),
        ({"title": "Ihrer"}, {"carrier": "company"}, {"title": "Ihrer", "carrier": "company"}, []),
        ({"title": "Gleich"}, {"title": "Gleich"}, {"title": "Gleich"}, []),
        ({"title": "Ihrer"}, {"title": "Meiner"}, {"title": "Meiner"}, ["title"]),
        ({"places": []}, {"places": ["olfen", "loitz"]}, {"places": ["loitz"]}, []),
        ({"as_of": 2021}, {"as_of": 2022, "title": "Meiner"}, {"as_of": 2022, "title": "Meiner"}, ["as_of"]),
    ],
)
def test_members(theirs, mine, expected, conflicts):
    merged = merge(BASE, BASE | theirs, BASE | mine)
    assert merged.content == BASE | expected
    assert merged.conflicts == conflicts


A, B, C, D = "mit-anpacken", "protestieren", "mit-entscheiden", "raeume-aneignen"


@pytest.mark.parametrize(
    ("theirs", "mine", "expected"), [([A, B, C], [A], [A, C]), ([B], [A, B, D], [B, D]), ([], [], []), ([B], [A], [])]
)
def test_codings_are_merged_one_by_one(theirs, mine, expected):
    sides = [BASE | {"handlungsmuster": [coding(slug) for slug in side]} for side in (theirs, mine)]
    merged = merge(BASE, *sides)
    assert [one["slug"] for one in merged.content["handlungsmuster"]] == expected
    assert merged.conflicts == []


def test_one_coding_changed_by_both_is_a_conflict():
    theirs = BASE | {"handlungsmuster": [coding("mit-anpacken", "Ihr Grund"), coding("protestieren")]}
    mine = BASE | {"handlungsmuster": [coding("mit-anpacken", "Mein Grund")]}
    merged = merge(BASE, theirs, mine)
    assert merged.conflicts == ["handlungsmuster"]
    assert merged.content["handlungsmuster"] == [coding("mit-anpacken", "Mein Grund")]


def test_nothing_is_lost_whoever_comes_second():
    """Whatever one side changed alone is in the result, from both directions."""
    theirs, mine = BASE | {"title": "Ihrer", "carrier": "company"}, BASE | {"summary": "Meiner.", "places": []}
    assert merge(BASE, theirs, mine).content == merge(BASE, mine, theirs).content


def test_changed_members_are_named_in_order():
    assert changed_members(BASE, BASE | {"places": [], "title": "Neu"}) == ["title", "places"]
    assert changed_members(BASE, dict(BASE)) == []


@pytest.mark.parametrize(
    ("before", "after", "gone", "come"),
    [
        ("Der alte Bahnhof", "Der neue Bahnhof", ["alte"], ["neue"]),
        ("Gleich", "Gleich", [], []),
        ("", "Alles neu", [], ["Alles neu"]),
        ("Alles weg", "", ["Alles weg"], []),
        ("Zeile eins\nZeile zwei", "Zeile eins\nZeile drei", ["zwei"], ["drei"]),
    ],
)
def test_texts_are_compared_word_by_word(before, after, gone, come):
    left, right = compare_texts(before, after)
    assert [text for line in left for text, marked in line if marked] == gone
    assert [text for line in right for text, marked in line if marked] == come
    assert "".join(text for line in left for text, _marked in line) == before
    assert "".join(text for line in right for text, _marked in line) == after
