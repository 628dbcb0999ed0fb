"""PracticeFilter: the only reader of filter parameters, for page, API, GeoJSON, facets and whatever follows.

A parameter that isn't declared here, a value that isn't known or a single value given twice is a problem;
``problems`` lists them, ``is_valid()`` is False, and nothing is shown as if it had been filtered.
"""

from dataclasses import dataclass

import django_filters
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import iso
from core.orders import Ordered
from practices.catalogue import current
from practices.filter import fields
from practices.models import Carrier, Precision
from practices.models.place import TOWN_SIZES
from practices.search import matching
from practices.systems import SYSTEMS

ORDERINGS = ("title", "-title", "updated", "-updated", "relevance")
LANGUAGES = ("de", "en")
PAGING = ("page", "page_size")
MAX_PAGE_SIZE = 1000
MAX_ZOOM = 22
# Parameters that only some addresses understand; the others refuse them.
ONLY_SOME = {"facets", "excerpts", "zoom"}
DEFAULT_PAGE_SIZE = 20
# Below so many hits a search also names cases that hold only some of its words, and at most so many of them.
FEW_HITS = MOST_PARTIAL = 10


@dataclass(frozen=True)
class Problem:
    """One refused parameter. ``allowed`` is a list of values, a phrase, or None."""

    parameter: str
    value: str
    message: str
    allowed: list | str | None = None

    @property
    def allowed_text(self):
        return self.allowed if isinstance(self.allowed, str) else ", ".join(self.allowed or [])


class ParameterFilter(django_filters.Filter):
    """A parameter that doesn't narrow the cases by itself: an order, a page, a language."""

    narrows = False

    def __init__(self, *, field, many=False, **kwargs):
        self.many, self._form_field = many, field
        super().__init__(**kwargs)

    @property
    def field(self):
        return self._form_field

    @cached_property
    def absent(self):
        """The value of the parameter where it isn't given; the same for every request."""
        return self.field.clean(self.field.widget.value_from_datadict(QueryDict(), {}, ""))


class ValuesFilter(ParameterFilter):
    """Practices with one of the given values."""

    narrows = True

    def __init__(self, *, field, **kwargs):
        super().__init__(field=field, many=True, **kwargs)

    def select(self, catalogue, value):
        return catalogue.any_of(self.field_name, [getattr(item, "slug", item) for item in value])


class BoxFilter(ParameterFilter):
    """Practices with a dot in the box."""

    narrows = True

    def select(self, catalogue, value):
        return catalogue.in_box(value)


class TextFilter(ParameterFilter):
    """Practices that the search finds."""

    narrows = True

    def select(self, catalogue, value):
        return matching.find(catalogue, value).selection


def terms(parameter):
    return ValuesFilter(field=fields.TermsField(parameter))


def choices(values):
    return ValuesFilter(field=fields.ChoicesField(values))


class PracticeFilter(django_filters.FilterSet):
    """OR within one parameter, AND between parameters (docs/filter.md lists them all)."""

    q = TextFilter(field=fields.QueryField(required=False))
    handlungsfeld = terms("handlungsfeld")
    vars().update({system.parameter: terms(system.parameter) for system in SYSTEMS})
    herausforderung = terms("herausforderung")
    chance = terms("chance")
    carrier = choices(Carrier.choices)
    country = ValuesFilter(field=fields.CodesField(iso.is_country, "ISO 3166-1 alpha-2: DE, AT, CH …"))
    state = ValuesFilter(field=fields.CodesField(iso.is_state, "ISO 3166-2: DE-NI, AT-6, CH-VS …"))
    place = terms("place")
    town_size = choices(dict.fromkeys(TOWN_SIZES))
    precision = choices(Precision.choices)
    bbox = BoxFilter(field=fields.BBoxField(required=False))
    ordering = ParameterFilter(field=fields.OneOfField(ORDERINGS))
    page = ParameterFilter(field=fields.WholeNumberField(10**9 - 1))
    page_size = ParameterFilter(field=fields.WholeNumberField(MAX_PAGE_SIZE))
    lang = ParameterFilter(field=fields.OneOfField(LANGUAGES))
    facets = ParameterFilter(field=fields.OneOfField(("0", "1")))
    excerpts = ParameterFilter(field=fields.OneOfField(("0", "1")))
    zoom = ParameterFilter(field=fields.OneOfField([str(zoom) for zoom in range(MAX_ZOOM + 1)]))

    def __init__(self, data, also=(), catalogue=None):
        """``also``: parameters beyond the filters that this address understands, e.g. ("facets",).

        ``catalogue``: the state of the data to filter; by default the current one.
        """
        self.understood = (set(self.base_filters) - ONLY_SOME) | set(also)
        self.catalogue = catalogue or current()
        self.data = QueryDict() if data is None else data
        # FilterSet and Form copy every filter and field for every request; ours keep no state, so they are shared.
        self.filters = self.base_filters
        self.values, self.refused, self._parts = {}, {}, {}
        for name, declared in self.filters.items():
            if name not in self.data:
                self.values[name] = declared.absent
                continue
            field = declared.field
            try:
                self.values[name] = field.clean(field.widget.value_from_datadict(self.data, {}, name))
            except ValidationError as error:
                self.refused[name] = error.error_list
                self.values[name] = None

    @property
    def problems(self):
        """Every problem of the query string, as a list of Problem in the order of the parameters."""
        if not hasattr(self, "_problems"):
            self._problems = list(self._find_problems())
        return self._problems

    def _find_problems(self):
        for name, values in self.data.lists():
            if name not in self.understood:
                yield Problem(name, values[0], _("There is no such parameter."), sorted(self.understood))
            elif len(values) > 1 and not self.filters[name].many:
                yield Problem(name, ", ".join(values), _("This parameter can be given only once."), _("one value"))
        for name, errors in self.refused.items():
            if name in self.understood:
                for error in errors:
                    params = error.params or {}
                    yield Problem(name, params.get("value", ""), error.messages[0], params.get("allowed"))

    def is_valid(self):
        return not self.problems

    @property
    def narrowing(self):
        """The names of the parameters that narrow the cases here."""
        return [name for name, declared in self.filters.items() if declared.narrows and self.values[name]]

    def part(self, name):
        """The practices that one parameter leaves."""
        return self.filters[name].select(self.catalogue, self.values[name])

    @cached_property
    def selection(self):
        """The published practices that pass every parameter, as a BitMap of pks."""
        return self.within(None)

    def within(self, left_out):
        """The selection with one parameter left out: what a facet counts within."""
        selection = self.catalogue.published
        for name in self.narrowing:
            if name != left_out:
                if name not in self._parts:
                    self._parts[name] = self.part(name)
                selection = selection & self._parts[name]
        return selection

    def key_without(self, left_out):
        """A value that is equal for filters with the same selection, one parameter left out."""
        return tuple(
            (name, str(value) if not declared.many else tuple(sorted(getattr(v, "slug", v) for v in value)))
            for name, declared in self.filters.items()
            if declared.narrows and name != left_out and (value := self.values[name])
        )

    @cached_property
    def ordered(self):
        """The selection in the order asked for: a sequence of pks (see core.orders)."""
        ordering = self.values["ordering"] or ("relevance" if self.values["q"] else "title")
        if ordering == "relevance":
            if self.values["q"]:
                found = matching.find(self.catalogue, self.values["q"])
                return matching.ranked(self.catalogue, found, self.selection)
            return Ordered(self.selection, self.catalogue.orders["slug"])
        name = ordering.lstrip("-")
        if name == "title" and get_language() == "en":
            name = "title_en"
        return Ordered(self.selection, self.catalogue.orders[name], backwards=ordering.startswith("-"))

    @cached_property
    def partial(self):
        """On the first page of a search with few hits: the pks of cases that hold only some of the words, best first.

        They are no part of the selection: not counted, not on the map, not exported. The other filters apply.
        """
        if not self.values["q"] or (self.values["page"] or 1) > 1 or len(self.selection) >= FEW_HITS:
            return []
        found = matching.find(self.catalogue, self.values["q"])
        return matching.partly(self.catalogue, found, self.within("q"), MOST_PARTIAL)

    def without_dot(self):
        """How many of the selected practices have no dot on the map."""
        return len(self.selection) - self.selection.intersection_cardinality(self.catalogue.with_dot)

    def is_narrowed(self):
        """Whether any parameter narrows the cases (paging, order and language don't)."""
        return bool(self.narrowing)
