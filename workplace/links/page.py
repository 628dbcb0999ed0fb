"""The page of dead links: which sources don't answer any more, since when, and which cases cite them."""

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q, Window
from django.db.models.functions import DenseRank
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practices.models import Citation, LinkCheck, Practice, Source, Status
from workplace.frame.paging import requested_page
from workplace.links import check as links
from workplace.workflow import steps

MOST_CASES = 6


@require_safe
def links_view(request):
    """``/admin/practices/links/``, for whoever enters or reviews cases."""
    if not steps.may_enter(request.user):
        raise PermissionDenied
    page = requested_page(request, links.dead().select_related("source"))
    context = {
        **admin.site.each_context(request),
        "title": _("Links of the sources"),
        "page": page,
        "entries": entries_of(page, request.user),
        "on": settings.LINK_CHECK,
        "with_address": Source.objects.exclude(url="").filter(citations__isnull=False).distinct().count(),
        "may_change_source": request.user.has_perm("practices.change_source"),
        **LinkCheck.objects.aggregate(checked=Count("pk"), last=Max("at")),
    }
    return render(request, "admin/practices/links.html", context)


def entries_of(checks, user):
    """What the page says of each check: {"check", "reason", "cases", "more"}."""
    cases = citing([check.source_id for check in checks], user)
    entries = []
    for check in checks:
        listed, number = cases.get(check.source_id, ([], 0))
        entries.append(
            {"check": check, "reason": links.said(check), "cases": listed, "more": max(0, number - len(listed))}
        )
    return entries


def citing(sources, user):
    """{source pk: ([Practice], number)}: the first cases by title, and how many this user may see cite the source."""
    citations = Citation.objects.filter(source__in=sources).order_by()
    if not steps.is_reviewer(user):
        citations = citations.filter(Q(practice__status=Status.PUBLISHED) | Q(practice__author=user))
    numbers = dict(citations.values_list("source").annotate(Count("practice", distinct=True)))
    nth = Window(DenseRank(), partition_by="source", order_by=("practice__title_sort", "practice"))
    first = citations.annotate(nth=nth).filter(nth__lte=MOST_CASES).values_list("source", "practice").distinct()
    practices = Practice.objects.in_bulk({practice for _source, practice in first})
    listed = {source: [practices[p] for s, p in first if s == source] for source in numbers}
    return {
        source: (sorted(listed[source], key=lambda practice: practice.title_sort), numbers[source])
        for source in numbers
    }
