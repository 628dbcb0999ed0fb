"""The official inhabitants of German municipalities, for the places of the atlas and the gazetteer.

Read from the census table 1000A-0000 as the statistical offices publish it: flat CSV, UTF-8, semicolons, one line for
each municipality (Regionalschlüssel of twelve digits), Data licence Germany – attribution – version 2.0.
"""

import csv
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from core.folding import spelled_out
from core.following import changed
from practices.geodata import gazetteer
from practices.geodata.adoption import entry_of
from practices.models import CensusFigure, Place

NEEDED = ("time", "1_variable_code", "1_variable_attribute_code", "1_variable_attribute_label", "value")
STATES = dict(zip(
    (f"{number:02}" for number in range(1, 17)),
    ("SH", "HH", "NI", "HB", "NW", "HE", "RP", "BW", "BY", "SL", "BE", "BB", "MV", "SN", "ST", "TH"),
    strict=True,
))  # fmt: skip
# "Lauf a.d.Pegnitz" is the Lauf an der Pegnitz of everybody else.
SHORT = ((r"\ba\.\s?d\.\s?", "an der "), (r"\bi\.\s?d\.\s?", "in der "), (r"\ba\.\s?", "am "), (r"\bi\.\s?", "im "))


class NoTable(ValueError):
    """The file isn't such a table; the message says why."""


@dataclass(frozen=True)
class Municipality:
    """``key``: the official one of eight digits (AGS); ``residents`` on ``day``."""

    key: str
    name: str
    residents: int
    day: date

    @property
    def state(self):
        """ISO 3166-2."""
        return f"DE-{STATES[self.key[:2]]}"

    @property
    def source(self):
        return CensusFigure(ags=self.key, residents=self.residents, day=self.day).source


@dataclass
class Outcome:
    """What became of the German towns of the atlas. ``unmatched``: [(Place, why)].

    ``entries``: how many of the gazetteer have a figure of this table; ``strangers``: Municipalities it doesn't have.
    """

    changed: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    unmatched: list = field(default_factory=list)
    entries: int = 0
    strangers: list = field(default_factory=list)


def municipalities(path):
    """The Municipalities of a table. Raises NoTable, or OSError."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        try:
            rows = csv.DictReader(file, delimiter=";")
            missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
            if missing:
                raise NoTable(f"columns missing: {', '.join(missing)}")
            return [one for number, row in enumerate(rows, start=2) if (one := _municipality(row, number))]
        except UnicodeDecodeError as error:
            raise NoTable("the file is no UTF-8") from error


def _municipality(row, number):
    key = row["1_variable_attribute_code"] or ""
    if not row["1_variable_code"].startswith("GEOGM") or not re.fullmatch(r"\d{12}", key) or key[:2] not in STATES:
        return None
    try:
        residents, day = int(row["value"]), date.fromisoformat(row["time"])
    except ValueError as error:
        raise NoTable(f"line {number}: {row['value']!r} on {row['time']!r} are no number and day") from error
    return Municipality(key[:5] + key[-3:], row["1_variable_attribute_label"], residents, day)


def take_over(found):
    """Keep the inhabitants of these Municipalities for the gazetteer, and write them to the German towns they are.

    Returns the Outcome. A figure of an earlier table that this one doesn't name stays.
    """
    by_key, by_name = {one.key: one for one in found}, defaultdict(list)
    for one in found:
        by_name[one.state, _plain(one.name)].append(one)
    matched = _of_gazetteer(by_key, by_name)
    CensusFigure.objects.bulk_create(
        [CensusFigure(ags=ags, residents=one.residents, day=one.day) for ags, one in matched.items()],
        update_conflicts=True,
        unique_fields=["ags"],
        update_fields=["residents", "day"],
    )
    # Towns that the atlas is compared with have other sizes now: what was answered before is of another state.
    changed(everything=True)
    known = {one.key for one in matched.values()}
    outcome = Outcome(entries=len(matched), strangers=[one for one in found if one.key not in known])
    for place in Place.objects.filter(country="DE", precision="place").order_by("slug"):
        one, why = _match(place, by_key, by_name)
        if one is None:
            outcome.unmatched.append((place, why))
            continue
        source = one.source
        if (place.population, place.population_source) == (one.residents, source):
            outcome.unchanged.append(place)
            continue
        place.population, place.population_source = one.residents, source
        place.full_clean()
        place.save()
        outcome.changed.append(place)
    return outcome


def _of_gazetteer(by_key, by_name):
    """{key in the gazetteer: Municipality}: by that key, else, since keys change, by a name alone in its state."""
    entries = gazetteer.municipalities()
    names = {entry.ags: (entry.state, _plain(entry.name)) for entry in entries}
    alone = Counter(names.values())
    matched = {ags: by_key[ags] for ags in names if ags in by_key}
    for ags, name in names.items():
        if ags not in matched and alone[name] == 1 and len(by_name[name]) == 1 and by_name[name][0].key not in names:
            matched[ags] = by_name[name][0]
    return matched


def _match(place, by_key, by_name):
    """(the Municipality that a place is, "") or (None, why not)."""
    entry = entry_of(place.gazetteer)
    if entry is not None and entry.kind == "part":
        return None, "a part of a municipality"
    key = re.match(r"AGS (\d{8})\b", place.gazetteer)
    # A place may stand at the entry of the municipality that it is a part of; then its name is another one.
    key = key[1] if key else entry and _plain(entry.name) == _plain(place.name) and entry.ags
    if key in by_key:
        return by_key[key], ""
    named = by_name[place.state, _plain(place.name)]
    if len(named) == 1:
        return named[0], ""
    return None, "several of this name in its state" if named else "not in the table"


def _plain(name):
    """A name as it is compared: without what the statistics add to it, abbreviations written out."""
    name = name.partition(",")[0]
    for short, long in SHORT:
        name = re.sub(short, long, name)
    return re.sub(r"[^a-z0-9]", "", spelled_out(name).lower())
