"""Who isn't let write to a case keeps what they typed, reads why, and what they can do now."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.acting import name_of
from practices.models import Practice, Revision, Status, Version
from workplace.form import autosave, comeback
from workplace.form.case_form import pairs_of
from workplace.workflow import steps, unsaved


def reason_for(target, user):
    """Why this user may not write to the target now."""
    if target.revision is not None and target.revision.author_id != user.pk:
        by = name_of(target.revision.author) or "–"
        if target.revision.state == Revision.State.REVIEW:
            return _("%(by)s has proposed a change of this case; it is being reviewed.") % {"by": by}
        return _("%(by)s is working on a change of this case.") % {"by": by}
    status = target.practice.status if target.practice is not None else ""
    if target.revision is not None or status == Status.REVIEW:
        return _("What you handed in is being reviewed. Take it back to work on it.")
    if status == Status.WITHDRAWN:
        return _("The case is withdrawn. The group Redaktion can reopen it as a draft.")
    return _("You may not change this case now.")


def refused_page(view, pk, reason, *, gone=False):
    """The page that says why, with what was typed just now or before; None where nothing was typed.

    ``gone``: the case isn't there any more; what was typed becomes the beginning of a new one.
    """
    user, typed = view.request.user, comeback.typed_in(view.request)
    if not steps.may_enter(user):
        return None
    note, proposed = "", None
    if typed is not None:
        sheet, pairs = typed
        try:
            kept = unsaved.keep(user, sheet.as_new() if gone else sheet, pairs)
        except ValidationError as error:  # too much to be kept: it is shown, to be copied
            kept, note = None, " ".join(error.messages)
        if kept is None and not note and _may_look(pk, user):
            return redirect("admin:practices_review", pk)  # this was saved and handed in just now: a double click
        data = unsaved.as_data(kept) if kept else view.request.POST
    else:
        kept = next(iter(unsaved.set_free(user, pk) if gone else unsaved.of(user, f"practice-{pk}")), None)
        proposed = None if kept or _may_look(pk, user) else _proposed(pk, user)
        if kept is None and proposed is None:
            return None
        data = unsaved.as_data(kept) if kept else unsaved.querydict(pairs_of(proposed.content))
    practice = Practice.objects.filter(pk=pk).first()
    visible = _may_look(pk, user)
    context = {
        "title": practice.title if visible else _("Not saved"),
        "reason": reason,
        "note": note,
        "kept": kept,
        "again": comeback.address(kept.key) if kept and gone else "",
        "review": reverse("admin:practices_review", args=[pk]) if visible else "",
        "typed": autosave.told(data),
        "proposed": proposed,
    }
    return view.render(context, "admin/practices/refused.html", status=403)


def _proposed(pk, user):
    """The Version that this user wrote last of a revision of a case that they can't look at any more; None else."""
    return Version.objects.filter(practice=pk, by=user, revision__isnull=False).order_by("-number").first()


def _may_look(pk, user):
    practice = Practice.objects.filter(pk=pk).first()
    return practice is not None and steps.may_see(practice, user)
