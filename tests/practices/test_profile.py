"""The profile of a case: what it may hold, how it is found, told and searched."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.management import call_command

from practices.case.applying import apply
from practices.case.contents import read
from practices.case.merging import merge
from practices.models import Practice, Status, status
from practices.models.profile.checking import check
from practices.models.profile.kinds import looks_personal, plain_number
from practices.models.profile.members import MEMBERS
from tests.practices.profiles import FULL, SOURCE

SLUG = "olfen-leohaus"


def changed(**members):
    """The case with these members, written and published."""
    practice = Practice.objects.get(slug=SLUG)
    with status.by_the_host():
        return apply(practice, read(practice.pk) | members, with_life=True)


@pytest.fixture
def full(study):
    return changed(**FULL)


def test_the_sample_has_every_member():
    assert {member.name for member in MEMBERS} <= FULL.keys()
    assert all(FULL[member.name] for member in MEMBERS)


def test_it_is_kept_as_it_was_given(full):
    assert {name: read(full.pk)[name] for name in FULL} == FULL
    assert full.carriers == [full.carrier, "municipality", "company"]


def test_a_case_without_any_is_no_worse(study):
    assert changed(**{member.name: None for member in MEMBERS}).profile == {}


@pytest.mark.parametrize(
    ("profile", "field", "text"),
    [
        ({"begin": "2015", "end": "2014-12", "course_basis": SOURCE}, "end", "vor dem Beginn (2015)"),
        ({"begin": "2014-06", "end": "2014", "course_basis": SOURCE}, None, ""),
        ({"begin": "Sommer", "course_basis": SOURCE}, "begin", "„Sommer“ ist weder Jahr noch Monat"),
        ({"begin": "2014-13", "course_basis": SOURCE}, "begin", "weder Jahr noch Monat"),
        (
            {"phase": "running", "phase_year": 2999, "course_basis": SOURCE},
            "phase_year",
            "2999: Erwartet wird ein Jahr",
        ),
        ({"phase": "running", "course_basis": SOURCE}, "phase_year", "zuletzt bekannt"),
        ({"phase": "fertig", "phase_year": 2018, "course_basis": SOURCE}, "phase", "„fertig“ ist nicht bekannt"),
        ({"cost_amount": 5, "means_basis": SOURCE}, "cost_currency", "gehört die Währung"),
        ({"cost_currency": "EUR"}, "cost_amount", "kein Betrag"),
        ({"cost_amount": -5, "cost_currency": "EUR", "means_basis": SOURCE}, "cost_amount", "-5"),
        ({"evidence": "counted", "effect_basis": SOURCE}, "effects", "kein Text"),
        ({"effects": "Gut.", "effect_basis": SOURCE}, "evidence", "woher"),
        ({"effects": "Gut.", "evidence": "reported"}, "effect_basis", "worauf das beruht"),
        ({"effect_basis": SOURCE}, "effect_basis", "nichts, dessen Grundlage"),
        ({"staff": "Zwei", "means_basis": SOURCE | {"chapter": ""}}, "means_basis", "Fundstelle"),
        ({"staff": "Zwei", "means_basis": {"basis": "editorial", "chapter": "", "note": ""}}, "means_basis", "Grund"),
        ({"staff_en": "Two", "means_basis": SOURCE}, "staff", "nur auf Englisch"),
        ({"further_carriers": ["cooperative"], "actors_basis": SOURCE}, "further_carriers", "erste Träger"),
        ({"further_carriers": ["verein"], "actors_basis": SOURCE}, "further_carriers", "„verein“ ist nicht bekannt"),
        ({"links": [FULL["links"][0] | {"url": "example.org"}]}, "links", "ist keine Adresse"),
        ({"links": [FULL["links"][0] | {"url": "javascript:alert(1)"}]}, "links", "ist keine Adresse"),
        ({"links": [FULL["links"][0] | {"url": "https://anna.muster@example.org/"}]}, "links", "ist keine Adresse"),
        ({"links": [FULL["links"][0] | {"url": "https://example.org/\u202egnp"}]}, "links", "ist keine Adresse"),
        ({"links": [FULL["links"][0] | {"accessed": ""}]}, "links", "nicht vollständig"),
        ({"links": [FULL["links"][0] | {"accessed": "20200501"}]}, "links", "„20200501“ ist kein Datum"),
        ({"links": [FULL["links"][0] | {"accessed": "2020-W18-5"}]}, "links", "ist kein Datum"),
        ({"links": [FULL["links"][0] | {"accessed": "2999-01-01"}]}, "links", "01.01.2999"),
        ({"links": [FULL["links"][0]] * 2}, "links", "zweimal"),
        ({"figures": [FULL["figures"][0] | {"value": "viele"}], "effect_basis": SOURCE}, "figures", "ist keine Zahl"),
        ({"contact": "Amt", "contact_address": "anna.muster@example.org"}, "contact_address", "Adresse einer Person"),
        ({"contact": "Amt", "contact_address": "info@"}, "contact_address", "keine Mailadresse"),
        ({"contact": "Amt, anna.muster@example.org"}, "contact", "Adresse einer Person"),
        ({"contact_address": "info@example.org"}, "contact", "wessen Adresse"),
        ({"initiator": "Ein BÃ¼ro", "actors_basis": SOURCE}, "initiator", "BÃ¼ro"),
        ({"effects": "x" * 601, "evidence": "counted", "effect_basis": SOURCE}, "effects", "601"),
    ],
)
def test_what_is_wrong_is_named_at_its_member(profile, field, text):
    if field is None:
        return check(profile, "cooperative")
    with pytest.raises(ValidationError) as caught:
        check(profile, "cooperative")
    assert text in " ".join(caught.value.message_dict[field])
    return None


@pytest.mark.parametrize(
    ("address", "personal"),
    [
        ("anna.muster@example.org", True),
        ("a.muster@example.org", True),
        ("anna.m.muster@example.org", True),
        ("anna_muster@example.org", True),
        ("anna.hausmann@example.org", True),
        ("eva-kreisel@example.org", True),
        ("hallenbad-noerten@example.org", False),
        ("info@example.org", False),
        ("rathaus@example.org", False),
        ("stadt.planung@example.org", False),
        ("buergerbus-olfen@example.org", False),
    ],
)
def test_a_personal_address_is_told_from_that_of_an_office(address, personal):
    assert looks_personal(address) is personal


@pytest.mark.parametrize(
    ("typed", "number"),
    [("150.000", "150000"), ("1.234,5", "1234.5"), ("3,5", "3.5"), ("3.5", "3.5"), ("12 000", "12000"), ("viel", None)],
)
def test_numbers_are_read_as_people_type_them(typed, number):
    assert plain_number(typed) == number


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("phase=running", True),
        ("phase=ended", False),
        ("phase=ended&phase=running", True),
        ("evidence=counted", True),
        ("evidence=none", False),
        ("cost=known", True),
        ("cost=unknown", False),
        ("funding=own-means", True),
        ("funding=eu", False),
        ("carrier=company", True),
        ("carrier=municipality&phase=running&cost=known", True),
        ("q=Gemeindeverwaltung", False),
        ("q=halbe Stelle", True),
        ("q=Preis der Genossenschaften", True),
    ],
)
def test_each_facet_finds_it(client, full, query, found):
    answer = client.get(f"/api/v1/practices/?page_size=100&{query}").json()
    assert (SLUG in {case["slug"] for case in answer["results"]}) is found


def test_a_silent_case_is_counted_as_silent(client, study):
    changed(**{member.name: None for member in MEMBERS}, funding=[])
    for query in ("evidence=none", "cost=unknown"):
        answer = client.get(f"/api/v1/practices/?page_size=100&{query}").json()
        assert SLUG in {case["slug"] for case in answer["results"]}


def test_a_facet_follows_a_change(client, full):
    def counted():
        facets = client.get("/api/v1/practices/?page_size=1&facets=1").json()["facets"]
        return {
            name: {e["slug"]: e["count"] for e in facets[name]} for name in ("phase", "cost", "evidence", "carrier")
        }

    before = counted()
    changed(**{member.name: None for member in MEMBERS})
    after = counted()
    assert after["phase"]["running"] == before["phase"]["running"] - 1
    assert after["cost"]["known"] == before["cost"]["known"] - 1
    assert after["cost"]["unknown"] == before["cost"]["unknown"] + 1
    assert after["evidence"]["none"] == before["evidence"]["none"] + 1
    assert after["carrier"]["company"] == before["carrier"]["company"] - 1


def test_the_api_tells_it(client, full):
    german = client.get(f"/api/v1/practices/{SLUG}/").json()
    english = client.get(f"/api/v1/practices/{SLUG}/?lang=en").json()
    assert german["carriers"] == [full.carrier, "municipality", "company"]
    assert german["profile"]["cost_amount"] == 250000
    assert german["profile"]["course_basis"] == SOURCE
    assert (german["profile"]["staff"], english["profile"]["staff"]) == ("Eine halbe Stelle", "Half a post")
    assert english["profile"]["figures"][0] == {"text": "members", "value": "1200", "unit": "people", "year": 2016}
    assert english["profile"]["figures"][1]["text"] == "Eintritt"
    assert [one["slug"] for one in german["funding"]] == ["own-means"]
    other = client.get("/api/v1/practices/perlesreut-informations-und-begegnungszentrum/").json()
    assert set(other["profile"]) == set(german["profile"])


def test_the_page_tells_it_in_both_languages(client, full):
    page = BeautifulSoup(client.get(f"/praxis/{SLUG}/").content, "html.parser")
    facts = " ".join(page.select_one(".facts").get_text(" ").split())
    for text in ("Läuft (2018)", "Juni 2014 bis 2016", "250.000 EUR", "Mitglieder: 1.200 Personen (2016)",
                 "Unternehmen",
                 "Eigenmittel der Träger", "Preis der Genossenschaften (2015)", "Eintritt: 3,5 Euro"):  # fmt: skip
        assert text in facts, text
    assert page.select_one('.facts a[href="mailto:info@example.org"]')
    assert page.select_one('a[href="https://example.org/bericht"]')
    assert "Das Bad blieb geöffnet." in page.get_text()
    told = {section.h2.get_text(): section.get_text(" ") for section in page.select(".told")}
    assert "Gezählt · laut Quelle, Kap. 02.02" in " ".join(told["Was daraus wurde"].split())
    assert "unsere eigene Frage" in told["Was offen ist"]
    english = BeautifulSoup(client.get(f"/praxis/{SLUG}/?lang=en").content, "html.parser")
    text = english.get_text()
    assert "The pool stayed open." in text and "Das Bad blieb geöffnet." not in text
    # What is there in German only says so.
    for german in ("Preis der Genossenschaften (2015)", "Gemeindeverwaltung", "Das Bad"):
        assert english.find(string=lambda text, g=german: text.strip() == g).find_parent(lang=True)["lang"] == "de"


def test_what_the_sources_are_silent_of_is_said_once(client, study):
    changed(**{member.name: None for member in MEMBERS}, funding=[])
    page = BeautifulSoup(client.get(f"/praxis/{SLUG}/").content, "html.parser")
    (silent,) = page.select(".facts__silent")
    assert silent.get_text(strip=True) == "Die Quellen sagen nichts zu: Kosten, Förderung, Wirkung und Stand heute."


def test_two_people_change_two_entries(full):
    base = read(full.pk)
    theirs = base | {"prizes": [*base["prizes"], {"title": "Dritter", "year": 2017}]}
    mine = base | {"prizes": [base["prizes"][0] | {"year": 2014}, base["prizes"][1]]}
    merged = merge(base, theirs, mine)
    assert not merged.clashes
    assert [(one["title"], one["year"]) for one in merged.content["prizes"]] == [
        ("Preis der Genossenschaften", 2014), ("Zweiter Preis", None), ("Dritter", 2017),
    ]  # fmt: skip


def test_two_people_change_one_entry(full):
    base = read(full.pk)
    theirs = base | {"links": [base["links"][0] | {"title": "Ihrer"}, base["links"][1]]}
    mine = base | {"links": [base["links"][0] | {"title": "Meiner"}, base["links"][1]]}
    (clash,) = merge(base, theirs, mine).clashes
    assert (clash.member, clash.theirs["title"], clash.mine["title"]) == ("links", "Ihrer", "Meiner")
    # An address can't stand in an id of the page.
    assert clash.key.startswith("links-") and clash.key.isascii() and " " not in clash.key and "/" not in clash.key


def test_drafts_have_one_too(study):
    practice = Practice.objects.get(slug=SLUG)
    draft = apply(None, read(practice.pk) | FULL | {"slug": "entwurf", "title": "Entwurf", "title_en": ""})
    assert draft.status == Status.DRAFT and draft.profile["cost_amount"] == 250000


def test_the_command_tells_how_many_cases_carry_a_member(full, capsys):
    call_command("profiles")
    lines = capsys.readouterr().out.splitlines()
    assert next(line for line in lines if "`cost_amount`" in line).endswith("|  | 1 |")
    assert lines[-1] == "50 published cases."


def test_a_cost_of_nothing_is_a_cost(client, study):
    changed(cost_amount=0, cost_currency="EUR", means_basis=SOURCE)
    answer = client.get("/api/v1/practices/?page_size=100&cost=known").json()
    assert [case["profile"]["cost_amount"] for case in answer["results"] if case["slug"] == SLUG] == [0]
    assert "0 EUR" in BeautifulSoup(client.get(f"/praxis/{SLUG}/").content, "html.parser").select_one(".facts").text


def test_more_entries_than_a_profile_holds_are_refused_by_number():
    prizes = [{"title": f"Preis {n}", "year": None} for n in range(31)]
    with pytest.raises(ValidationError) as caught:
        check({"prizes": prizes, "effect_basis": SOURCE}, "")
    assert caught.value.message_dict["prizes"] == ["Höchstens 30 Einträge; das sind 31."]


def test_what_a_later_release_stored_breaks_nothing(client, full):
    """A value that this release doesn't know is told as it stands, or not at all."""
    profile = full.profile | {"phase": "dormant", "evidence": "felt", "further_carriers": ["robots"], "future": 1}
    Practice.objects.filter(pk=full.pk).update(profile=profile | {"begin": "bald", "cost_currency": "ZWL"})
    for address in (
        f"/praxis/{SLUG}/",
        f"/api/v1/practices/{SLUG}/",
        "/",
        "/export/practices.csv",
        "/?carrier=company",
    ):
        response = client.get(address)
        assert response.status_code == 200
        assert b"".join(response) if response.streaming else response.content


def test_the_sentence_says_what_a_value_is_about(client, study):
    page = BeautifulSoup(client.get("/?phase=running&evidence=none").content, "html.parser")
    chips = " ".join(page.select_one(".chips").get_text(" ").split())
    assert "Phase: läuft" in chips and "Wirkung: keine bekannt" in chips


def test_one_figure_may_be_told_for_several_years(study):
    members = FULL["figures"][0]
    series = [members, members | {"year": 2018, "value": "1400"}]
    check({"figures": series, "effect_basis": SOURCE}, "")
    with pytest.raises(ValidationError):
        check({"figures": [*series, members], "effect_basis": SOURCE}, "")
