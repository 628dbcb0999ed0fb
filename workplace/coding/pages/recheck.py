"""``/admin/practices/recheck/``: the codings whose term has changed its meaning since they were made."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from handlungsfelder import codebook
from practices.models import Basis, Practice
from workplace.coding import recheck
from workplace.coding.pages.frame import page
from workplace.coding.second_coding import caption_of
from workplace.workflow import decisions
from workplace.workflow.steps import Refused

ON_A_PAGE = 50


def queue(request):
    """The queue. POST ``case``, ``member``, ``term``: the coding still holds."""
    if request.method == "POST":
        return _confirm(request)
    entries = recheck.queue(request.user)
    shown = Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page"))
    edition = codebook.current()
    states = decisions.states_of([practice.pk for practice, _flagged in shown])
    return page(
        request,
        "recheck",
        {
            "here": "recheck",
            "title": _("Codings to check again"),
            "entries": shown,
            "cases": [
                {
                    "practice": practice,
                    "state": states.get(practice.pk, 0),
                    "may_confirm": recheck.may_confirm(practice, request.user),
                    "codings": [_row(one, edition) for one in flagged],
                }
                for practice, flagged in shown
            ],
            "total": sum(len(flagged) for _practice, flagged in entries),
            "edition": edition,
        },
    )


def _row(flagged, edition):
    entry = codebook.entries(edition.content if edition else {}, flagged.system).get(flagged.slug, {})
    basis = Basis(flagged.basis).label if flagged.basis in Basis.values else flagged.basis
    return {"coding": flagged, "name": caption_of(flagged.member), "basis": basis, "entry": entry}


def _confirm(request):
    pk = request.POST.get("case", "")
    practice = get_object_or_404(Practice, pk=pk if pk.isdecimal() and len(pk) < 19 else None)
    try:
        seen = decisions.named(request.POST.get("version"))
        version = decisions.UNNAMED if seen is None else seen
        member, term = request.POST.get("member", ""), request.POST.get("term", "")
        recheck.still_right(practice, member, term, request.user, version)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Still right: the coding counts as made by you, under the current edition."))
    return redirect("coding:recheck")
