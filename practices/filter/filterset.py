"""The same parameters as a FilterSet of django-filter, over the ORM: ``PracticeFilter(data, queryset).qs``.

For drafts as well as for published cases. The pages ask the catalogue instead (practices.filter.selection), which
knows relevance, likeness and distance too; here these are in the order of the titles.
"""

import django_filters
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import get_language

from practices.filter.parameters import PARAMETERS
from practices.filter.query import Query
from practices.models import Practice


class ParameterFilter(django_filters.Filter):
    """A parameter of the atlas as django-filter knows filters."""

    def __init__(self, parameter):
        super().__init__(field_name=parameter.name)
        self.parameter = parameter

    @property
    def field(self):
        return self.parameter.field

    def filter(self, queryset, value):
        if not value:
            return queryset
        raw = list(map(self.parameter.raw, value)) if self.parameter.many else value
        return queryset.filter(self.parameter.condition(raw))


class PracticeFilter(django_filters.FilterSet):
    """``data``: a QueryDict or a dict. Invalid data, of whatever parameter, gives ``.none()``; see ``problems``."""

    vars().update({name: ParameterFilter(parameter) for name, parameter in PARAMETERS.items() if parameter.narrows})

    class Meta:
        model = Practice
        fields = ()

    def __init__(self, data=None, queryset=None, **kwargs):
        super().__init__(data, Practice.objects.published() if queryset is None else queryset, **kwargs)

    @cached_property
    def query(self):
        return Query(_query_dict(self.data))

    @property
    def problems(self):
        return self.query.problems

    def is_valid(self):
        return self.is_bound and self.query.is_valid()

    @property
    def errors(self):
        """{parameter: [message]} of what is refused."""
        found = {}
        for problem in self.problems:
            found.setdefault(problem.parameter, []).append(problem.message)
        return found

    def filter_queryset(self, queryset):
        for name, declared in self.filters.items():
            queryset = declared.filter(queryset, self.query.values[name])
        ordering = self.query.values["ordering"] or "title"
        backwards, name = ordering.startswith("-"), ordering.lstrip("-")
        title = "title_sort_en" if get_language() == "en" else "title_sort"
        fields = {"title": (title, "slug"), "updated": ("updated", "slug")}.get(name, (title, "slug"))
        ordered = queryset.bytewise(*fields)
        return ordered.reverse() if backwards else ordered

    @property
    def qs(self):
        if not hasattr(self, "_qs"):
            rows = self.queryset.all()
            self._qs = rows if not self.is_bound else self.filter_queryset(rows) if self.is_valid() else rows.none()
        return self._qs


def _query_dict(data):
    if isinstance(data, QueryDict):
        return data
    found = QueryDict(mutable=True)
    pairs = data.lists() if isinstance(data, MultiValueDict) else data.items()
    for name, value in pairs:
        values = value if isinstance(value, list | tuple) else [value]
        found.setlist(name, [str(one) for one in values])
    return found
