"""What a column may hold: how its cell is read into a member of the plain form, written from it, and told to people."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exchange.columns import values
from exchange.faults.fault import Fault, fault_of
from exchange.faults.kinds import UNKNOWN
from practices.lookup import terms
from practices.lookup.unknown import NotUnderstood


@dataclass
class Row:
    """The cells of a row by column, and what they are read with.

    ``found``: {key: [(number of the column, value)]} of the columns that the table has; ``points``: [(lat, lon)];
    ``lookups`` gives ``vocabulary``, ``places``, ``sources``, ``defaults`` and ``has_picture()``.
    """

    found: dict
    lookups: object
    faults: list
    notices: list
    points: list = field(default_factory=list)

    def __getattr__(self, name):
        return getattr(self.lookups, name)

    def text(self, key):
        """The one cell of a column as text; "" for an empty one."""
        value = next((value for _number, value in self.found[key]), None)
        if isinstance(value, list | dict):
            self.faults.append(Fault(key, str(value), _("A text is expected here.")))
            return ""
        return text_of(value)

    def holds_number(self, key):
        """Whether the cell itself is a number, whose point is none of thousands."""
        return isinstance(next((value for _number, value in self.found[key]), None), float)

    def numbered(self, key):
        """{number of the column: text} of columns that belong to numbered ones."""
        found = self.found.get(key, ())
        return {number: text_of(value) for number, value in found if not isinstance(value, list | dict)}

    def converted(self, read, key, text):
        """What ``read`` makes of a text; None for an empty one, and for one that isn't understood."""
        if not text:
            return None
        try:
            return read(text)
        except NotUnderstood as error:
            self.faults.append(fault_of(error, key, text))
            return None


@dataclass
class Case:
    """A case as it is written: its plain form, and the Practice for what that only points to."""

    practice: object
    content: dict
    base_url: str

    @cached_property
    def places(self):
        return [location.place for location in self.practice.locations.all()]

    @cached_property
    def dot(self):
        """The first place with a dot; None where there is none."""
        return next((place for place in self.places if place.has_dot), None)


class Kind:
    """A text of one cell; what else a cell may hold says so by its own three methods."""

    many = False

    def read(self, key, row):
        """The member that the cells of a Row say; what is wrong is added to its faults."""
        return row.text(key)

    def cell(self, key, case):
        """A text, a number or None, of a Case."""
        return case.content[key]

    def shown(self, key, value, vocabulary):
        """The member as text, several values one below the other."""
        return str(value)


class Year(Kind):
    def read(self, key, row):
        return row.converted(values.as_year, key, row.text(key))


class Day(Kind):
    def read(self, key, row):
        day = row.converted(values.as_date, key, row.text(key))
        return day and day.isoformat()

    def shown(self, key, value, vocabulary):
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")


class Choice(Kind):
    """One of a list (practices.lookup.terms.choices); ``unknown``: the sentence about what isn't on it."""

    def __init__(self, unknown):
        self.unknown = unknown

    def read(self, key, row):
        return self.chosen(key, row.text(key), row)

    def chosen(self, key, text, row):
        """The value that a text names; "" for an empty one, and for one that isn't on the list."""
        names = row.vocabulary.names(key)
        found = names.find(text) if text else ""
        if found is None:
            told = {"value": text[:60], "allowed": ", ".join(names.shown.values())}
            row.faults.append(Fault(key, text, self.unknown % told, names.nearest(text), kind=UNKNOWN))
        return found or ""

    def cell(self, key, case):
        return case.content[key] or None

    def shown(self, key, value, vocabulary):
        return terms.choices(terms.LISTED[key]).title(value)


class Told(Kind):
    """What an export tells of a case beside its plain form: ``tell(case)``."""

    def __init__(self, tell):
        self.tell = tell

    def cell(self, key, case):
        return self.tell(case)


def text_of(value):
    """A cell as text: composed letters, line breaks of one kind, no blanks around it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if not isinstance(value, str):
        return str(value)
    return unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").strip()
