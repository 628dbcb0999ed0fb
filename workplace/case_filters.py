"""Filters of the list of practices."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core import iso
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


class Country(admin.SimpleListFilter):
    title = _("country")
    parameter_name = "country"

    def lookups(self, request, model_admin):
        codes = Place.objects.order_by("country").values_list("country", flat=True).distinct()
        return [(code, iso.country_name(code)) for code in codes]

    def queryset(self, request, queryset):
        return queryset.filter(locations__place__country=self.value()).distinct() if self.value() else queryset


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
