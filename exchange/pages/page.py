"""What the pages of the import have in common: who may see them, whose job it is, and how a decision is made."""

import re
from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from exchange.jobs import job as jobs
from practices.models import ImportJob
from workplace.workflow import steps


def for_editors(view):
    """Only for those who may enter cases. What is thrown away while a view looks at it is gone, and no error."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not steps.may_enter(request.user):
            raise PermissionDenied
        try:
            return view(request, *args, **kwargs)
        except (ImportJob.DoesNotExist, FileNotFoundError):
            if "pk" not in kwargs or ImportJob.objects.filter(pk=kwargs["pk"]).exists():
                raise
            if request.method != "POST":
                raise Http404 from None
            messages.error(request, _("This import was thrown away meanwhile."))
            return redirect("imports:index")

    return checked


def job_of(request, pk, own=False):
    """The job, if this user may see it; ``own``: if it is theirs to work on."""
    job = jobs.visible_to(request.user).filter(pk=pk).first()
    if job is None:
        raise Http404
    if own and job.by_id != request.user.pk:
        raise PermissionDenied
    return job


def page(request, name, context, status=200):
    return render(
        request, f"admin/practices/import/{name}.html", admin.site.each_context(request) | context, status=status
    )


def turn_of(request, otherwise):
    """The number of the decision that the page stood at which this one was sent from."""
    turn = request.POST.get("turn", "")
    return int(turn) if re.fullmatch(r"[0-9]{1,9}", turn) else otherwise


def begin(request, job, what, **said):
    try:
        jobs.start(job, what, **said)
    except jobs.Busy as error:
        messages.error(request, str(error))
        if not ImportJob.objects.filter(pk=job.pk).exists():
            return redirect("imports:index")
    return redirect("imports:job", job.pk)
