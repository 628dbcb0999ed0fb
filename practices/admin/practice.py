"""Practices in the admin: who may publish, what a published case needs, and a form to work in."""

from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from practices.admin.filters import Country, HasNoDot
from practices.admin.inlines import INLINES
from practices.admin.picker import PICKER_MEDIA
from practices.models import Practice, Status
from practices.publishing import obstacles

PUBLISH = "practices.publish_practice"
WORDS = (60, 150)


@admin.register(Practice)
class PracticeAdmin(admin.ModelAdmin):
    inlines = INLINES
    list_display = ("title", "handlungsfeld", "status", "places", "as_of", "updated")
    list_filter = ("status", "handlungsfeld", "handlungsmuster__term", Country, HasNoDot)
    search_fields = ("title", "title_en", "summary", "slug", "locations__place__name")
    list_select_related = ("handlungsfeld",)
    list_per_page = 50
    prepopulated_fields = {"slug": ("title",)}
    save_on_top = True
    actions = ("publish", "withdraw")
    fieldsets = (
        (None, {"fields": ("title", "slug", "status", "summary", "description")}),
        (
            gettext_lazy("Main Handlungsfeld"),
            {
                "fields": (
                    "handlungsfeld",
                    ("handlungsfeld_basis", "handlungsfeld_chapter"),
                    "handlungsfeld_note",
                )
            },
        ),
        (gettext_lazy("Facts"), {"fields": (("carrier", "as_of"), "coding_note")}),
        (gettext_lazy("English"), {"fields": ("title_en", "summary_en"), "classes": ("collapse",)}),
    )
    Media = PICKER_MEDIA

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "coding_note":
            field.widget.attrs |= {"rows": 3, "class": "vTextField"}
        return field

    @admin.display(description=gettext_lazy("places"))
    def places(self, practice):
        return ", ".join(location.place.label for location in practice.locations.all()) or "–"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("locations__place")

    # Who may do what: without the right to publish, one works on drafts only.

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        if obj is not None and obj.status == Status.PUBLISHED:
            return allowed and request.user.has_perm(PUBLISH)
        return allowed

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        if obj is not None and obj.status == Status.PUBLISHED:
            return allowed and request.user.has_perm(PUBLISH)
        return allowed

    def has_publish_permission(self, request):
        return request.user.has_perm(PUBLISH)

    def get_readonly_fields(self, request, obj=None):
        return () if self.has_publish_permission(request) else ("status",)

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def view_on_site(self, practice):
        return practice.get_absolute_url() if practice.status == Status.PUBLISHED else None

    # Publishing.

    def save_related(self, request, form, formsets, change):
        """A case that lacks what the public needs goes back to draft, and the editor is told why."""
        super().save_related(request, form, formsets, change)
        practice = form.instance
        words = len(practice.description.split())
        if not WORDS[0] <= words <= WORDS[1]:
            text = _("The description has %(n)s words; %(low)s to %(high)s are meant.")
            messages.warning(request, text % {"n": words, "low": WORDS[0], "high": WORDS[1]})
        if practice.status == Status.PUBLISHED and (lacking := obstacles(practice)):
            practice.status = Status.DRAFT
            practice.save()
            for reason in lacking:
                messages.error(request, _("Saved as a draft, not published: %(reason)s") % {"reason": reason})

    @admin.action(description=gettext_lazy("Publish the selected practices"), permissions=["publish"])
    def publish(self, request, queryset):
        done = 0
        for practice in queryset:
            if lacking := obstacles(practice):
                messages.error(request, f"{practice}: {' '.join(map(str, lacking))}")
                continue
            practice.status = Status.PUBLISHED
            practice.save()
            self.log_change(request, practice, _("Published"))
            done += 1
        if done:
            messages.success(
                request, ngettext("%(n)s practice published.", "%(n)s practices published.", done) % {"n": done}
            )

    @admin.action(description=gettext_lazy("Take the selected practices back to draft"), permissions=["publish"])
    def withdraw(self, request, queryset):
        for practice in queryset:
            practice.status = Status.DRAFT
            practice.save()
            self.log_change(request, practice, _("Taken back to draft"))
        messages.success(request, _("They are drafts now and show nowhere outside."))
