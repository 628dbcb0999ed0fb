"""The report of a run: written row by row, read by the page. Lies in the folder of the table.

``report.jsonl`` has a line for each row, ``report.json`` the counts, what was said of the whole, and where the rows
of each status begin. While a run goes on it writes beside them; only ``finish()`` puts the new report in their place.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import orjson
from django.utils.translation import get_language, ngettext

from exchange.checking.checker import CHANGED, REFUSED, STATUSES
from exchange.checking.locations import Locator
from exchange.columns.headings import heading_of
from exchange.faults.kinds import Kinds
from exchange.report.changes import changes_of
from exchange.report.corrections import ENDINGS, bad_rows_file

ROWS, ABOUT, BAD = "report.jsonl", "report.json", "bad-rows"
# Names of places with a choice that one page offers.
MOST_AMBIGUOUS = 200
# Places and sources that the table would bring, listed on one page.
MOST_BROUGHT = 1000


def empty_counts():
    return dict.fromkeys(STATUSES, 0)


def as_json(outcome, vocabulary):
    """A row as the report tells it."""
    row = {
        "row": outcome.row,
        "slug": outcome.slug,
        "status": outcome.status,
        "errors": [fault.as_json() for fault in outcome.faults],
    }
    if outcome.places:
        row["places"] = outcome.places
    if outcome.notices:
        row["notices"] = outcome.notices
    if outcome.status == CHANGED:
        row["changes"] = changes_of(outcome, vocabulary)
    return row


class Recorder:
    """Takes outcomes; ``counts`` is up to date after each."""

    def __init__(self, table, meanings, vocabulary):
        self.folder, self.table, self.vocabulary = Path(table.folder), table, vocabulary
        self.counts, self.starts = empty_counts(), {status: [] for status in STATUSES}
        self.columns = [
            {
                "header": meaning.header,
                "key": meaning.key,
                "number": meaning.number,
                "letter": meaning.letter,
                "how": meaning.how,
            }
            for meaning in meanings
        ]
        self.ambiguous, self.brought = {}, {}
        self.without_base = 0
        self.kinds = Kinds()
        self.locator = Locator(meanings, cells=table.kind in ("csv", "xlsx"))
        self.rows = open(self.folder / f"{ROWS}.new", "wb")  # noqa: SIM115  (closed by finish() or drop())
        self.bad = bad_rows_file(table, self.folder / f"{BAD}.new")

    def add(self, outcome):
        for fault in outcome.faults:
            self.locator.locate(fault, outcome.record)
            self.kinds.add(outcome.row, fault)
        self.counts[outcome.status] += 1
        self.without_base += outcome.status == CHANGED and outcome.base is None
        self.starts[outcome.status].append(self.rows.tell())
        self.rows.write(orjson.dumps(as_json(outcome, self.vocabulary)) + b"\n")
        for one in outcome.brings:
            key = (one["kind"], one["slug"])
            if key in self.brought or len(self.brought) < MOST_BROUGHT:
                self.brought.setdefault(key, one | {"rows": []})["rows"].append(outcome.row)
        if outcome.status == REFUSED:
            self.bad.add(outcome.record, outcome.faults)
            for fault in outcome.faults:
                if fault.choices and len(self.ambiguous) < MOST_AMBIGUOUS:
                    self.ambiguous.setdefault(fault.value, fault.choices)

    def finish(self, **more):
        """Put the report in its place; ``more`` is kept with it."""
        self.rows.close()
        self.bad.close()
        about = {
            "counts": self.counts,
            "starts": self.starts,
            "columns": self.columns,
            "notes": [*self.table.notes, *self._unversioned()],
            "kinds": self.kinds.found(),
            "unknown": self.kinds.unknown(),
            "ambiguous": [{"name": name, "choices": choices} for name, choices in self.ambiguous.items()],
            "brings": list(self.brought.values()),
            **more,
        }
        write_whole(self.folder / ABOUT, orjson.dumps(about))
        os.replace(self.folder / f"{ROWS}.new", self.folder / ROWS)
        os.replace(self.folder / f"{BAD}.new", bad_rows_path(self.folder, self.table))

    def _unversioned(self):
        """That nobody can see whether others changed meanwhile what rows without a version change."""
        if not self.without_base:
            return []
        message = ngettext(
            "%(n)s row changes a case and has nothing under “%(header)s”: whether somebody else changed that case "
            "since it was exported can't be seen. Look at the change before you write it.",
            "%(n)s rows change cases and have nothing under “%(header)s”: whether somebody else changed those cases "
            "since they were exported can't be seen. Look at the changes before you write them.",
            self.without_base,
        )
        return [message % {"n": self.without_base, "header": heading_of("base_version", get_language())}]

    def drop(self):
        self.rows.close()
        for name in (ROWS, BAD):
            (self.folder / f"{name}.new").unlink(missing_ok=True)


def bad_rows_path(folder, table):
    return Path(folder) / f"{BAD}{ENDINGS[table.kind]}"


def write_whole(path, content):
    """Write a file so that nobody ever reads half of it."""
    beside = Path(f"{path}.part")
    beside.write_bytes(content)
    os.replace(beside, path)


@dataclass
class Report:
    """The report that lies in a folder."""

    folder: Path
    about: dict

    @classmethod
    def in_(cls, folder):
        """The Report of a folder; None where there is none yet."""
        try:
            return cls(Path(folder), orjson.loads((Path(folder) / ABOUT).read_bytes()))
        except FileNotFoundError:
            return None

    @property
    def counts(self):
        return self.about["counts"]

    def rows(self, status=None, start=0, stop=None):
        """The rows of one status (or of all) from ``start`` to before ``stop``, in their order."""
        starts = self.about["starts"]
        places = starts[status] if status else sorted(place for one in starts.values() for place in one)
        with open(self.folder / ROWS, "rb") as lines:
            for place in places[start:stop]:
                lines.seek(place)
                yield orjson.loads(lines.readline())

    def number(self, status=None):
        return self.counts[status] if status else sum(self.counts.values())

    def write_to(self, path):
        """The report as one JSON file: {"counts": {…}, "rows": […]}; with ``notes`` on the reading, and ``brings``."""
        with open(path, "wb") as file, open(self.folder / ROWS, "rb") as lines:
            file.write(b'{"counts": ' + orjson.dumps(self.counts) + b', "notes": ' + orjson.dumps(self.about["notes"]))
            file.write(b', "brings": ' + orjson.dumps(self.about.get("brings", [])))
            file.write(b', "rows": [')
            for number, line in enumerate(lines):
                file.write((b"," if number else b"") + b"\n" + line.rstrip(b"\n"))
            file.write(b"\n]}\n")
