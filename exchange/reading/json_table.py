"""JSON and GeoJSON: a list of objects, or an object with such a list in ``features``, ``practices`` or ``results``.

The file is decoded piece by piece, one element of the list at a time.
"""

import json
import re

from django.utils.translation import gettext as _

from exchange.reading import limits
from exchange.reading.errors import Unreadable
from exchange.reading.table import Record, check_width, tidy

LISTS = ("features", "practices", "results")
CHUNK = 1 << 18
LARGEST_ELEMENT = 8 * limits.MEGABYTE
# What is kept of a row can be nested 254 deep.
MOST_DEPTH = 100
_BLANKS = re.compile(r"[ \t\r\n]*")


class JsonReader:
    """``headers``: the members in the order they first occur; of a GeoJSON the properties, then the geometry."""

    def __init__(self, path):
        self.path, self.headers, self.notes = path, [], []
        self._columns = {}

    def records(self):
        with open(self.path, "rb") as file:
            start = file.read(3)
        try:
            with open(self.path, encoding="utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig") as file:
                for number, element in enumerate(_Elements(file), start=2):
                    yield self._record(number, element)
        except UnicodeDecodeError as error:
            raise Unreadable(_("The file is no UTF-8, as JSON must be.")) from error
        except RecursionError as error:
            raise Unreadable(_("The JSON is nested too deeply.")) from error

    def _record(self, number, element):
        if not isinstance(element, dict):
            raise Unreadable(_("Entry %(number)s is no object.") % {"number": number - 1})
        members = element
        if element.get("type") == "Feature":
            members = element.get("properties") or {}
            if not isinstance(members, dict):
                raise Unreadable(_("Entry %(number)s is no object.") % {"number": number - 1})
            members = dict(members)
            if element.get("geometry"):
                members["geometry"] = element["geometry"]
        if isinstance(members.get("profile"), dict):  # as the API tells a case
            members = {name: value for name, value in members.items() if name != "profile"} | members["profile"]
        faults, found = [], {}
        for name, value in members.items():
            index = self._columns.setdefault(name, len(self._columns))
            if index == len(self.headers):
                self.headers.append(name)
                check_width(self.headers)
            found[index] = _tidy(value, index, faults)
        return Record(number, [found.get(index) for index in range(len(self.headers))], faults)


def _tidy(value, index, faults, depth=0):
    """A value as it is kept: texts looked at wherever they stand. Raises RecursionError for too deep a nest."""
    if depth > MOST_DEPTH:
        raise RecursionError
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            value = value.encode(errors="replace").decode()
            faults.append([index, "surrogate", value[:200]])
        return tidy(value, index, faults)
    if isinstance(value, list):
        return [_tidy(item, index, faults, depth + 1) for item in value]
    if isinstance(value, dict):
        return {name: _tidy(item, index, faults, depth + 1) for name, item in value.items()}
    if isinstance(value, int) and abs(value) > 2**53:
        return str(value)
    return value


class _Elements:
    """Iterates over the elements of the list that the file holds."""

    def __init__(self, file):
        self.file, self.buffer, self.at = file, "", 0
        self.decode = json.JSONDecoder(parse_constant=self._no_constant).raw_decode

    def __iter__(self):
        first = self._next()
        if first == "":
            raise Unreadable(_("The file is empty."))
        if first == "[":
            yield from self._list()
            return
        if first != "{":
            raise Unreadable(_("The file is no JSON: it begins neither with { nor with [."))
        self.at += 1
        while self._next() == '"':
            name = self._value()
            self._expect(":")
            if name in LISTS and self._next() == "[":
                yield from self._list()
                return
            self._value()
            if self._next() != ",":
                break
            self.at += 1
        raise Unreadable(
            _("The JSON holds no list of cases; it is looked for at the top or in: %(names)s.")
            % {"names": ", ".join(LISTS)}
        )

    def _list(self):
        self.at += 1
        if self._next() == "]":
            return
        while True:
            yield self._value()
            if self._next() == "]":
                return
            self._expect(",")

    def _expect(self, sign):
        if self._next() != sign:
            raise self._broken()
        self.at += 1

    def _next(self):
        """The next sign that is no blank; "" at the end."""
        while True:
            self.at = _BLANKS.match(self.buffer, self.at).end()
            if self.at < len(self.buffer):
                return self.buffer[self.at]
            if not self._more():
                return ""

    def _more(self):
        chunk = self.file.read(CHUNK)
        self.buffer, self.at = self.buffer[self.at :] + chunk, 0
        return bool(chunk)

    def _value(self):
        self._next()
        complete = False
        while True:
            try:
                value, end = self.decode(self.buffer, self.at)
            except ValueError as error:  # broken, or a number of thousands of digits
                value, end = error, None
            # A number at the very end of the buffer may go on in the next piece.
            if end is not None and (complete or end < len(self.buffer)):
                self.at = end
                return value
            if len(self.buffer) - self.at > LARGEST_ELEMENT:
                raise Unreadable(_("An entry is larger than %(most)s MB.") % {"most": LARGEST_ELEMENT >> 20})
            if complete:
                raise self._broken() from value
            complete = not self._more()

    def _broken(self):
        shown = self.buffer[self.at : self.at + 40]
        return Unreadable(_("The JSON is damaged near “%(text)s”.") % {"text": shown or "…"})

    def _no_constant(self, name):
        raise Unreadable(_("JSON has no %(name)s.") % {"name": name})
