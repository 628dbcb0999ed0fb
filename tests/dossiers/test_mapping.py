"""The map of a document: marks that stand apart, and are drawn where there is room."""

from itertools import combinations
from math import hypot

from dossiers.documents.mapping import placed

BOX = (-40, -40, 40, 40)


def test_marks_stand_apart_inside_the_map_and_one_alone_at_its_place():
    crowd = [(number, number % 3, number % 2) for number in range(1, 13)]
    marks = placed([*crowd, (13, 30, 30), (14, 40, 0)], 2, BOX)
    assert sorted(int(mark.text) for mark in marks) == list(range(1, 15))
    for one, other in combinations(marks, 2):
        assert hypot(one.x - other.x, one.y - other.y) >= 4
    assert all(abs(mark.x) <= 38 and abs(mark.y) <= 38 for mark in marks)
    by_number = {mark.text: mark for mark in marks}
    assert (by_number["13"].x, by_number["13"].y, by_number["13"].is_moved) == (30, 30, False)
    assert (by_number["14"].from_x, by_number["14"].is_moved) == (40, True)


def test_places_of_one_case_that_one_mark_covers_get_one():
    marks = placed([(1, 0, 0), (1, 1, 1), (1, 20, 0), (2, 0, 30)], 2, BOX)
    assert sorted(mark.text for mark in marks) == ["1", "1", "2"]
