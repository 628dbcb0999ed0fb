"""Codings, places and citations inside the form of a practice."""

from django.contrib import admin

from practices.models import (
    BuergerrolleCoding,
    Citation,
    HandlungsfeldCoding,
    HandlungsmusterCoding,
    Location,
    TeilaspektCoding,
)


class CodingInline(admin.TabularInline):
    fields = ("term", "basis", "chapter", "note")
    extra = 0
    classes = ("coding-inline",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("term")


class HandlungsmusterInline(CodingInline):
    model = HandlungsmusterCoding


class BuergerrolleInline(CodingInline):
    model = BuergerrolleCoding


class TeilaspektInline(CodingInline):
    model = TeilaspektCoding
    autocomplete_fields = ("term",)


class HandlungsfeldInline(CodingInline):
    model = HandlungsfeldCoding


class LocationInline(admin.TabularInline):
    model = Location
    fields = ("place", "position")
    autocomplete_fields = ("place",)
    extra = 0


class CitationInline(admin.TabularInline):
    model = Citation
    fields = ("source", "locator", "position")
    extra = 0


INLINES = (
    LocationInline,
    HandlungsmusterInline,
    BuergerrolleInline,
    TeilaspektInline,
    HandlungsfeldInline,
    CitationInline,
)
