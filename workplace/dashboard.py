"""The front page of the workplace: what waits, what is missing, what happened. Each sees what they may act on."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from practices.catalogue import current
from practices.catalogue.gaps import gaps
from practices.models import Status, Version
from workplace import upkeep
from workplace.form import autosave, comeback
from workplace.links import check
from workplace.records.review import waiting
from workplace.review import worklist
from workplace.workflow import steps, unsaved


def context(user):
    """What templates/admin/index.html shows; sections that aren't this user's are missing."""
    catalogue = current()
    shown = {"proposals": waiting(user)}
    if steps.may_enter(user):
        shown |= {
            "own": worklist.own(user),
            "unfinished": unfinished(user),
            "answers": worklist.answers(user),
            "stale": worklist.stale_count(user, catalogue),
            "recheck": worklist.recheck_count(user, catalogue),
            "dead": check.dead().count(),
            "link_check": settings.LINK_CHECK,
            "may_add": user.has_perm("practices.add_practice"),
        }
    if steps.is_reviewer(user) or user.has_perm("auth.change_user"):
        shown["upkeep"] = upkeep.last_runs()
    if steps.is_reviewer(user):
        shown |= {"review": worklist.to_review(), "deleted": worklist.deleted()}
    if user.has_perm("practices.view_practice"):
        shown["gaps"] = table(catalogue, user.has_perm("practices.add_practice"))
    if user.has_perm("practices.view_version"):
        shown["recent"] = [told(version) for version in worklist.recent(user)]
    return shown


def unfinished(user):
    """What this user typed and never saved: [{"title", "address", "at"}], the latest first."""
    return [
        {"title": autosave.title(kept), "address": comeback.address(kept.key), "at": kept.at}
        for kept in unsaved.unfinished(user)[: worklist.SHOWN]
    ]


def table(catalogue, may_add):
    """{"patterns": [label], "rows": [{"label", "cells": [{"count", "label", "url"}]}], "none": number of zero cells}.

    ``url`` leads to the cases, from a zero to the form for a new one ("" for those who may not enter any).
    """
    patterns, rows = gaps(catalogue)
    public, add = reverse("practices:atlas"), reverse("admin:practices_practice_add")
    shown = []
    for field, numbers in rows:
        cells = []
        for pattern, number in zip(patterns, numbers, strict=True):
            query = urlencode({"handlungsfeld": field.slug, "handlungsmuster": pattern.slug})
            url = f"{public}?{query}" if number else f"{add}?{query}" if may_add else ""
            cells.append({"count": number, "label": f"{field.label}, {pattern.label}", "url": url})
        shown.append({"label": field.label, "cells": cells})
    none = sum(cell["count"] == 0 for row in shown for cell in row["cells"])
    return {"patterns": [pattern.label for pattern in patterns], "rows": shown, "none": none}


def told(version):
    """{"version", "title", "what", "who"} of a change."""
    what = version.get_action_display()
    if version.action == Version.Action.STEP and version.revision_id:
        what = _("revision submitted for review")
    elif version.action == Version.Action.STEP:
        status = version.content.get("status", "")
        what = _("now: %(status)s") % {"status": dict(Status.choices).get(status, status)}
    return {
        "version": version,
        "title": version.content.get("title") or version.slug,
        "what": what,
        "who": version.by_name or (version.by.get_username() if version.by else "–"),
    }
