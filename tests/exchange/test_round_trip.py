"""What was exported can be imported again and changes nothing."""

import pytest
from django.core.management import call_command

from bench.synthetic import Synthesis
from exchange.report.report import empty_counts
from practices.case.contents import contents
from practices.models import Picture, Practice, PracticeImage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
ENDINGS = ["csv", "excel.csv", "xlsx", "geojson", "json"]


def exported(tmp_path, ending):
    target = tmp_path / f"alle.{ending}"
    call_command("export_practices", target, verbosity=0)
    return target.read_bytes()


@pytest.mark.parametrize("ending", ENDINGS)
def test_all_fifty_come_back_unchanged(import_, tmp_path, ending):
    result = import_(exported(tmp_path, ending), f"alle.{ending}", write=True)
    assert result.counts == empty_counts() | {"unchanged": 50}, [r for r in result.rows if r["status"] != "unchanged"]


NASTY = "=1 | zwei; drei \\ vier\r\nfünf\tsechs _x000D_ „sieben“, 'acht' \"neun\" 🏘️\u00a0"


@pytest.mark.parametrize("ending", ENDINGS)
def test_any_text_comes_back_unchanged(import_, tmp_path, ending):
    practice = Practice.objects.get(slug="olfen-leohaus")
    practice.title = practice.title_en = practice.summary = NASTY.replace("\r\n", " ").strip()
    practice.description = practice.coding_note = f"{NASTY}\x0b\n\n{NASTY}"
    practice.save()
    practice.handlungsmuster.update(basis="source", chapter="03.05 | a; b", note=NASTY[:300])
    practice.citations.filter(pk=practice.citations.first().pk).update(locator=NASTY[:200].strip())
    picture = Picture.objects.create(digest="ab" * 32, file="x", width=1, height=1)
    PracticeImage.objects.create(practice=practice, picture=picture, alt=NASTY, author="A | B; C", licence="cc0")
    before = contents([practice.pk])
    result = import_(exported(tmp_path, ending), f"alle.{ending}", write=True)
    assert result.counts["unchanged"] == 50, [r for r in result.rows if r["status"] != "unchanged"]
    assert contents([practice.pk]) == before


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_export_builds_the_cases_anew_elsewhere(import_, tmp_path, ending):
    """Into an atlas without the cases, with the same vocabulary, places and sources."""
    content = exported(tmp_path, ending)
    before = {c["slug"]: c for c in contents(Practice.objects.values_list("pk", flat=True)).values()}
    Practice.objects.all().delete()
    from practices.models import Tombstone

    Tombstone.objects.all().delete()
    result = import_(content, f"alle.{ending}", write=True)
    assert result.counts["new"] == 50, result.rows
    after = {c["slug"]: c for c in contents(Practice.objects.values_list("pk", flat=True)).values()}
    assert after == {slug: content | {"status": "draft"} for slug, content in before.items()}


@pytest.mark.parametrize("total", [1_000, pytest.param(10_000, marks=pytest.mark.long)])
def test_thousands_come_back_unchanged(import_, tmp_path, total):
    """CSV and JSON cover both forms of a row; XLSX and GeoJSON differ from CSV only in the file around the cells."""
    Synthesis(total - Practice.objects.count()).build()
    for ending in ("csv", "json"):
        result = import_(exported(tmp_path, ending), f"alle.{ending}")
        assert result.counts == empty_counts() | {"unchanged": total}
