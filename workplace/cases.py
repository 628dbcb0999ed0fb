"""The list of practices in the admin: what there is, filters, and steps taken for many at once."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from practices.models import Practice, Status
from practices.systems import MAIN, READ
from workplace.case_filters import HasNoDot, Stale, by_parameter
from workplace.frame.typed import comment_of
from workplace.review import selection
from workplace.urls import practice_urls
from workplace.workflow import blind_coders, decisions, steps

# The facets of the public page that tell drafts apart too.
FACETS = (MAIN, *(system.parameter for system in READ if system.needed), "state", "country", "town_size", "carrier")


class StepForm(ActionForm):
    """The comment that goes with a step."""

    comment = forms.CharField(label=gettext_lazy("Comment"), required=False, max_length=2000)


@admin.register(Practice)
class PracticeAdmin(admin.ModelAdmin):
    list_display = ("title", "handlungsfeld", "status", "places", "as_of", "author", "updated")
    list_filter = ("status", *map(by_parameter, FACETS), HasNoDot, Stale)
    search_fields = ("title", "title_en", "summary", "slug", "locations__place__name")
    list_select_related = ("handlungsfeld", "author")
    list_per_page = 50
    action_form = StepForm
    actions = ("submit", "publish", "withdraw", "delete_selected")

    def lookup_allowed(self, lookup, value, request):
        """Bookmarks of the list as its filters were called before."""
        return lookup == "handlungsmuster__term__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=gettext_lazy("places"))
    def places(self, practice):
        return ", ".join(location.place.label for location in practice.locations.all()) or "–"

    def get_queryset(self, request):
        """Drafts of others are for reviewers only (workplace.workflow.steps)."""
        queryset = super().get_queryset(request).prefetch_related("locations__place")
        # Filters and columns tell codings; whoever codes a case blind doesn't find it here meanwhile.
        queryset = queryset.exclude(pk__in=blind_coders.blinded_cases(request.user))
        return queryset.filter(steps.visible(request.user))

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or steps.may_edit(obj, request.user))

    def has_delete_permission(self, request, obj=None):
        return steps.may_enter(request.user) if obj is None else steps.may_delete(obj, request.user)

    def view_on_site(self, practice):
        return practice.get_absolute_url() if practice.status == Status.PUBLISHED else None

    def get_urls(self):
        """The form, the history and what belongs to one case are pages of our own."""
        return practice_urls() + super().get_urls()

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Not the admin's own form, which knows no versions: other spellings of a key (``+5``) would lead to it."""
        raise Http404

    def delete_view(self, request, object_id, extra_context=None):
        """``<pk>/delete/``: what would be deleted, and by POST that it is."""
        key = decisions.named(unquote(object_id))
        practice = Practice.objects.filter(pk=key or 0).first()
        if practice is None:
            raise Http404
        if not self.has_delete_permission(request, practice):
            raise PermissionDenied(_("You may not delete this case."))
        if blind_coders.blinded(practice, request.user):
            raise PermissionDenied(
                _("You are coding this case a second time just now; its codings are hidden until you finish.")
            )
        chosen = Practice.objects.filter(pk=practice.pk)
        return selection.decide(request, chosen, selection.DELETE) or redirect("admin:practices_practice_changelist")

    @admin.action(description=gettext_lazy("Submit for review"))
    def submit(self, request, queryset):
        """Take the step with each of the selected; what can't be is said, with the reason."""
        done = 0
        for practice in queryset:
            try:
                steps.take(practice, "submit", request.user, comment_of(request))
            except (PermissionDenied, ValidationError) as error:
                messages.error(request, f"{practice}: {' '.join(getattr(error, 'messages', [str(error)]))}")
            else:
                done += 1
        if done:
            told = ngettext("%(step)s: %(n)s practice.", "%(step)s: %(n)s practices.", done)
            messages.success(request, told % {"n": done, "step": steps.WAYS["submit"].label})

    @admin.action(description=gettext_lazy("Approve and publish"))
    def publish(self, request, queryset):
        return selection.decide(request, queryset, "publish")

    @admin.action(description=gettext_lazy("Withdraw (with a comment)"))
    def withdraw(self, request, queryset):
        return selection.decide(request, queryset, "withdraw")

    @admin.action(permissions=["delete"], description=gettext_lazy("Delete"))
    def delete_selected(self, request, queryset):
        return selection.decide(request, queryset, selection.DELETE)
