"""The second part of the form: every member arrives, what is wrong is said there, and nothing typed is lost."""

import pytest
from bs4 import BeautifulSoup

from practices.case.applying import apply
from practices.case.contents import read
from practices.models import Autosave, Practice
from practices.models.profile.members import MEMBERS
from tests.practices.profiles import FULL, RATIO
from tests.workplace.conftest import content, edit, form_of, told
from tests.workplace.test_form import ADD, AUTOSAVE, new_case
from workplace.form.completeness import meter

pytestmark = pytest.mark.django_db

TYPED = {
    "phase": "running",
    "phase_year": "2018",
    "begin": "06.2014",
    "end": "2016",
    "course_basis": "source",
    "course_chapter": "02.02",
    "carrier": "cooperative",
    "further_carriers-0-carrier": "municipality",
    "actors_note": "Aus dem Vertrag geschlossen.",
    "cost_amount": "250.000",
    "cost_currency": "EUR",
    "means_chapter": "02.02",
    "effects": "Das Bad blieb geöffnet.",
    "effects_en": "The pool stayed open.",
    "evidence": "counted",
    "figures-0-text": "Mitglieder",
    "figures-0-value": "1.200",
    "figures-0-unit": "Personen",
    "figures-0-year": "2016",
    "prizes-0-title": "Ein Preis",
    "effect_basis": "source",
    "effect_chapter": "02.02",
    "links-0-title": "Das Bad",
    "links-0-kind": "website",
    "links-0-url": "https://example.org/bad",
    "links-0-accessed": "2026-11-01",
    "contact": "Gemeindeverwaltung",
    "contact_address": "info@example.org",
    "funding-0-term": "own-means",
    "funding-0-basis": "editorial",
    "funding-0-note": "Anteile der Mitglieder.",
}


def test_a_case_with_a_profile_from_nothing(as_):
    client = as_("erfassung")
    response = client.post(ADD, new_case(client, **TYPED))
    assert response.status_code == 302, told(response)
    saved = read(Practice.objects.get(slug="oeffentlicher-buecherschrank-in-loitz").pk)
    assert (saved["begin"], saved["cost_amount"], saved["further_carriers"]) == ("2014-06", 250000, ["municipality"])
    # A reason alone says that it is our judgement, a passage alone that it rests on a source.
    assert saved["actors_basis"]["basis"] == "editorial" and saved["means_basis"]["basis"] == "source"
    assert saved["figures"][0]["value"] == "1200" and saved["figures"][0]["year"] == 2016
    assert saved["prizes"] == [{"title": "Ein Preis", "year": None}]


def test_a_full_profile_is_saved_unchanged(as_, people):
    # Three decimals look like thousands to whoever reads a point.
    practice = apply(None, content() | FULL | {"figures": [*FULL["figures"], RATIO]})
    practice.author = people["erfassung"]
    practice.save()
    client, before = as_("erfassung"), read(practice.pk)
    response = client.post(edit(practice), form_of(client, edit(practice)))
    assert response.status_code == 302, told(response)
    assert read(practice.pk) == before


@pytest.mark.parametrize(
    ("typed", "field", "text"),
    [
        ({"end": "2013"}, "end", "vor dem Beginn"),
        ({"cost_currency": ""}, "cost_currency", "gehört die Währung"),
        ({"cost_amount": "viel"}, "cost_amount", "„viel“ ist keine ganze Zahl"),
        ({"phase_year": "2999"}, "phase_year", "2999"),
        ({"effects": ""}, "effects", "kein Text"),
        ({"contact_address": "eva.muster@example.org"}, "contact_address", "Adresse einer Person"),
        ({"links-0-url": "example"}, "links-0-url", "ist keine Adresse"),
        ({"links-0-accessed": ""}, "links-0-accessed", "gebraucht"),
        ({"figures-0-value": "viele"}, "figures-0-value", "ist keine Zahl"),
        ({"course_chapter": ""}, "course_basis", "Fundstelle"),
        ({"further_carriers-0-carrier": "cooperative"}, "further_carriers", "erste Träger"),
    ],
)
def test_what_is_wrong_is_said_in_its_place(as_, typed, field, text):
    client = as_("erfassung")
    response = client.post(ADD, new_case(client, **TYPED | typed))
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    place = page.select_one(f"#id_{field}")
    where = place.find_parent(class_="f") if place else page.select_one(f"#{field}")
    assert text in where.get_text(), told(response)
    # The part that holds it is open, and everything else is still there.
    assert page.select_one(f"#id_{field}, #{field}").find_parent("details").has_attr("open")
    assert page.select_one("#id_contact")["value"] == "Gemeindeverwaltung"
    assert page.select_one("[name=prizes-0-title]")["value"] == "Ein Preis"
    assert not Practice.objects.filter(slug="oeffentlicher-buecherschrank-in-loitz").exists()


def test_what_is_typed_is_kept_meanwhile(as_):
    client = as_("erfassung")
    client.post(AUTOSAVE, new_case(client, **TYPED | {"cost_amount": "viel"}))
    assert Autosave.objects.count() == 1
    draft = Autosave.objects.get().key.removeprefix("new-")
    fields = form_of(client, f"{ADD}?draft={draft}")
    assert (fields["cost_amount"], fields["prizes-0-title"]) == ("viel", "Ein Preis")
    assert fields["further_carriers-0-carrier"] == "municipality"


def test_it_can_be_emptied(as_, people):
    practice = apply(None, content() | FULL)
    client = as_("host")
    fields = form_of(client, edit(practice))
    names = {member.name for member in MEMBERS}
    fields = {
        name: "" if name in names or name.endswith(("_chapter", "_note")) else value for name, value in fields.items()
    }
    for part in ("figures", "prizes", "links", "further_carriers"):
        fields |= {f"{part}-{at}-DELETE": "on" for at in range(2)}
    fields |= {f"handlungsfeld_{part}": value for part, value in (("basis", "source"), ("chapter", "02.02"))}
    response = client.post(edit(practice), fields)
    assert response.status_code == 302, told(response)
    practice.refresh_from_db()
    assert practice.profile == {}


def test_completeness_names_what_is_empty_and_counts_it_not(people):
    bare = meter(content() | {member.name: None for member in MEMBERS})
    full = meter(content() | FULL)
    assert bare.percent == full.percent
    assert bare.untold[:2] == ["Stand und Laufzeit", "Wer"]
    assert full.untold == []


def test_german_in_an_english_member_is_said(people):
    found = meter(content() | {"effects_en": "Das Bad blieb offen und wird von der Genossenschaft betrieben."})
    assert [item.label for item in found.missing if item.field == "effects_en"] == [
        "Wirkung (englisch) liest sich wie Deutsch"
    ]


def test_what_is_wrong_with_a_row_is_said_beside_a_taken_address(as_):
    """A second look at the case, for its address, must not make the first forgotten."""
    client = as_("erfassung")
    typed = {"slug": "olfen-leohaus", "further_carriers-0-carrier": "cooperative"}
    page = BeautifulSoup(client.post(ADD, new_case(client, **TYPED | typed)).content, "html.parser")
    assert page.select_one("#id_slug").find_parent(class_="f").select(".errorlist")
    assert "erste Träger" in page.select_one("#further_carriers").get_text()


def test_one_figure_for_two_years_arrives(as_):
    client = as_("erfassung")
    fields = new_case(client, **TYPED) | {"figures-TOTAL_FORMS": "2"}
    fields |= {f"figures-1-{name}": fields[f"figures-0-{name}"] for name in ("text", "value", "unit")}
    response = client.post(ADD, fields | {"figures-1-year": "2017"})
    assert response.status_code == 302, told(response)
    saved = read(Practice.objects.get(slug="oeffentlicher-buecherschrank-in-loitz").pk)
    assert [figure["year"] for figure in saved["figures"]] == [2016, 2017]
