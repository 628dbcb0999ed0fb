"""The vocabulary in the admin. Slugs are public and never change, so they are fixed once a term exists."""

from django.contrib import admin

from handlungsfelder.models import (
    Buergerrolle,
    Chance,
    Handlungsfeld,
    Handlungsmuster,
    Herausforderung,
    KommunenRolle,
    Teilaspekt,
)


class TermAdmin(admin.ModelAdmin):
    list_display = ("title", "slug", "chapter", "position")
    search_fields = ("title", "title_en", "slug", "definition")
    ordering = ("position", "slug")

    def get_readonly_fields(self, request, obj=None):
        return ("slug",) if obj else ()


@admin.register(Teilaspekt)
class TeilaspektAdmin(TermAdmin):
    list_display = ("title", "handlungsfeld", "chapter", "position")
    list_filter = ("handlungsfeld",)
    list_select_related = ("handlungsfeld",)
    ordering = ("handlungsfeld__position", "position")


@admin.register(Herausforderung, Chance)
class DerivedTermAdmin(TermAdmin):
    filter_horizontal = ("handlungsfelder",)


admin.site.register([Handlungsfeld, Handlungsmuster, Buergerrolle, KommunenRolle], TermAdmin)
