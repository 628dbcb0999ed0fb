"""A case with every member of a profile."""

SOURCE = {"basis": "source", "chapter": "02.02", "note": ""}
EDITORIAL = {"basis": "editorial", "chapter": "", "note": "Aus dem Bericht geschlossen; eine | Fundstelle; fehlt."}

FULL = {
    "phase": "running",
    "phase_year": 2018,
    "begin": "2014-06",
    "end": "2016",
    "course_basis": SOURCE,
    "further_carriers": ["municipality", "company"],
    "initiator": "Ein Verein, der das Bad erhalten wollte.",
    "initiator_en": "An association that wanted to keep the pool.",
    "partners": "Die Gemeinde\nund der Landkreis",
    "partners_en": "The municipality\nand the district",
    "actors_basis": SOURCE,
    "cost_amount": 250000,
    "cost_currency": "EUR",
    "cost": "Umbau; ohne Grundstück | ohne Betrieb",
    "cost_en": "Conversion, without the plot",
    "staff": "Eine halbe Stelle",
    "staff_en": "Half a post",
    "means_basis": EDITORIAL,
    "effects": "Das Bad blieb geöffnet.",
    "effects_en": "The pool stayed open.",
    "evidence": "counted",
    "figures": [
        {
            "text": "Mitglieder",
            "value": "1200",
            "unit": "Personen",
            "year": 2016,
            "text_en": "members",
            "unit_en": "people",
        },
        {"text": "Eintritt", "value": "3.5", "unit": "Euro", "year": None, "text_en": "", "unit_en": ""},
    ],
    "prizes": [{"title": "Preis der Genossenschaften", "year": 2015}, {"title": "Zweiter Preis", "year": None}],
    "effect_basis": SOURCE,
    "preconditions": "Ein Vertrag.",
    "preconditions_en": "A contract.",
    "obstacles": "Das Dach.",
    "obstacles_en": "The roof.",
    "lessons_basis": SOURCE,
    "open_questions": "Wer zahlt die Heizung?",
    "open_questions_en": "Who pays for the heating?",
    "links": [
        {"title": "Das Bad", "kind": "website", "url": "https://example.org/bad?a=1;b=2", "accessed": "2026-11-01"},
        {"title": "Bericht", "kind": "report", "url": "https://example.org/bericht", "accessed": "2026-11-02"},
    ],
    "contact": "Gemeindeverwaltung",
    "contact_address": "info@example.org",
    "funding": [{"slug": "own-means", "basis": "editorial", "chapter": "", "note": "Anteile der Mitglieder."}],
}

# A figure that isn't 12,345.
RATIO = {"text": "Quote", "value": "12.345", "unit": "%", "year": 2016, "text_en": "rate", "unit_en": "%"}
