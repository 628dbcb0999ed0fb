"""PracticeFilter: the only reader of filter parameters, for page, API, GeoJSON, facets and whatever follows.

A parameter that isn't declared here, a value that isn't known or a single value given twice is a problem;
``problems`` lists them, ``is_valid()`` is False, and nothing is shown as if it had been filtered.
"""

from dataclasses import dataclass

import django_filters
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handlungsfelder.models import Buergerrolle, Chance, Handlungsfeld, Handlungsmuster, Herausforderung, Teilaspekt
from practices import fields, iso
from practices.models import Carrier, Place, Precision
from practices.querysets import TOWN_SIZES

ORDERINGS = ("title", "-title", "updated", "-updated", "relevance")
LANGUAGES = ("de", "en")
PAGING = ("page", "page_size")
MAX_PAGE_SIZE = 1000
DEFAULT_PAGE_SIZE = 20


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
    """A filter that hands its clean value to a method of PracticeQuerySet, if there is any value."""

    def __init__(self, queryset_method=None, *, field, many=False, **kwargs):
        self.queryset_method, self.many, self._form_field = queryset_method, many, field
        super().__init__(**kwargs)

    @property
    def field(self):
        return self._form_field

    def filter(self, queryset, value):
        if not value or self.queryset_method is None:
            return queryset
        return getattr(queryset, self.queryset_method)(value)


def terms(queryset_method, model):
    return ParameterFilter(queryset_method, field=fields.TermsField(model), many=True)


def choices(queryset_method, values):
    return ParameterFilter(queryset_method, field=fields.ChoicesField(values), many=True)


class PracticeFilter(django_filters.FilterSet):
    """OR within one parameter, AND between parameters (docs/filter.md lists them all)."""

    q = ParameterFilter("search", field=fields.QueryField(required=False))
    handlungsfeld = terms("in_handlungsfelder", Handlungsfeld)
    further_handlungsfeld = terms("touching_handlungsfelder", Handlungsfeld)
    teilaspekt = terms("with_teilaspekte", Teilaspekt)
    handlungsmuster = terms("with_handlungsmuster", Handlungsmuster)
    buergerrolle = terms("with_buergerrollen", Buergerrolle)
    herausforderung = terms("facing_herausforderungen", Herausforderung)
    chance = terms("with_chancen", Chance)
    carrier = choices("carried_by", Carrier.choices)
    country = ParameterFilter(
        "in_countries", field=fields.CodesField(iso.is_country, "ISO 3166-1 alpha-2: DE, AT, CH …"), many=True
    )
    state = ParameterFilter(
        "in_states", field=fields.CodesField(iso.is_state, "ISO 3166-2: DE-NI, AT-6, CH-VS …"), many=True
    )
    place = terms("at_places", Place)
    town_size = choices("in_towns_of_size", dict.fromkeys(TOWN_SIZES))
    precision = choices("located_by", Precision.choices)
    bbox = ParameterFilter("in_bbox", field=fields.BBoxField(required=False))
    ordering = ParameterFilter(field=fields.OneOfField(ORDERINGS))
    page = ParameterFilter(field=fields.WholeNumberField(10**9 - 1))
    page_size = ParameterFilter(field=fields.WholeNumberField(MAX_PAGE_SIZE))
    lang = ParameterFilter(field=fields.OneOfField(LANGUAGES))
    facets = ParameterFilter(field=fields.OneOfField(("0", "1")))

    def __init__(self, data, queryset, also=()):
        """``also``: parameters beyond the filters that this address understands, e.g. ("facets",)."""
        self.understood = {name for name in self.base_filters if name != "facets"} | set(also)
        super().__init__(data if data is not None else QueryDict(), queryset=queryset)

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
                yield Problem(name, ", ".join(values), _("This parameter can be given only once."))
        for name, errors in self.form.errors.as_data().items():
            if name in self.understood:
                for error in errors:
                    params = error.params or {}
                    yield Problem(name, params.get("value", ""), error.messages[0], params.get("allowed"))

    def is_valid(self):
        return not self.problems

    @property
    def values(self):
        """The clean values by parameter; only of a valid filter."""
        self.form.is_valid()
        return self.form.cleaned_data

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        ordering = self.values["ordering"] or ("relevance" if self.values["q"] else "title")
        descending = ordering.startswith("-")
        if ordering == "relevance":
            return queryset.by_relevance()
        if ordering.lstrip("-") == "updated":
            return queryset.by_update(descending)
        return queryset.by_title(get_language(), descending)

    def without(self, name):
        """The same filter with one parameter left out: what a facet counts within."""
        data = self.data.copy()
        data.pop(name, None)
        return type(self)(data, self.queryset, also=self.understood)

    def is_narrowed(self):
        """Whether any parameter narrows the cases (paging, order and language don't)."""
        return any(self.values[name] for name, f in self.filters.items() if f.queryset_method)
