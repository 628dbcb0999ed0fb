"""Deciding on chosen cases, one or many: what is decided on stands in sight, and the form names the version of each."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.acting import name_of
from practices.case import differences
from practices.case.contents import LIFE
from workplace.frame.typed import comment_of
from workplace.review.context import changed_since, pictures_of, sides
from workplace.workflow import decisions, steps
from workplace.workflow.decisions import UNNAMED, Gone, Overtaken
from workplace.workflow.targets import Target

MOST = 25
DELETE = "delete"
LABELS = {DELETE: gettext_lazy("Delete")}


def label_of(name):
    return LABELS.get(name) or steps.WAYS[name].label


def decide(request, practices, name):
    """The page that asks for the decision ``name`` (a step of a case, or "delete"); None when all was decided.

    What was refused is asked about again, with the reason and with what changed meanwhile.
    """
    practices, comment = list(practices[: MOST + 1]), comment_of(request)
    if len(practices) > MOST:
        messages.error(
            request, _("At most %(most)s cases can be decided on at once, since all are read.") % {"most": MOST}
        )
        return None
    if "decided" not in request.POST:
        return _page(request, [_entry(practice, name, request.user) for practice in practices], name, comment)
    refused, gone, overtaken = [], 0, False
    for practice in practices:
        seen = decisions.named(request.POST.get(f"version-{practice.pk}"))
        try:
            _take(practice, name, request.user, comment, UNNAMED if seen is None else seen)
        except Gone as error:
            messages.warning(request, f"{practice}: {error}")
            gone += 1
        except (PermissionDenied, ValidationError) as error:
            overtaken = overtaken or isinstance(error, Overtaken)
            refused.append(_entry(practice, name, request.user, getattr(error, "messages", [str(error)]), seen))
    if done := len(practices) - len(refused) - gone:
        told = ngettext("%(step)s: %(n)s practice.", "%(step)s: %(n)s practices.", done)
        messages.success(request, told % {"n": done, "step": label_of(name)})
    return _page(request, refused, name, comment, 409 if overtaken else 400) if refused else None


def _take(practice, name, user, comment, seen):
    if name == DELETE:
        steps.delete(practice, user, comment, seen)
    else:
        steps.take(practice, name, user, comment, seen)


def _entry(practice, name, user, problems=(), seen=None):
    """What the page shows of one case."""
    target = Target.of(practice)
    before, after, _conflicts = sides(target)
    changes = differences.rows(before, after, only_changed=True) if before is not None and name != DELETE else []
    changes = [row for row in changes if row.member not in LIFE]
    return {
        "practice": practice,
        "state": decisions.state_of(practice.pk),
        "revision_by": name_of(target.revision.author) or "–" if target.revision and name == DELETE else "",
        "hindrance": "" if problems else _hindrance(practice, name, user),
        "problems": problems,
        "since": changed_since(practice, seen, user) if problems else None,
        "changes": changes,
        "lines": differences.lines(after),
        "pictures": pictures_of(after, before),
    }


def _hindrance(practice, name, user):
    if name == DELETE:
        return "" if steps.may_delete(practice, user) else _("You may not delete this case.")
    return steps.hindrance(practice, name, user)


def _page(request, entries, name, comment, status=200):
    context = {
        "title": label_of(name),
        "name": name,
        "entries": entries,
        "comment": comment,
        "needs_comment": name != DELETE and steps.WAYS[name].comment,
        "possible": not all(entry["hindrance"] for entry in entries),
        "action": request.POST.get("action", ""),
        "chosen": ACTION_CHECKBOX_NAME,
    }
    frame = admin.site.each_context(request)
    return TemplateResponse(request, "admin/practices/selection.html", frame | context, status=status)
