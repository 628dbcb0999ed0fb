"""Names of places that the gazetteer doesn't bear, from exonyms.csv: "Wien" for Vienna, "Bozen" for Bolzano.

``use`` says what a name is for: ``name`` is how German-language reference works call the place today, and so does
the atlas; by a ``known`` one it is only found.
"""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("exonyms.csv")


@cache
def rows():
    """[{"name", "use", "country", "gazetteer", "source"}]; ``gazetteer`` is the name of the entry ``source``."""
    with open(FILE, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def _by_source():
    found = defaultdict(list)
    for row in rows():
        found[row["source"]].append(row)
    return found


def of(source):
    """Every exonym of the entry with this source id: a list of str."""
    return [row["name"] for row in _by_source().get(source, ())]


def german(source):
    """How an entry is called in German; "" where that is its own name."""
    return next((row["name"] for row in _by_source().get(source, ()) if row["use"] == "name"), "")
