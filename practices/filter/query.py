"""A query string, read: the values of its parameters, and what is wrong with it.

A parameter that isn't declared, a value that isn't known or a single value given twice is a problem; then nothing may
be shown as if it had been filtered.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from practices.catalogue import current
from practices.filter.parameters import EVERYWHERE, PARAMETERS
from practices.filter.selection import Selection


@dataclass(frozen=True)
class Problem:
    """One refused parameter. ``allowed`` is a list of values, a phrase, or None."""

    parameter: str
    value: str
    message: str
    allowed: list | str | None = None

    @property
    def shown(self):
        """The value as a page may hold it: HTML knows no null character."""
        return self.value.replace("\x00", "␀")

    @property
    def said(self):
        return str(self.message).replace("\x00", "␀")

    @property
    def allowed_text(self):
        return self.allowed if isinstance(self.allowed, str) else ", ".join(self.allowed or [])


def given_twice(name, values):
    """The Problem of a parameter that is given more than once and may be only once."""
    return Problem(name, ", ".join(values), _("This parameter can be given only once."), _("one value"))


class Query:
    """``data``: the QueryDict it was read from, for links that change it. ``values``: {parameter: clean value}.

    ``also``: parameters beyond the filters that this address understands, e.g. ("facets",); ``only``: the only ones.
    """

    def __init__(self, data, also=(), only=None):
        self.data = QueryDict() if data is None else data
        self.understood = frozenset(only) if only is not None else EVERYWHERE | set(also)
        self.catalogue = current()
        self.values, self._refused = {}, {}
        for name, parameter in PARAMETERS.items():
            if name not in self.data:
                self.values[name] = parameter.absent
                continue
            try:
                self.values[name] = parameter.read(self.data)
            except ValidationError as error:
                self._refused[name] = error.error_list
                self.values[name] = None

    @cached_property
    def problems(self):
        """Every problem of the query string, as a list of Problem in the order of the parameters."""
        return list(self._find_problems())

    def _find_problems(self):
        for name, values in self.data.lists():
            if name not in self.understood:
                yield Problem(name, values[0], _("There is no such parameter."), sorted(self.understood))
            elif len(values) > 1 and not PARAMETERS[name].many:
                yield given_twice(name, values)
        for name, errors in self._refused.items():
            if name in self.understood:
                for error in errors:
                    params = error.params or {}
                    yield Problem(name, params.get("value", ""), error.messages[0], params.get("allowed"))

    def is_valid(self):
        return not self.problems

    def selection(self, catalogue=None):
        """The cases it asks for, of the state of the data that it was read in, or of ``catalogue``."""
        return Selection(self.values, catalogue or self.catalogue)
