"""Everyday problems: what the first page of a search names for them, hits and partial hits, with the usual figures."""

from pathlib import Path

import pytest
import yaml

from practices.filter.selection import Selection
from practices.models import Practice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
PROBLEMS = yaml.safe_load((Path(__file__).parent / "problems.yaml").read_text(encoding="utf-8"))
NAMED = 10


def named(text):
    """What the page names first, at most NAMED: those that hold every word, then those that hold some."""
    asked = Selection({"q": text})
    pks = [*asked.ordered.cut(0, NAMED), *asked.partial][:NAMED]
    return [practice.slug for practice in Practice.objects.in_turn(pks)]


def test_there_are_enough_problems_and_their_cases_exist():
    assert len(PROBLEMS) >= 40
    assert {slug for one in PROBLEMS for slug in one["finds"]} <= set(Practice.objects.values_list("slug", flat=True))


def test_the_figures(capsys):
    judged = [(one["q"], set(one["finds"]), named(one["q"])) for one in PROBLEMS if one["finds"]]
    missed = {text: sorted(wanted - set(found)) for text, wanted, found in judged if wanted - set(found)}
    recall = sum(len(wanted & set(found)) / len(wanted) for _text, wanted, found in judged) / len(judged)
    precision = sum(
        len(wanted & set(found[:5])) / max(1, min(5, len(found), len(wanted))) for _text, wanted, found in judged
    ) / len(judged)
    with capsys.disabled():
        print(
            f"\nproblems: {len(PROBLEMS)}, {len(judged)} of them with an answer in the atlas, "
            f"among the first {NAMED} named recall {recall:.3f}, precision@5 {precision:.3f}"
        )
    assert recall >= 0.75, missed
    assert precision >= 0.7, missed
