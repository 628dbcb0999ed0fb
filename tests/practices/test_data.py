"""The shipped data: complete, cited, honest about places and codings, and in our own words."""

import gzip
import re
from collections import Counter
from hashlib import blake2b
from pathlib import Path

import pytest

from handlungsfelder.models import (
    TERMS,
    Buergerrolle,
    Chance,
    Funding,
    Handlungsfeld,
    Handlungsmuster,
    Herausforderung,
    KommunenRolle,
    Teilaspekt,
)
from practices.models import Place, Practice
from practices.pages.mentions import mentions_of
from practices.systems import MEMBERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

STUDY_RUNS = Path(__file__).parent / "study_runs.bin.gz"
RUN = 8
# What 03.05 says itself: named there, or by reference to a chapter in which only one case can be meant.
FROM_THE_SOURCE = {
    "mit-anpacken": {
        "roedental-seniorenpolitisches-konzept",
        "murnau-makerspace",
    },
    "raeume-aneignen": {
        "stephanskirchen-landlmuehle",
        "gielsdorf-dorfhaus",
        "doemitz-mobile-baeckerei",
        "noerten-hardenberg-hallenbad-genossenschaft",
    },
    "sich-selbst-versorgen": {
        "schoenau-stromrebellen",
    },
    "gemeinsam-bauen": {"berkheim-baugemeinschaft"},
    "dinge-selbst-herstellen": {"murnau-makerspace", "silicon-vilstal", "einbeck-coworking-3eck"},
}
# Whom the paragraphs of the chapters name as an example of their Teilaspekt.
NAMED_IN_A_PARAGRAPH = {
    ("leerstand-und-kreative-umnutzung", "hofheimer-land-leerstandsmanagement", "02.01"),
    ("gemeinsam-um-bauen-und-wohnen", "berkheim-baugemeinschaft", "02.01"),
    ("lern-und-begegnungsraeume", "murnau-makerspace", "02.02"),
    ("lokale-versorgung-staerken", "tegut-laedchen-fuer-alles", "02.06"),
    ("handwerk-und-lokale-dienstleistungen-als-standortfaktoren", "murnau-makerspace", "02.07"),
    ("urban-gardening-auch-in-laendlichen-raeumen", "andernach-essbare-stadt", "02.07"),
}


def practices():
    return Practice.objects.for_list()


def test_fifty_practices_in_the_chapters_of_the_study():
    assert practices().count() == 50
    per_chapter = Counter(p.handlungsfeld.chapter for p in practices() if p.slug != "loitz-urbane-kleinstadt-2030")
    assert per_chapter == {
        "02.01": 7,
        "02.02": 10,
        "02.03": 5,
        "02.04": 6,
        "02.05": 9,
        "02.06": 5,
        "02.07": 7,
    }


def test_the_vocabulary_is_complete():
    counted = [
        m.objects.count() for m in (Handlungsfeld, Teilaspekt, Handlungsmuster, Buergerrolle, Herausforderung, Chance)
    ]
    assert counted == [7, 41, 7, 3, 5, 8]
    assert Handlungsmuster.objects.filter(slug="protestieren").exists()


def test_every_case_cites_its_chapter():
    for practice in practices():
        locators = [citation.locator for citation in practice.citations.all()]
        chapter = "01.01" if practice.slug.startswith("loitz") else practice.handlungsfeld.chapter
        assert any(chapter in locator for locator in locators), practice.slug
        assert not any("01.07" in locator or "03.03" in locator for locator in locators), practice.slug


def test_what_03_05_names_rests_on_the_source_and_nothing_else_does():
    coded = {}
    for practice in practices():
        for coding in practice.handlungsmuster.all():
            if coding.basis == "source":
                assert coding.chapter == "03.05"
                coded.setdefault(coding.term.slug, set()).add(practice.slug)
    assert coded == FROM_THE_SOURCE


def test_teilaspekte_rest_on_the_source_where_their_paragraph_names_the_case():
    named = {
        (coding.term.slug, practice.slug, coding.chapter)
        for practice in practices()
        for coding in practice.teilaspekte.all()
        if coding.basis == "source"
    }
    assert named == NAMED_IN_A_PARAGRAPH


def test_a_pattern_or_aspect_stands_where_the_text_carries_it_and_not_where_it_does_not():
    """Cases that look alike are coded alike; what only a name or a picture suggests is not coded."""
    codes = {p.slug: {c.term.slug for c in (*p.teilaspekte.all(), *p.handlungsmuster.all())} for p in practices()}
    volunteers_drive = (
        "bad-belzig-buergerbus-hoher-flaeming",
        "olfen-buergerbus",
        "jossgrund-floersbachtal-buerger-fahren-buerger",
    )
    assert all("koproduktion-von-daseinsvorsorge" in codes[slug] for slug in volunteers_drive)
    assert "revitalisierung-der-stadtkerne" in codes["berkheim-baugemeinschaft"]
    assert "revitalisierung-der-stadtkerne" not in codes["bosa-albergo-diffuso"]
    assert "raeume-aneignen" not in codes["murnau-makerspace"]
    assert "leerstand-und-kreative-umnutzung" not in codes["anklam-demokratiebahnhof"]


def test_every_coding_has_its_ground():
    for practice in practices():
        for related in MEMBERS:
            for coding in getattr(practice, related).all():
                assert coding.chapter if coding.basis == "source" else len(coding.note) > 15, (practice.slug, coding)


def test_a_case_without_pattern_or_role_says_why():
    for practice in practices():
        if not practice.handlungsmuster.all() or not practice.buergerrollen.all():
            assert len(practice.coding_note) > 30, practice.slug


def test_a_reference_to_a_chapter_is_called_one():
    """It is the source's word only where one case alone can be meant."""
    referred = {
        (practice.slug, coding.term.slug)
        for practice in practices()
        for coding in practice.handlungsmuster.all()
        if coding.note.startswith("Kapitelverweis")
    }
    assert referred == {
        ("einbeck-coworking-3eck", "dinge-selbst-herstellen"),
        ("murnau-makerspace", "mit-anpacken"),
        ("roedental-seniorenpolitisches-konzept", "mit-anpacken"),
    }


def test_fields_and_their_teilaspekte_belong_together():
    """A Teilaspekt of another field makes that field a further one, and a further field has a Teilaspekt."""
    for practice in practices():
        further = {coding.term.slug for coding in practice.further_handlungsfelder.all()}
        fields = {coding.term.handlungsfeld.slug for coding in practice.teilaspekte.all()}
        assert further == fields - {practice.handlungsfeld.slug}, practice.slug


def test_no_story_counts_examples():
    """They would be wrong with the next case."""
    number = r"\b(zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|two|three|four|five|six|seven|eight|nine|ten|\d+)\b"
    for model in (Handlungsfeld, Handlungsmuster, Buergerrolle, KommunenRolle, Funding):
        for term in model.objects.all():
            for story in (term.story, term.story_en):
                assert not re.search(rf"{number} (Beispiele|Fälle|examples|cases)", story, re.IGNORECASE), term.slug


def test_texts_have_the_promised_length_in_both_languages():
    for practice in practices():
        for text in (practice.description, practice.description_en):
            assert 20 <= len(text.split()) <= 170, practice.slug
        assert 20 <= len(practice.transfer.split()) <= 80, practice.slug
        assert 20 <= len(practice.transfer_en.split()) <= 95, practice.slug
        assert practice.summary.rstrip().endswith((".", "“")), practice.slug
        assert practice.title_en, practice.slug
        assert practice.summary_en, practice.slug


def test_a_dot_needs_a_place_and_the_unlocated_have_none():
    without = set(Practice.objects.without_dot().values_list("slug", flat=True))
    assert without == {
        "denkschrift-jugend-kleinstadt",
        "100ee-netzwerk",
        "finnland-fahrerloser-bus",
        "japan-autonomer-bus-sb-drive",
        "tegut-laedchen-fuer-alles",
    }


@pytest.mark.parametrize(
    ("slug", "state", "lat", "lon"),
    [
        ("gielsdorf-dorfhaus", "DE-NW", 50.72, 7.02),  # a part of Alfter near Bonn
        ("berkheim-baugemeinschaft", "DE-BW", 48.04, 10.08),  # in the district of Biberach
        ("schoenau-stromrebellen", "DE-BW", 47.79, 7.89),  # in the Black Forest
        ("loitz-urbane-kleinstadt-2030", "DE-MV", 53.975, 13.135),  # on the Peene
        ("bosa-albergo-diffuso", "IT-88", 40.30, 8.50),
        ("hartberg-echtzeit-stadtinformation", "AT-6", 47.28, 15.97),
        ("guessing-energieautarkie", "AT-1", 47.06, 16.32),
        ("vorchdorf-3d-druck-labore", "AT-4", 48.00, 13.92),
        ("murnau-makerspace", "DE-BY", 47.68, 11.20),
        ("lathen-genossenschaftliche-waermeversorgung", "DE-NI", 52.86, 7.32),
        ("hofheimer-land-leerstandsmanagement", "DE-BY", 50.13, 10.52),
    ],
)
def test_the_text_says_which_town_is_meant(slug, state, lat, lon):
    place = Practice.objects.get(slug=slug).locations.get().place
    assert place.state == state
    assert place.lat == pytest.approx(lat, abs=0.06)
    assert place.lon == pytest.approx(lon, abs=0.09)


@pytest.mark.parametrize(
    ("slug", "residents"),
    [("altena", 16774), ("bad-muenstereifel", 18026), ("prenzlau", 18847), ("demmin", 9651), ("zwiesel", 9146)],
)
def test_inhabitants_are_those_of_the_municipality(slug, residents):
    """The gazetteer knew core villages and old figures, which put these into the wrong size."""
    assert Place.objects.get(slug=slug).population == residents


def test_each_figure_says_whose_it_is():
    for place in Place.objects.all():
        if place.population is None:
            assert not place.population_source
        elif place.country == "DE":
            assert place.population_source.startswith("Zensus 15.05.2022"), place.slug
        else:
            assert place.population_source.startswith("GeoNames, Ortskern"), place.slug
    assert not Place.objects.exclude(precision="place").filter(population__isnull=False).exists()
    assert Place.objects.get(slug="gielsdorf").population is None  # a part of Alfter


def test_several_towns_and_a_shared_one():
    towns = Practice.objects.get(slug="bachtal-wohnen-im-ortskern").locations.values_list("place__slug", flat=True)
    assert list(towns) == ["bachhagel", "syrgenstein", "zoeschingen"]
    assert Practice.objects.filter(locations__place__slug="olfen").count() == 2


def test_no_text_repeats_a_run_of_words_of_the_study():
    """study_runs.bin.gz holds a 6-byte hash of every run of eight words of the study, not its text."""
    packed = gzip.decompress(STUDY_RUNS.read_bytes())
    runs = {packed[i : i + 6] for i in range(0, len(packed), 6)}
    assert len(runs) > 20_000
    texts = [
        (p.slug, text) for p in practices() for text in (p.title, p.summary, p.description, p.transfer, p.coding_note)
    ]
    for related in MEMBERS:
        texts += [(p.slug, coding.note) for p in practices() for coding in getattr(p, related).all()]
    for model in TERMS:
        texts += [(t.slug, t.definition) for t in model.objects.all()]
    for model in (Handlungsfeld, Handlungsmuster, Buergerrolle, KommunenRolle, Funding):
        texts += [(t.slug, t.story) for t in model.objects.all()]
    texts += [(p.slug, value) for p in practices() for value in p.profile.values() if isinstance(value, str)]
    texts += [(one.title, one.text) for field in Handlungsfeld.objects.all() for one in mentions_of(field)]
    copied = [(slug, run) for slug, text in texts for run in eight_words(text) if hashed(run) in runs]
    assert copied == []


def eight_words(text):
    words = re.findall(r"\w+", text.lower())
    return [" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)]


def hashed(run):
    return blake2b(run.encode(), digest_size=6).digest()


def test_what_the_study_names_in_passing_is_told_and_not_counted(client):
    page = client.get("/handlungsfelder/nachhaltigkeit/").content.decode()
    assert all(name in page for name in ("Feldheim", "Beverungen", "Kamikatsu"))
    assert not Place.objects.filter(slug__in=["feldheim", "beverungen", "kamikatsu"]).exists()
    english = client.get("/handlungsfelder/arbeit-produktion/?lang=en").content.decode()
    assert "job centre" in english and "Jobcenter" not in english
    fields = {field.slug: mentions_of(field) for field in Handlungsfeld.objects.all()}
    assert sum(map(len, fields.values())) == 8
    assert all(len(text) <= 200 for told in fields.values() for one in told for text in (one.text, one.text_en))


def test_a_profile_rests_on_passages_that_the_case_cites():
    for practice in practices():
        cited = " ".join(citation.locator for citation in practice.citations.all())
        grounds = [value for name, value in practice.profile.items() if name.endswith("_basis")]
        for ground in [one for one in grounds if one["basis"] == "source"]:
            assert all(chapter in cited for chapter in re.findall(r"\d\d\.\d\d", ground["chapter"])), practice.slug


def test_most_cases_tell_how_far_they_are_and_none_what_it_cost():
    """The study gives no figure of cost for any of them; whoever enters one has another source."""
    profiles = [practice.profile for practice in practices()]
    assert sum("phase" in profile for profile in profiles) > 30
    assert not any("cost_amount" in profile for profile in profiles)
