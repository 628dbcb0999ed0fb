"""The judged set: what searches must and must not find, with the usual figures, printed at the end of the run."""

from pathlib import Path

import pytest
import yaml

from practices.filter.selection import Selection
from practices.models import Practice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
JUDGED = yaml.safe_load((Path(__file__).parent / "judged.yaml").read_text(encoding="utf-8"))


def hits(text):
    asked = Selection({"q": text})
    return [practice.slug for practice in Practice.objects.in_turn(asked.ordered.cut(0, 100))]


def reciprocal_rank(found, wanted):
    return next((1 / rank for rank, slug in enumerate(found, 1) if slug in wanted), 0)


def test_there_are_enough_judgements():
    assert len(JUDGED) >= 60
    slugs = set(Practice.objects.values_list("slug", flat=True))
    named = {slug for entry in JUDGED for slug in (*entry["finds"], *entry.get("never", ()))}
    assert named <= slugs


@pytest.mark.parametrize("entry", [e for e in JUDGED if e.get("never")], ids=lambda entry: entry["q"])
def test_what_must_not_be_found(entry):
    assert set(hits(entry["q"])) & set(entry["never"]) == set()


def test_the_figures(capsys):
    judged = [(entry, hits(entry["q"])) for entry in JUDGED]
    wanted = [(entry, found) for entry, found in judged if entry["finds"]]
    missed = {e["q"]: sorted(set(e["finds"]) - set(found)) for e, found in wanted if set(e["finds"]) - set(found)}
    late = {e["q"]: found[:3] for e, found in wanted if e.get("first") and found[:1] != [e["first"]]}
    recall = sum(len(set(e["finds"]) & set(found)) / len(e["finds"]) for e, found in wanted) / len(wanted)
    # Of the first five: how many are judged relevant, out of as many as there could be.
    precision = sum(
        len(set(e["finds"]) & set(found[:5])) / max(1, min(5, len(found), len(e["finds"]))) for e, found in wanted
    ) / len(wanted)
    ranks = [reciprocal_rank(found, {e["first"]} if e.get("first") else set(e["finds"])) for e, found in wanted]
    mrr = sum(ranks) / len(ranks)
    with capsys.disabled():
        print(f"\njudged set: {len(JUDGED)} queries, recall {recall:.3f}, precision@5 {precision:.3f}, MRR {mrr:.3f}")
    assert recall >= 0.98, missed
    assert mrr >= 0.95, late
