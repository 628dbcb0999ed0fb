"""Every fault of a row is named by its field, with the reason and, where there is one, a proposal."""

import pytest

from tests.exchange.conftest import GOOD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

CASES = [
    ({"Titel": ""}, "title", "weder Titel noch Kurznamen", ""),
    ({"Titel": "", "Slug": "ein-fall"}, "title", "darf nicht leer sein", ""),
    ({"Titel": "x" * 161}, "title", "höchstens 160 Zeichen", ""),
    ({"Titel": "…"}, "slug", "lässt sich kein Kurzname bilden", ""),
    ({"Slug": "mit leerzeichen"}, "slug", "gültiges Kürzel", ""),
    ({"Slug": "clusters"}, "slug", "von der Schnittstelle belegt|API", ""),
    ({"Kurzfassung": ""}, "summary", "darf nicht leer sein", ""),
    ({"Kurzfassung": "Zwei\nZeilen."}, "summary", "ein Satz in einer Zeile|einem Satz|eine Zeile", ""),
    ({"Kurzfassung": "x" * 301}, "summary", "höchstens 300 Zeichen", ""),
    ({"Beschreibung": " "}, "description", "darf nicht leer sein", ""),
    ({"Handlungsfeld": ""}, "handlungsfeld", "darf nicht leer sein", ""),
    ({"Handlungsfeld": "Mobilitaet"}, "handlungsfeld", "„Mobilitaet“ ist nicht bekannt", "Mobilität"),
    ({"Handlungsfeld": "Mobilität; Digitalisierung"}, "handlungsfeld", "ein Haupt-Handlungsfeld", ""),
    ({"Handlungsfeld beruht auf": "geraten"}, "handlungsfeld_basis", "beruht auf einer Quelle", ""),
    ({"Handlungsfeld Kapitel": "", "Begründung der Codierung": ""}, "handlungsfeld_note", "kurzen Grund", ""),
    ({"Handlungsfeld Kapitel": "x" * 41}, "handlungsfeld_chapter", "höchstens 40 Zeichen", ""),
    ({"Weitere Handlungsfelder": "Digitalisierung"}, "further_handlungsfelder", "schon das Haupt-Handlungsfeld", ""),
    ({"Teilaspekte": "Smart Citty"}, "teilaspekte", "ist nicht bekannt", "Smart City"),
    ({"Handlungsmuster": "Mit anpaken"}, "handlungsmuster", "ist nicht bekannt", "Mit anpacken"),
    ({"Handlungsmuster": "Mit anpacken; mit-anpacken"}, "handlungsmuster", "zweimal", ""),
    ({"Handlungsmuster": "Mit anpacken | vielleicht"}, "handlungsmuster", "beruht auf einer Quelle", ""),
    ({"Handlungsmuster": "Mit anpacken | a | b | c | d"}, "handlungsmuster", "höchstens vier Teile", ""),
    ({"Bürgerrollen": "Engagirte"}, "buergerrollen", "ist nicht bekannt", "Engagierte"),
    ({"Begründung der Codierung": ""}, "buergerrollen", "Engagierte: Eine redaktionelle Codierung", ""),
    ({"Träger": "Vereine"}, "carrier", "ist kein Träger; es gibt: Bürgergruppe", "Verein"),
    ({"Stand": ""}, "as_of", "", ""),
    ({"Stand": "ca. 2018"}, "as_of", "weder eine Jahreszahl noch ein Datum", "2018"),
    ({"Stand": "1492"}, "as_of", "ein Jahr von 1900 bis", ""),
    ({"Zuletzt bestätigt": "31.2.2026"}, "confirmed", "Diesen Tag gibt es nicht", ""),
    ({"Ort": "Neustadt"}, "places", "nicht eindeutig", "Neustadt an der Weinstraße; "),
    ({"Ort": "Olfenn"}, "places", "Weder der Atlas noch das Ortsverzeichnis", "Olfen"),
    ({"Ort": "Olfen; Olfen"}, "places", "zweimal", ""),
    ({"Breite": "91", "Länge": "7"}, "lat", "liegt nicht zwischen -90 und 90", ""),
    ({"Breite": "51,7"}, "lon", "gehören zusammen", ""),
    ({"Quelle": "bbsr-urbane-kleinstaedt"}, "sources", "Es gibt keine Quelle", "bbsr-urbane-kleinstaedte"),
    ({"Fundstelle": ""}, "sources", "fehlt die Fundstelle", ""),
    ({"Fundstelle": "x" * 201}, "sources", "höchstens 200 Zeichen", ""),
    ({"Quelle": "Müller (2020): Ein Buch. | S. 3 | kein-link"}, "sources", "gültige", ""),
    ({"Bilder": "abc | alt | ich | CC0"}, "images", "kein Bild „abc“", ""),
    ({"Status": "fertig"}, "status", "ist kein Status; es gibt: Entwurf", ""),
]


@pytest.mark.parametrize(("changes", "field", "text", "proposal"), CASES)
def test_a_fault_is_named(import_, changes, field, text, proposal):
    result = import_([GOOD | changes])
    assert result.counts["refused"] == 1
    found = [e for e in result.only["errors"] if e["field"] == field]
    assert found, result.only
    assert any(part in " ".join(e["message"] for e in found) for part in text.split("|")), found
    assert any(e["proposal"].startswith(proposal) for e in found), found


def test_all_faults_of_a_row_are_named_at_once(import_):
    row = GOOD | {
        "Kurzfassung": "",
        "Handlungsfeld": "x",
        "Handlungsmuster": "y; Mit anpacken |  | | ",
        "Ort": "Neustadt",
    }
    row |= {"Stand": "bald", "Träger": "z", "Fundstelle": "", "Begründung der Codierung": ""}
    expected = {"summary", "handlungsfeld", "handlungsmuster", "buergerrollen", "places", "as_of", "carrier", "sources"}
    assert expected <= set(import_([row]).faults())


def test_a_fault_keeps_the_value_as_it_was_typed(import_):
    errors = import_([GOOD | {"Träger": "Vereine", "Stand": "ca. 2018"}]).only["errors"]
    assert {error["field"]: error["value"] for error in errors} == {"carrier": "Vereine", "as_of": "ca. 2018"}


def test_the_same_slug_twice_names_the_other_row(import_):
    result = import_([GOOD, GOOD | {"Titel": "Ein anderer"}, GOOD])
    assert [row["status"] for row in result.rows] == ["new", "new", "refused"]
    assert "Dem Titel nach ist Zeile 2 dasselbe Beispiel" in result.faults(4)["title"][0]


@pytest.mark.parametrize("text", ["mobilitaet", "Mobilität", "MOBILITÄT", "Mobility", "  Mobilität "])
def test_a_term_is_taken_by_slug_or_title(import_, text):
    assert import_([GOOD | {"Handlungsfeld": text}]).counts["new"] == 1


def test_titles_with_commas_are_no_lists(import_):
    row = GOOD | {"Handlungsfeld": "Bauen, Wohnen, Fläche", "Handlungsmuster": "Mit anpacken, Protestieren"}
    assert import_([row]).counts["new"] == 1


def test_html_stays_text(import_, client):
    from django.contrib.auth.models import User

    from practices.models import Practice
    from workplace.workflow import steps

    nasty = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    rows = [GOOD | {"Titel": f"Fall {nasty}", "Kurzfassung": nasty, "Beschreibung": nasty, "Slug": "fall"}]
    assert import_(rows, write=True).counts["new"] == 1
    host = User.objects.create_superuser("host")
    practice = Practice.objects.get(slug="fall")
    steps.take(steps.take(practice, "submit", host), "publish", User.objects.create_superuser("other"))
    page = client.get("/praxis/fall/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_very_similar_title_is_noticed(import_):
    result = import_(
        [
            GOOD | {"Titel": "Olfen: Das Leohaus bleibt, weil viele zusammenhelfen"},
            GOOD | {"Titel": "Bücherschränke am Markt"},
            GOOD,
        ]
    )
    assert "olfen-leohaus" in result.rows[0]["notices"][0]
    assert "Zeile 3" in result.rows[2]["notices"][0]
