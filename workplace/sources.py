"""Sources in the admin."""

from django.contrib import admin

from practices.models import Source
from workplace.records.admin import RecordAdmin


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    list_display = ("__str__", "publisher", "year", "url")
    search_fields = ("citation", "title", "slug")
    prepopulated_fields = {"slug": ("title",)}

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields
