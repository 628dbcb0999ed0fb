"""Two people saved the same case: the second sees both and decides, instead of overwriting or losing."""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from practices.admin import autosave
from practices.admin.pages import WorkplaceView
from practices.editorial import differences, merging
from practices.editorial.contents import MEMBERS, normal
from practices.editorial.targets import content_at, locked
from practices.models import Practice, Version

# Members of which one may write a third wording instead of choosing a side.
WORDED = ("title", "title_en", "summary", "summary_en", "description", "coding_note")
SIDES = ("mine", "theirs", "own")


def merge_page(view, target, base, content, key, chosen=None, error=None):
    """The page that shows both sides; ``base`` is the number of the version this form started from."""
    started = content_at(target.practice, int(base)) if base.isdecimal() and len(base) < 10 else None
    started = started or target.content
    content = content | {"status": target.content["status"]}
    merged = merging.merge(started, target.content, content)
    chosen = chosen or {}
    conflicts = [
        {
            "member": row.member,
            "label": row.label,
            "theirs": row.before,
            "mine": row.after,
            "worded": row.member in WORDED,
            "own": chosen.get(f"own-{row.member}", content[row.member] if row.member in WORDED else ""),
            "side": chosen.get(f"take-{row.member}", "mine"),
        }
        for row in differences.rows(target.content, content)
        if row.member in merged.conflicts
    ]
    context = {
        "title": _("Two versions of this case"),
        "practice": target.practice,
        "target": target,
        "theirs": target.last,
        "conflicts": conflicts,
        "taken": [row for row in differences.rows(started, target.content) if row.member in merged.taken],
        "own_changes": [
            row
            for row in differences.rows(target.content, merged.content, only_changed=True)
            if row.member not in merged.conflicts
        ],
        "mine_json": json.dumps(content, ensure_ascii=False),
        "base": base,
        "autosave_key": key,
        "error": error,
    }
    return view.render(context, "admin/practices/merge.html")


class MergeView(WorkplaceView):
    """``<pk>/merge/`` takes what was decided. A third version meanwhile: the page again, with that one."""

    def post(self, request, pk):
        practice = get_object_or_404(Practice, pk=pk)
        self.refuse_blinded(practice)
        try:
            mine = normal(json.loads(request.POST.get("mine", "")))
        except (ValueError, TypeError, KeyError, AttributeError):
            messages.error(request, _("What was sent can't be read; nothing was changed."))
            return redirect("admin:practices_practice_change", pk)
        base, key = request.POST.get("base", ""), request.POST.get("autosave_key", "")
        with transaction.atomic():
            target = locked(practice)
            if not target.may_write(request.user):
                raise PermissionDenied(_("You may not change this case now."))
            if request.POST.get("theirs") != str(target.number):
                messages.warning(request, _("Meanwhile somebody saved once more: here is what it looks like now."))
                return merge_page(self, target, base, mine, key, request.POST)
            try:
                # A savepoint: what can't be written must not stay half-written while the page is shown again.
                with transaction.atomic():
                    target.write(
                        self.decided(target, base, mine) | {"status": target.content["status"]},
                        request.user,
                        Version.Action.MERGED,
                    )
            except ValidationError as error:
                return merge_page(self, target, base, mine, key, request.POST, error.messages)
        autosave.forget(request.user, key)
        messages.success(request, _("Both versions are merged and saved."))
        return redirect("admin:practices_practice_change", pk)

    def decided(self, target, base, mine):
        """The content as decided, member by member."""
        started = content_at(target.practice, int(base)) if base.isdecimal() and len(base) < 10 else None
        merged = merging.merge(started or target.content, target.content, mine)
        content = dict(merged.content)
        for member in merged.conflicts:
            side = self.request.POST.get(f"take-{member}", "mine")
            if side == "theirs":
                content[member] = target.content[member]
            elif side == "own" and member in WORDED:
                content[member] = self.request.POST.get(f"own-{member}", "").replace("\r\n", "\n").strip()
            else:
                content[member] = mine[member]
        return {member: content[member] for member in MEMBERS}
