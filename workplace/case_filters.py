"""Filters of the list of practices."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from practices.catalogue import current
from practices.filter.parameter import Codes
from practices.filter.parameters import PARAMETERS
from practices.models import Place, querysets


class HasNoDot(admin.SimpleListFilter):
    title = _("dot on the map")
    parameter_name = "dot"

    def lookups(self, request, model_admin):
        return [("no", _("has no dot")), ("yes", _("has a dot"))]

    def queryset(self, request, queryset):
        without = queryset.without_dot()
        if self.value() == "no":
            return without
        if self.value() == "yes":
            return queryset.exclude(pk__in=without.order_by().values("pk"))
        return queryset


class ByParameter(admin.SimpleListFilter):
    """A parameter of the public filter, for drafts as well: the same name, the same values, the same cases."""

    parameter = None

    def lookups(self, request, model_admin):
        if not isinstance(self.parameter, Codes):
            return self.parameter.options(current(), get_language())
        field = self.parameter.name
        codes = Place.objects.order_by(field).exclude(**{field: ""}).values_list(field, flat=True).distinct()
        return [(code, self.parameter.label(code)) for code in codes]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        try:
            values = self.parameter.field.clean([self.value()])
        except ValidationError:
            return queryset.none()
        return queryset.filter(self.parameter.condition(list(map(self.parameter.raw, values))))


def by_parameter(name):
    """The list filter for a parameter that has a facet."""
    parameter = PARAMETERS[name]
    told = {"parameter": parameter, "parameter_name": name, "title": parameter.heading}
    return type(f"By{name.title().replace('_', '')}", (ByParameter,), told)


class Stale(admin.SimpleListFilter):
    title = _("currency")
    parameter_name = "stale"

    def lookups(self, request, model_admin):
        return [("yes", _("not confirmed for long")), ("no", _("current"))]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.stale()
        if self.value() == "no":
            return queryset.filter(~querysets.stale())
        return queryset
