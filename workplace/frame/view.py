"""What the pages of the workplace have in common: the admin's frame, its login, and who may see what."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views import View

from practices.models import Practice
from workplace.workflow import blind_coders, steps
from workplace.workflow.decisions import Gone


class WorkplaceView(View):
    """A page within the admin. ``reviewers_only``: for the group Redaktion; otherwise for all who enter cases."""

    template_name = None
    reviewers_only = False

    @classmethod
    def as_page(cls, **initkwargs):
        """The view behind the admin's login."""
        return admin.site.admin_view(cls.as_view(**initkwargs))

    def dispatch(self, request, *args, **kwargs):
        allowed = steps.is_reviewer if self.reviewers_only else steps.may_enter
        if not allowed(request.user):
            raise PermissionDenied(_("This page is for the group Redaktion.") if self.reviewers_only else "")
        return super().dispatch(request, *args, **kwargs)

    def render(self, context, template=None, status=200):
        frame = admin.site.each_context(self.request)
        return TemplateResponse(self.request, template or self.template_name, frame | context, status=status)

    def refuse_blinded(self, practice):
        """Whoever codes a case blind right now doesn't see its codings anywhere in the workplace."""
        if practice is not None and blind_coders.blinded(practice, self.request.user):
            raise PermissionDenied(
                _("You are coding this case a second time just now; its codings are hidden until you finish.")
            )


class CaseView(WorkplaceView):
    """A page for one case, or for a new one (``practice`` is None)."""

    def dispatch(self, request, *args, pk=None, **kwargs):
        self.practice = get_object_or_404(Practice, pk=pk) if pk else None
        if self.practice and not steps.may_see(self.practice, request.user):
            raise PermissionDenied(_("Drafts of others are for the group Redaktion only."))
        self.refuse_blinded(self.practice)
        return super().dispatch(request, *args, **kwargs)

    def instance(self, practice=None):
        """A copy for a form to check; never saved."""
        practice = practice or self.practice
        if practice is None:
            return Practice(author=self.request.user)
        found = Practice.objects.filter(pk=practice.pk).first()
        if found is None:
            raise Gone
        return found
