"""Places in the admin, with the picker's two addresses."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponseNotAllowed
from django.urls import path
from django.utils.translation import gettext_lazy as _

from practices.models import Place, Status
from workplace.places import picker
from workplace.places.form import PlaceForm
from workplace.records.admin import RecordAdmin
from workplace.workflow import steps


@admin.register(Place)
class PlaceAdmin(RecordAdmin):
    form, change_form_template = PlaceForm, "admin/practices/place/change_form.html"
    list_display = ("name", "state", "country", "precision", "population", "practices")
    list_filter = ("precision", "country", "state")
    search_fields = ("name", "name_en", "slug")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "name_en", ("country", "state"))}),
        (_("Dot on the map"), {"fields": ("precision", ("lat", "lon"), "note")}),
        (_("Gazetteer"), {"fields": (("population", "population_source"), "gazetteer")}),
    )
    Media = picker.PICKER_MEDIA

    def get_queryset(self, request):
        """With the number of ``cases`` that this user may see."""
        seen = Q(locations__practice__status=Status.PUBLISHED) | Q(locations__practice__author=request.user.pk)
        counted = Count("locations", filter=None if steps.is_reviewer(request.user) else seen)
        return super().get_queryset(request).annotate(cases=counted)

    @admin.display(description=_("practices"), ordering="cases")
    def practices(self, place):
        return place.cases

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def get_urls(self):
        own = [
            path("gazetteer/", self.admin_site.admin_view(self.find), name="practices_place_gazetteer"),
            path("adopt/", self.admin_site.admin_view(self.adopt), name="practices_place_adopt"),
        ]
        return own + super().get_urls()

    def find(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return picker.find(request)

    def adopt(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return picker.adopt(request)
