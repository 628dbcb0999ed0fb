"""Thousands of rows with 500 faults of 20 kinds: each is named, the others are written, and memory stays bounded.

Run as a host would run it: the command, in a process of its own, on a database of its own.
"""

import json
import os
import random
import re
import subprocess
import sys

import pytest

from bench.synthetic_words import COMMON
from tests import ROOT
from tests.databases import study_database
from tests.exchange.conftest import GOOD, csv_bytes

EACH = 25
MOST_MEGABYTES = 600
PLACES = ["Olfen", "Altena", "Calw", "Einbeck", "Neustadt in Holstein", "Schönau (Rottal-Inn)", "Hartberg", "Anklam"]
FIELDS = ["Mobilität", "Digitalisierung", "Nachhaltigkeit", "Bauen, Wohnen, Fläche", "arbeit-produktion"]
WORDS = "Laden Bus Markt Schule Verein Wald Energie Haus Garten Fluss mit für und oder aus der die das ein".split()

# kind → (what is typed instead, the field that is named, a part of the message, the proposal or None for any)
FAULTS = {
    "no title": ({"Titel": "", "Slug": ""}, "title", "weder Titel noch Kurznamen", ""),
    "long title": ({"Titel": "x" * 161}, "title", "höchstens 160 Zeichen", ""),
    "no summary": ({"Kurzfassung": ""}, "summary", "darf nicht leer sein", ""),
    "summary on two lines": ({"Kurzfassung": "Zwei\nZeilen."}, "summary", "in einer Zeile", ""),
    "no description": ({"Beschreibung": ""}, "description", "darf nicht leer sein", ""),
    "field misspelt": ({"Handlungsfeld": "Mobilitaet"}, "handlungsfeld", "nicht bekannt", "Mobilität"),
    "no field": ({"Handlungsfeld": ""}, "handlungsfeld", "darf nicht leer sein", ""),
    "pattern misspelt": ({"Handlungsmuster": "Mit anpaken"}, "handlungsmuster", "nicht bekannt", "Mit anpacken"),
    "role twice": ({"Bürgerrollen": "Engagierte; engagierte"}, "buergerrollen", "zweimal", ""),
    "no ground": ({"Begründung der Codierung": ""}, "handlungsmuster", "kurzen Grund", ""),
    "carrier unknown": ({"Träger": "Vereine"}, "carrier", "ist kein Träger", "Verein"),
    "no year": ({"Stand": "ca. 2018"}, "as_of", "weder eine Jahreszahl", "2018"),
    "implausible year": ({"Stand": "1492"}, "as_of", "ein Jahr von 1900 bis", ""),
    "no such day": ({"Zuletzt bestätigt": "31.2.2026"}, "confirmed", "Diesen Tag gibt es nicht", ""),
    "ambiguous place": ({"Ort": "Schönau"}, "places", "nicht eindeutig", None),
    "unknown place": ({"Ort": "Olfenn"}, "places", "Weder der Atlas", "Olfen"),
    "unknown source": ({"Quelle": "bbsr-kleinstaedte"}, "sources", "Es gibt keine Quelle", "bbsr-urbane-kleinstaedte"),
    "no locator": ({"Fundstelle": ""}, "sources", "fehlt die Fundstelle", ""),
    "formula": ({"Kurzfassung": "=cmd|'/C calc'!A0"}, "summary", "Formeln werden nicht übernommen", None),
    "slug twice": ({"Slug": "fall-0"}, "slug", "Zeile 2 hat denselben Kurznamen", ""),
}


def table(number_of_rows):
    """(rows, {row number: kind of its fault})."""
    draw = random.Random(4)
    rows = []
    for number in range(number_of_rows):
        text = " ".join(draw.choices(WORDS, k=110))
        rows.append(
            GOOD
            | {
                "Titel": f"{COMMON} {draw.choice(WORDS)} und {draw.choice(WORDS)} {number}",
                "Slug": f"fall-{number}",
                "Beschreibung": text,
                "Handlungsfeld": draw.choice(FIELDS),
                "Ort": draw.choice(PLACES),
                "Stand": draw.choice(["2024", "1.5.2020", "Mai 2019"]),
                "Zuletzt bestätigt": draw.choice(["", "01.05.26", "2026-05-01"]),
            }
        )
    places = draw.sample(range(1, number_of_rows), EACH * len(FAULTS))
    planted = dict(zip(places, list(FAULTS) * EACH, strict=True))
    for place, kind in planted.items():
        rows[place] |= FAULTS[kind][0]
    return rows, {place + 2: kind for place, kind in planted.items()}


@pytest.fixture
def environment(tmp_path):
    environment = os.environ | {"ATLAS_VAR": str(tmp_path), "SECRET_KEY": "only-for-the-tests-of-20000-rows-0123456789"}
    with study_database(environment):
        yield environment


def run(environment, *arguments):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments, "--skip-checks"],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("total", [1_000, pytest.param(20_000, marks=pytest.mark.long)])
def test_rows_with_five_hundred_faults(environment, tmp_path, total):
    rows, planted = table(total)
    assert (len(FAULTS), len(planted)) == (20, 500)
    path, report, corrected = tmp_path / "viele.csv", tmp_path / "report.json", tmp_path / "fehler.csv"
    path.write_bytes(csv_bytes(rows))
    done = run(
        environment, "import_practices", str(path), "--only-good-rows",
        "--report", str(report), "--bad-rows", str(corrected),
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    found = json.loads(report.read_bytes())
    assert found["counts"] == {"new": total - 500, "changed": 0, "unchanged": 0, "refused": 500}
    assert [row["row"] for row in found["rows"]] == list(range(2, total + 2))
    wrong = {}
    for row in found["rows"]:
        kind = planted.get(row["row"])
        if (row["status"], bool(row["errors"])) != (("refused", True) if kind else ("new", False)):
            wrong[row["row"]] = row
        elif kind and not names(row, kind):
            wrong[row["row"]] = (kind, row)
    assert wrong == {}
    seconds, peak = re.search(r"([\d.]+) s, höchstens (\d+) MB", done.stdout).groups()
    print(f"\n{total:,} rows checked and written: {seconds} s, at most {peak} MB")
    assert int(peak) < MOST_MEGABYTES

    # The returned rows hold the same faults, and what was written is unchanged the second time.
    again = run(environment, "import_practices", str(corrected), "--dry-run", "--report", str(report))
    assert again.returncode == 1
    counts = json.loads(report.read_bytes())["counts"]
    # But a formula came back as plain text, and the first of the rows named fall-0 now means the case of that name.
    assert counts == {"new": EACH, "changed": 1, "unchanged": 0, "refused": 500 - EACH - 1}
    again = run(environment, "import_practices", str(path), "--dry-run", "--report", str(report))
    assert json.loads(report.read_bytes())["counts"] == {
        "new": 0,
        "changed": 0,
        "unchanged": total - 500,
        "refused": 500,
    }


def names(row, kind):
    """Whether the errors of a row name this fault by field, reason and proposal."""
    _typed, field, text, proposal = FAULTS[kind]
    return any(
        error["field"] == field
        and text in error["message"]
        and (error["proposal"] if proposal is None else error["proposal"] == proposal)
        for error in row["errors"]
    )
