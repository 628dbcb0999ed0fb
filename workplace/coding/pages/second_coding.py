"""``/admin/practices/second-coding/``: the cases somebody may code blind, and the form they do it with."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from handlungsfelder import codebook
from practices.models import Practice, SecondCoding
from workplace.coding import blinding, second_coding
from workplace.coding.pages import second_form
from workplace.coding.pages.frame import page
from workplace.workflow import steps
from workplace.workflow.decisions import Gone
from workplace.workflow.steps import Refused

ON_A_PAGE = 50
RANDOM = "random"


def overview(request):
    """What one has in the works and has finished, and what one may begin. POST ``case`` begins one."""
    if not steps.may_enter(request.user):
        raise Refused(_("Coding a case is for the groups Erfassung and Redaktion."))
    if request.method == "POST":
        return _begin(request)
    asked = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    startable = second_coding.startable(request.user).prefetch_related("locations__place")
    if asked:
        startable = startable.filter(title__icontains=asked)
    own = SecondCoding.objects.filter(coder=request.user).select_related("practice")
    return page(
        request,
        "second",
        {
            "here": "second",
            "title": _("Second coding"),
            "open": [coding for coding in own if coding.state == second_coding.State.OPEN],
            "done": [coding for coding in own if coding.state == second_coding.State.FINISHED and coding.first],
            "cases": Paginator(startable, ON_A_PAGE).get_page(request.GET.get("page")),
            "asked": asked,
        },
    )


def _begin(request):
    wanted = request.POST.get("case", "")
    if wanted == RANDOM:
        rarest = second_coding.startable(request.user).values_list("times", flat=True).first()
        practice = second_coding.startable(request.user).filter(times=rarest).order_by("?").first()
        if practice is None:
            messages.info(request, _("There is no case left that you could code a second time."))
            return redirect("coding:second")
    else:
        practice = get_object_or_404(Practice, pk=wanted if wanted.isdecimal() and len(wanted) < 19 else None)
    try:
        coding = second_coding.start(practice, request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("coding:second")
    return redirect("coding:second_coding", coding.pk)


def coding(request, pk):
    """One's own second coding: the form while it is open, the result once it is finished."""
    found = get_object_or_404(SecondCoding.objects.select_related("practice"), pk=pk)
    if found.coder_id != request.user.pk:
        raise Refused(_("This second coding is somebody else's."))
    if found.state == second_coding.State.FINISHED:
        return _finished(request, found)
    if request.method == "POST":
        return _write(request, found)
    return _form(request, found, found.content)


def _finished(request, coding):
    if request.method == "POST":
        messages.error(request, _("This second coding is finished and doesn't change any more."))
    if second_coding.gave_up(coding):
        messages.info(request, _("You gave this second coding up."))
        return redirect("coding:second")
    return redirect("coding:disagreement", coding.pk)


def _write(request, coding):
    wanted, edition, seen = request.POST.get("do"), codebook.current(), request.POST.get("base", "")
    try:
        if wanted == "give-up":
            second_coding.give_up(coding, request.user)
            messages.success(request, _("Given up. The case is open to you again; it is left to others to code it."))
            return redirect("coding:second")
        content, problems = second_form.parse(request.POST)
        finishing = wanted == "finish"
        problems |= second_coding.problems(content, complete=finishing)
        if problems:
            return _form(request, coding, content, problems, second_form.typed(request.POST), seen=seen)
        outdated = request.POST.get("edition") != str(edition.number if edition else "")
        if finishing and not outdated:
            second_coding.finish(coding, content, request.user, seen)
            messages.success(request, _("Finished. Below you see where you and the first coder differ."))
            return redirect("coding:disagreement", coding.pk)
        second_coding.save(coding, content, request.user, seen)
        if outdated:
            messages.warning(
                request,
                _("Saved, not finished: edition %(number)s of the codebook came out meanwhile. Check what changed.")
                % {"number": edition.number},
            )
        else:
            messages.success(request, _("Saved. Only you see it; finish it when every coding has its ground."))
    except Gone:
        raise
    except second_coding.Overtaken as refusal:
        coding.refresh_from_db()
        return _form(request, coding, content, None, second_form.typed(request.POST), overtaken=str(refusal))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("coding:second_coding", coding.pk)


def _form(request, coding, content, problems=None, fields=None, *, seen=None, overtaken=""):
    """``seen``: the state the form started from, where that isn't the present one.

    ``overtaken``: why what was sent is not saved; what is saved and differs from it stands beside it then.
    """
    practice = Practice.objects.prefetch_related("locations__place", "citations__source").get(pk=coding.practice_id)
    edition = codebook.current()
    book, problems = (edition.content if edition else {}), problems or {}
    return page(
        request,
        "second_coding",
        {
            "here": "second",
            "title": _("Second coding: %(case)s") % {"case": practice.title},
            "heading": _("Second coding"),
            "coding": coding,
            "practice": practice,
            "edition": edition,
            "sources": [
                {"citation": c.source.citation, "url": c.source.url, "locator": blinding.veiled(c.locator, book)}
                for c in practice.citations.all()
            ],
            "sections": second_form.sections(content, practice, book, problems, fields),
            "problems": second_form.summary(problems, book),
            "base": second_coding.state_of(coding) if seen is None else seen,
            "overtaken": overtaken,
            "meanwhile": second_form.missing(coding.content, content, book) if overtaken else [],
        },
        409 if overtaken else 200,
    )
