"""The queue of published cases that nobody confirmed for long: is this still right?"""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practices.models import Practice, querysets
from workplace.frame.paging import requested_page
from workplace.workflow import decisions, steps
from workplace.workflow.decisions import Overtaken


def queue(user):
    """The stale cases that this user may confirm, those that wait longest first."""
    stale = Practice.objects.published().stale()
    if not steps.is_reviewer(user):
        stale = stale.filter(author=user)
    return stale.order_by(*querysets.LONGEST_FIRST)


@require_http_methods(["GET", "HEAD", "POST"])
def stale_view(request):
    """``/admin/practices/stale/``; ``POST`` with ``practice`` (key) confirms that one."""
    if not steps.may_enter(request.user):
        raise PermissionDenied
    if request.method == "POST":
        return _confirm(request)
    return _page(request)


def _page(request, problem="", status=200):
    page = requested_page(request, queue(request.user).values_list("pk", flat=True))
    states = decisions.states_of(list(page.object_list))
    cases = Practice.objects.select_related("handlungsfeld", "author").prefetch_related("locations__place")
    found = cases.in_bulk(list(page.object_list))
    for practice in found.values():
        practice.state = states.get(practice.pk, 0)
    context = {
        **admin.site.each_context(request),
        "title": _("Still right?"),
        "page": page,
        "practices": [found[pk] for pk in page.object_list if pk in found],
        "problem": problem,
        "days": settings.CURRENT_FOR_DAYS,
        "limit": querysets.limit(),
        "all": steps.is_reviewer(request.user),
    }
    return render(request, "admin/practices/stale.html", context, status=status)


def _confirm(request):
    key = request.POST.get("practice", "")
    practice = Practice.objects.published().filter(pk=int(key)).first() if _is_key(key) else None
    if practice is None:
        messages.error(request, _("practice: there is no published case “%(value)s” (any more).") % {"value": key[:40]})
    else:
        seen = decisions.named(request.POST.get("version"))
        try:
            steps.confirm(practice, request.user, decisions.UNNAMED if seen is None else seen)
        except Overtaken as error:
            return _page(request, f"{practice.label}: {error}", 409)
        messages.success(request, _("“%(title)s” is confirmed as current.") % {"title": practice.label})
    page = request.POST.get("page", "")
    query = f"?page={page}" if _is_key(page) else ""
    return redirect(reverse("admin:practices_stale") + query)


def _is_key(text):
    return text.isascii() and text.isdecimal() and len(text) < 18
