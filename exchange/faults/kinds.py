"""Faults of many rows by their kind: the same thing wrong in the same column is one thing to be mended."""

import re

from core.plaintext import quoted

MOST_KINDS, MOST_VALUES, MOST_UNKNOWN, ROWS_SHOWN = 100, 12, 200, 8
# What a message quotes, as its writers shorten it.
SHORTENED = (None, 80, 60, 40, 12)
# So short a value lies within other words; it is only taken out where it stands in quotation marks.
SHORT = 4
UNKNOWN = "unknown"


class Kinds:
    """Takes the faults of row after row; ``found()`` and ``unknown()`` say what there was."""

    def __init__(self):
        self._kinds, self._unknown = {}, {}

    def add(self, row, fault):
        """A fault of a row, which has been located (exchange.checking.locations)."""
        key = (fault.field, fault.header, pattern(fault))
        if key not in self._kinds and len(self._kinds) >= MOST_KINDS:
            return
        kind = self._kinds.setdefault(key, {"fault": fault, "number": 0, "rows": [], "values": {}, "alike": True})
        kind["alike"] = kind["alike"] and fault.message == kind["fault"].message
        if kind["rows"][-1:] != [row] and kind.get("last") != row:
            kind["number"] += 1
            if len(kind["rows"]) < ROWS_SHOWN:
                kind["rows"].append(row)
        kind["last"] = row
        if fault.typed and (fault.typed in kind["values"] or len(kind["values"]) < 1000):
            kind["values"][fault.typed] = kind["values"].get(fault.typed, 0) + 1
        if fault.kind == UNKNOWN and fault.value and len(self._unknown) < MOST_UNKNOWN:
            value = self._unknown.setdefault((fault.field, fault.value), {"fault": fault, "number": 0})
            value["number"] += 1

    def found(self):
        """[{"field", "header", "letter", "message", "rows", "first", "values"}], the most frequent first."""
        kinds = sorted(self._kinds.items(), key=lambda item: -item[1]["number"])
        return [
            {
                "field": field,
                "header": header,
                "letter": kind["fault"].letter,
                "message": kind["fault"].message if kind["alike"] else shown,
                "rows": kind["number"],
                "first": kind["rows"],
                "values": sorted(kind["values"].items(), key=lambda item: -item[1])[:MOST_VALUES],
                "more": max(0, len(kind["values"]) - MOST_VALUES),
            }
            for (field, header, shown), kind in kinds
        ]

    def unknown(self):
        """[{"field", "header", "letter", "value", "rows", "proposal"}] of the values that no list has."""
        return [
            {
                "field": field,
                "header": one["fault"].header,
                "letter": one["fault"].letter,
                "value": value,
                "rows": one["number"],
                "proposal": one["fault"].proposal,
            }
            for (field, value), one in self._unknown.items()
        ]


def pattern(fault):
    """The message without what is particular to a row: the value it quotes, and numbers."""
    text = fault.message
    for value in filter(None, (fault.value, fault.typed, fault.value.partition(" | ")[0])):
        for shortened in (value[:most] for most in SHORTENED):
            text = text.replace(quoted(shortened), "…")
            text = text.replace(shortened, "…") if len(value) > SHORT else text
    return re.sub(r"\d+", "…", text)
