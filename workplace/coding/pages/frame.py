"""What the pages of coding share: who gets in, what every template needs, and how a refusal is answered."""

from functools import wraps

from django.contrib import admin
from django.shortcuts import render
from django.utils.translation import gettext as _

from workplace.frame.typed import typed_in
from workplace.workflow import steps
from workplace.workflow.steps import Refused

VIEW = "practices.view_secondcoding"


def members_only(view):
    """For staff whom their group lets look at second codings. A refusal is answered with its reason, status 403."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        try:
            if not (request.user.has_perm(VIEW) or steps.may_enter(request.user)):
                raise Refused(_("These pages are for the groups Erfassung, Redaktion and Leitung."))
            return view(request, *args, **kwargs)
        except Refused as refusal:
            told = {"title": _("Not allowed"), "reason": str(refusal), "typed": typed_in(request)}
            return page(request, "refused", told, status=403)

    return admin.site.admin_view(guarded)


def page(request, name, context, status=200):
    """Render ``admin/coding/<name>.html``. ``here`` in the context marks the page in the row of pages."""
    everywhere = admin.site.each_context(request) | {"codes": steps.may_enter(request.user)}
    return render(request, f"admin/coding/{name}.html", everywhere | context, status=status)
