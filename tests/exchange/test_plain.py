"""What nobody meant is said: slugs in another case, days to come, markup, text read in a wrong encoding."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.plaintext import broken, markup
from practices.models import Place, Practice, Source
from tests.exchange.conftest import GOOD, SLUG
from workplace.form.completeness import meter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


def test_a_slug_in_another_case_is_the_same_case(import_):
    row = import_([GOOD | {"Slug": "OLFEN-Leohaus"}]).only
    assert (row["slug"], row["status"]) == ("olfen-leohaus", "changed")
    assert "„OLFEN-Leohaus“ wurde als „olfen-leohaus“ gelesen" in row["notices"][0]


def test_a_new_slug_is_lower_case(import_):
    rows = [GOOD | {"Slug": "Trennzeichenprobe"}, GOOD | {"Slug": "TRENNZEICHENPROBE"}]
    first, second = import_(rows).rows
    assert (first["slug"], first["status"]) == ("trennzeichenprobe", "new")
    assert second["status"] == "refused"
    assert "Zeile 2" in second["errors"][0]["message"]


def test_a_case_that_has_capitals_already_keeps_them(import_):
    Practice.objects.filter(slug="olfen-leohaus").update(slug="Olfen-Leohaus")
    for typed in ("Olfen-Leohaus", "olfen-leohaus"):
        assert import_([GOOD | {"Slug": typed}]).only["slug"] == "Olfen-Leohaus"
    practice = Practice.objects.get(slug="Olfen-Leohaus")
    practice.full_clean()
    with pytest.raises(ValidationError, match="nur in Groß- und Kleinschreibung"):
        Practice(slug="olfen-leohaus").validate_unique()


@pytest.mark.parametrize("model", [Practice, Place, Source])
def test_no_form_takes_a_slug_with_capitals(model):
    with pytest.raises(ValidationError) as caught:
        model(slug="Neu-Hier").full_clean()
    assert caught.value.message_dict["slug"] == ["Ein Kurzname wird klein geschrieben: „neu-hier“."]


def test_a_year_to_come_is_refused_with_what_is_allowed(import_):
    year = timezone.localdate().year
    message, _proposal = import_([GOOD | {"Stand": "2100"}]).faults()["as_of"]
    assert message == f"2100: Erwartet wird ein Jahr von 1900 bis {year}."
    assert import_([GOOD | {"Stand": str(year)}]).counts["new"] == 1
    assert import_([GOOD | {"Stand": str(year + 1)}]).counts["refused"] == 1


def test_nobody_has_confirmed_a_case_on_a_day_to_come(import_):
    today = timezone.localdate()
    for typed in ("31.12.2099", f"{today + timedelta(days=1):%d.%m.%Y}", "01.01.0001"):
        message, _proposal = import_([GOOD | {"Zuletzt bestätigt": typed}]).faults()["confirmed"]
        assert f"Erwartet wird ein Tag bis heute ({today:%d.%m.%Y})" in message
    assert import_([GOOD | {"Zuletzt bestätigt": f"{today:%d.%m.%Y}"}]).counts["new"] == 1


@pytest.mark.parametrize(
    ("text", "found", "proposal"),
    [
        ("Der FÃ¶rderverein", "„FÃ¶rderverein“", "Förderverein"),
        ("Der Verein â€“ und mehr", "„â€““", "–"),
        ("B\ufffdrgerbus", "„B\ufffdrgerbus“", ""),
    ],
)
def test_broken_text_is_named(import_, text, found, proposal):
    for header, field in (
        ("Titel", "title"),
        ("Beschreibung", "description"),
        ("Begründung der Codierung", "handlungsmuster"),
        ("Fundstelle", "sources"),
    ):
        result = import_([GOOD | {header: text}])
        assert result.counts["refused"] == 1, header
        message, proposed = result.faults()[field]
        assert found in message
        assert proposed == proposal


@pytest.mark.parametrize(
    ("text", "found", "proposal"),
    [
        ("Ein <b>Schrank</b> für alle.", "„<b>“", "„Ein Schrank für alle.“"),
        ("Zeile eins<br/>\nZeile zwei", "„<br/>“", "„Zeile eins“"),
        ("M&uuml;ller &amp; Co", "„&uuml;“", "„Müller & Co“"),
    ],
)
def test_markup_is_told_of(import_, text, found, proposal):
    """It does no harm, and stays as it was typed: but not without a word."""
    for header, called in (("Beschreibung", "Beschreibung"), ("Begründung der Codierung", "Handlungsmuster")):
        row = import_([GOOD | {header: text}]).only
        assert row["status"] == "new"
        (notice,) = [n for n in row["notices"] if n.startswith(f"{called}: {found}")]
        assert f"Gemeint ist vielleicht {proposal}" in notice
    told = [item.label for item in meter({"description": text}).missing if item.field == "description"]
    assert found in told[0]


@pytest.mark.parametrize("text", ["a < b und c > d", "<3", "AT&T; R&D", "château, Ångström", "Âge d’or", "5 √ 2"])
def test_what_only_looks_like_it_is_left_alone(text):
    assert broken(text) is None
    assert markup(text) is None


def test_a_table_that_excel_broke_changes_nothing(import_, client):
    """Every row of an export that was read as Windows-1252 and saved again."""
    whole = b"".join(client.get("/export/practices.csv").streaming_content)
    broken = whole.decode("cp1252", "replace").replace("\ufffd", "").encode()
    counts = import_(broken).counts
    assert counts["changed"] == counts["new"] == 0
    assert counts["refused"] + counts["unchanged"] == 50
    assert counts["refused"] > 40


def test_a_text_that_is_there_already_doesnt_hinder_a_change(import_):
    Practice.objects.filter(slug="olfen-leohaus").update(description="Der FÃ¶rderverein.")
    practice = Practice.objects.get(slug="olfen-leohaus")
    practice.full_clean()
    assert import_([{"Slug": "olfen-leohaus", "Titel": "Neuer Titel"}]).counts["changed"] == 1
    practice.description = "Der neue FÃ¶rderverein."
    with pytest.raises(ValidationError, match="Förderverein"):
        practice.full_clean()


def test_the_form_of_a_case_says_it_too(as_):
    client = as_("erfassung")
    page = client.post("/admin/practices/practice/add/", {"title": "Der FÃ¶rderverein", "as_of": "2100"})
    text = page.content.decode()
    assert "Gemeint ist vielleicht „Förderverein“." in text
    assert "Erwartet wird ein Jahr von 1900 bis" in text


def test_a_source_and_a_place_say_it_too():
    with pytest.raises(ValidationError, match="Müller"):
        Source(slug="neu", citation="MÃ¼ller (2020): Buch").full_clean()
    with pytest.raises(ValidationError, match="Jahr von 1450 bis"):
        Source(slug="neu", citation="Ein Buch", year=9999).full_clean()
    with pytest.raises(ValidationError, match="Köln"):
        Place(slug="neu", name="KÃ¶ln", country="DE", precision="country").full_clean()


def test_the_same_row_is_still_the_good_one(import_):
    assert import_([GOOD]).only == import_([GOOD]).only
    assert import_([GOOD]).only["slug"] == SLUG
