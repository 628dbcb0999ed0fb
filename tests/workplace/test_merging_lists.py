"""Lists are merged by what stands in them: nothing that one side added goes, unless somebody says so."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.case.contents import CODINGS, PARTS, normal
from practices.case.merging import LISTS, merge

NAMES = list("abcd")
LIKE_A_CASE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DRAWN = ("handlungsmuster", *PARTS)


def coding(slug, note="Grund"):
    return {"slug": slug, "basis": "editorial", "chapter": "", "note": note}


def picture(digest, alt="Bild"):
    return {"picture": digest, "alt": alt, "author": "A", "licence": "cc0"}


def cited(source, locator="S. 1"):
    return {"source": source, "locator": locator}


BASE = normal(
    {
        "title": "Titel",
        "handlungsmuster": [coding("a"), coding("b")],
        "places": ["a", "b"],
        "sources": [cited("a"), cited("b")],
        "images": [picture("a"), picture("b")],
    }
)


def merged(theirs, mine, base=BASE):
    return merge(base, BASE | theirs, BASE | mine)


class TestByMember:
    @pytest.mark.parametrize(
        ("member", "make"), [("handlungsmuster", coding), ("places", str), ("sources", cited), ("images", picture)]
    )
    @pytest.mark.parametrize(
        ("theirs", "mine", "expected"),
        [("abc", "abd", "abcd"), ("ab", "abd", "abd"), ("abc", "ab", "abc"), ("b", "abd", "bd"), ("a", "b", "")],
    )
    def test_additions_of_both_stay_and_what_one_took_out_goes(self, member, make, theirs, mine, expected):
        found = merged({member: [make(one) for one in theirs]}, {member: [make(one) for one in mine]})
        assert found.conflicts == []
        assert sorted(map(str, found.content[member])) == sorted(str(make(one)) for one in expected)

    def test_one_reason_changed_by_both_and_one_added_by_each(self):
        """What the merge page promised and didn't keep: mine for the reason dropped the other's addition."""
        theirs = {"handlungsmuster": [coding("a", "Ihr Grund."), coding("b"), coding("c")]}
        mine = {"handlungsmuster": [coding("a", "Mein Grund."), coding("b"), coding("d")]}
        found = merged(theirs, mine)
        assert [(clash.member, clash.item) for clash in found.clashes] == [("handlungsmuster", "a")]
        for side, note in (
            ("mine", "Mein Grund."), ("theirs", "Ihr Grund."), ("both", "Ihr Grund. Mein Grund.")
        ):  # fmt: skip
            expected = [coding("a", note), coding("b"), coding("c"), coding("d")]
            assert found.settle({"handlungsmuster-a": side})["handlungsmuster"] == expected

    def test_the_passage_of_one_source_changed_by_both_can_be_kept_twice(self):
        found = merged({"sources": [cited("a", "S. 2"), cited("b")]}, {"sources": [cited("a", "S. 3"), cited("b")]})
        assert found.settle({"sources-a": "both"})["sources"] == [cited("a", "S. 2"), cited("a", "S. 3"), cited("b")]
        assert found.settle({"sources-a": "theirs"})["sources"] == [cited("a", "S. 2"), cited("b")]
        assert found.clashes[0].proposed == "both"

    def test_what_one_took_out_and_the_other_changed_is_asked(self):
        theirs, mine = {"images": [picture("b")]}, {"images": [picture("a", "Anders"), picture("b")]}
        found = merged(theirs, mine)
        assert found.settle({"images-a": "theirs"})["images"] == [picture("b")]
        assert found.settle({"images-a": "mine"})["images"] == mine["images"]
        again = merged(mine, theirs)
        assert again.settle({"images-a": "theirs"})["images"] == mine["images"]
        assert again.settle({"images-a": "mine"})["images"] == [picture("b")]

    @pytest.mark.parametrize(
        ("theirs", "mine", "expected"),
        [("ba", "ab", "ba"), ("ab", "ba", "ba"), ("ba", "abc", "bca"), ("abc", "ba", "bca"), ("cab", "abd", "cabd")],
    )
    def test_the_order_of_who_moved_something(self, theirs, mine, expected):
        assert merged({"places": list(theirs)}, {"places": list(mine)}).content["places"] == list(expected)

    def test_a_base_that_nobody_knows_takes_nothing_away(self):
        found = merged({"title": "Ihrer", "places": ["a", "c"]}, {"title": "Meiner", "places": ["d"]}, base=None)
        assert found.conflicts == ["title"]
        assert set(found.content["places"]) == {"a", "c", "d"}

    def test_a_side_that_there_is_not_is_refused(self):
        found = merged({"title": "Ihrer"}, {"title": "Meiner"})
        assert found.settle({"title": "own"}, {"title": "Unserer"})["title"] == "Unserer"
        for wrong in ("both", "", "x", "\x00"):
            with pytest.raises(ValidationError):
                found.settle({"title": wrong})


def entries(make):
    return st.lists(st.sampled_from(NAMES), unique=True).flatmap(
        lambda names: st.tuples(*(st.builds(make, st.just(name), st.sampled_from(["x", "y", "z"])) for name in names))
    )


CASES = st.builds(
    lambda title, *lists: normal({"title": title} | dict(zip(DRAWN, map(list, lists), strict=True))),
    st.sampled_from(["T", "U", "V"]),
    entries(coding),
    entries(lambda name, _variant: name),
    entries(cited),
    entries(picture),
)
IDENTITY = dict.fromkeys(CODINGS, "slug") | {"sources": "source", "images": "picture"}


def identities(member, entries):
    return {one if member == "places" else one[IDENTITY[member]] for one in entries}


@LIKE_A_CASE
@given(CASES, CASES, CASES, st.data())
def test_nothing_that_either_side_added_is_dropped_unless_chosen(base, theirs, mine, data):
    found = merge(base, theirs, mine)
    decisions = {clash.key: data.draw(st.sampled_from(clash.sides)) for clash in found.clashes}
    content = found.settle(decisions)
    clashed = {(clash.member, clash.item): decisions[clash.key] for clash in found.clashes}
    for member in DRAWN:
        known = identities(member, base[member])
        for side, other, name in ((theirs, mine, "mine"), (mine, theirs, "theirs")):
            for one in side[member]:
                (item,) = identities(member, [one])
                added = item not in known
                changed = one not in base[member]
                if (member, item) in clashed:
                    assert clashed[member, item] in (name, "both") or one in content[member]
                elif added or (changed and item in identities(member, other[member])):
                    assert one in content[member]
            for item in known - identities(member, side[member]):
                if (member, item) not in clashed:
                    assert item not in identities(member, content[member])
        assert len(identities(member, content[member])) == len({str(one) for one in content[member]}) or (
            "both" in [side for (name, _item), side in clashed.items() if name == member]
        )


@LIKE_A_CASE
@given(CASES, CASES, CASES)
def test_both_ways_round_hold_the_same(base, theirs, mine):
    one, other = merge(base, theirs, mine), merge(base, mine, theirs)
    assert {clash.key for clash in one.clashes} == {clash.key for clash in other.clashes}
    first = one.settle({clash.key: "mine" for clash in one.clashes})
    second = other.settle({clash.key: "theirs" for clash in other.clashes})
    for member in LISTS:
        assert sorted(map(str, first[member])) == sorted(map(str, second[member]))


@LIKE_A_CASE
@given(CASES, CASES)
def test_what_only_one_side_changed_is_taken_as_it_is(base, changed):
    for found in (merge(base, changed, base), merge(base, base, changed)):
        assert found.clashes == []
        assert found.content == changed
