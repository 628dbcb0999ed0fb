"""Sources in the admin."""

from django.contrib import admin

from practices.models import Source


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ("__str__", "publisher", "year", "url")
    search_fields = ("citation", "title", "slug")
    prepopulated_fields = {"slug": ("title",)}
