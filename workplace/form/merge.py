"""Two people saved the same case: the second sees both and decides, instead of overwriting or losing."""

import json
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from practices.case import differences, payload
from practices.case.contents import WORDED, normal
from practices.case.merging import BOTH, MINE, OWN, THEIRS
from practices.models import Version
from workplace.form.base import FormView
from workplace.form.case_form import pairs_of
from workplace.form.comeback import worded
from workplace.form.refusal import reason_for
from workplace.workflow import unsaved
from workplace.workflow.targets import content_at, locked, merged_with
from workplace.workflow.unsaved import Sheet


def merge_page(view, target, sheet, content, chosen=None, error=None):
    """The page that shows both sides; ``sheet.base`` is the number of the version this form started from."""
    merged = merged_with(target, sheet.base, content)
    content = content | {"status": target.content["status"]}
    started = content_at(target.practice, sheet.base) if sheet.base is not None else None
    names = differences.Names(target.content, normal(content))
    theirs_only = merged.settle({clash.key: THEIRS for clash in merged.clashes})
    context = {
        "title": _("Two versions of this case"),
        "practice": target.practice,
        "target": target,
        "theirs": target.last,
        "conflicts": [conflict(clash, differences.clash_row(clash, names), chosen or {}) for clash in merged.clashes],
        "taken": [row for row in differences.rows(started or content, target.content) if row.member in merged.taken],
        "own_changes": differences.rows(target.content, theirs_only, only_changed=True),
        "mine_json": json.dumps(content, ensure_ascii=False),
        "sheet": sheet,
        "error": error,
    }
    return view.render(context, "admin/practices/merge.html")


def conflict(clash, row, chosen):
    """What the template shows of one clash; ``chosen`` is what was decided before."""
    return {
        "key": clash.key,
        "member": clash.member,
        "label": row.label,
        "theirs": row.before,
        "mine": row.after,
        "entry": bool(clash.item),
        "both": BOTH in clash.sides,
        "worded": OWN in clash.sides,
        "own": chosen.get(f"own-{clash.member}", clash.mine if clash.member in WORDED else ""),
        "side": chosen.get(f"take-{clash.key}", clash.proposed),
    }


class MergeView(FormView):
    """``<pk>/merge/`` takes what was decided. A third version meanwhile: the page again, with that one."""

    def post(self, request):
        sheet = replace(Sheet.sent(request.POST), key=f"practice-{self.practice.pk}")
        try:
            mine = payload.parsed(request.POST.get("mine", ""))
        except ValidationError as error:
            return self.unreadable(error)
        with transaction.atomic():
            target = locked(self.practice)
            if not target.may_write(request.user):
                raise PermissionDenied(reason_for(target, request.user))
            try:
                content = self.decided(target, sheet, mine)
            except ValidationError as error:
                return merge_page(self, target, sheet, mine, request.POST, error.messages)
            # The same decision once more (a double click) finds it written already.
            if request.POST.get("theirs") != str(target.number) and content != target.content:
                messages.warning(request, _("Meanwhile somebody saved once more: here is what it looks like now."))
                return merge_page(self, target, sheet, mine, request.POST)
            try:
                if "_form" in request.POST:
                    return self.into_form(target, sheet, content)
                # A savepoint: what can't be written must not stay half-written while the page is shown again.
                with transaction.atomic():
                    if content != target.content:
                        target.write(content, request.user, Version.Action.MERGED)
            except ValidationError as error:
                return merge_page(self, target, sheet, mine, request.POST, error.messages)
            unsaved.record(request.user, sheet, pairs_of(mine), self.practice, target.number)
        messages.success(request, _("Both versions are merged and saved."))
        return redirect("admin:practices_practice_change", self.practice.pk)

    def decided(self, target, sheet, mine):
        """The content as decided, member by member."""
        sent = self.request.POST
        merged = merged_with(target, sheet.base, mine)
        decisions = {clash.key: sent.get(f"take-{clash.key}", MINE) for clash in merged.clashes}
        wordings = {name: text.replace("\r\n", "\n").replace("\x00", "").strip() for name, text in worded(sent).items()}
        return merged.settle(decisions, wordings) | {"status": target.content["status"]}

    def into_form(self, target, sheet, content):
        """What was decided goes back into the form, to be worked on there before it is saved."""
        unsaved.keep(self.request.user, replace(sheet, base=target.number), pairs_of(content))
        return redirect("admin:practices_practice_change", self.practice.pk)

    def unreadable(self, error):
        """400: nothing was changed, and what was typed stands below and in the form."""
        sent = self.request.POST
        context = {
            "title": _("This could not be read"),
            "practice": self.practice,
            "problems": error.messages,
            "kept": unsaved.of(self.request.user, f"practice-{self.practice.pk}"),
            "typed": [text for name, text in sent.items() if name.startswith("own-") and text.strip()],
        }
        return self.render(context, "admin/practices/unreadable.html", status=400)
