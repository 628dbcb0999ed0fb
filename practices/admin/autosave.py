"""What is typed and not saved yet is kept per person, whole and unchecked, so that nothing is lost."""

import json
import re
import secrets

from django.contrib import admin
from django.http import JsonResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from practices.admin.forms import PARTS, CaseForm
from practices.editorial import completeness, duplicates, workflow
from practices.models import Autosave

MOST_BYTES = 500_000
MOST_KEPT = 50
_KEY = re.compile(r"(practice-\d{1,18}|new-[0-9a-f]{16})")
_NOT_KEPT = {"csrfmiddlewaretoken", "base", "autosave_key", "not_a_duplicate"}


def key_of(practice, token=None):
    """Under which key the form of a case is kept; a new case gets a token of its own."""
    if practice is not None:
        return f"practice-{practice.pk}"
    key = f"new-{token}"
    return key if _KEY.fullmatch(key) else f"new-{secrets.token_hex(8)}"


def find(user, key, target):
    """The kept state under this key, unless the case was saved by this person since."""
    kept = Autosave.objects.filter(user=user, key=key).first()
    last = target.last if kept and target.practice is not None else None
    if last is not None and last.by_id == user.pk and last.at >= kept.at:
        return None
    return kept


def begun(user):
    """New cases that this person began and never saved: [(token, title, at)]."""
    rows = Autosave.objects.filter(user=user, key__startswith="new-").order_by("-at")[:10]
    return [(row.key.removeprefix("new-"), as_data(row).get("title") or _("without a title"), row.at) for row in rows]


def forget(user, key):
    Autosave.objects.filter(user=user, key=key).delete()


def as_data(kept):
    """What was typed, as a QueryDict."""
    data = QueryDict(mutable=True)
    for name, value in kept.data:
        data.appendlist(name, value)
    return data


def initial(kept):
    """Typed values for unbound forms: {"case": {…}, "parts": {part: [{…}]}}."""
    data = as_data(kept)
    fields = (*CaseForm.Meta.fields, "handlungsfeld_slug")
    return {
        "case": {name: data.get(name, "") for name in fields},
        "parts": {name: _rows(name, data) for name in PARTS},
    }


def rough_content(data):
    """What of a plain form can be told from unchecked data: enough for the meter."""
    content = {name: data.get(name, "") for name in CaseForm.Meta.fields}
    content["handlungsfeld"] = {"slug": data.get("handlungsfeld_slug", "")}
    return content | {name: _rows(name, data) for name in PARTS}


def _rows(part, data):
    """The rows of a part that hold anything and aren't taken out."""
    form, found = PARTS[part].form, []
    total = data.get(f"{part}-TOTAL_FORMS", "")
    for index in range(min(int(total), 200) if total.isdecimal() and len(total) < 5 else 0):
        row = {name: data.get(f"{part}-{index}-{name}", "") for name in form.base_fields if name != "upload"}
        if not data.get(f"{part}-{index}-DELETE") and any(row.get(name) for name in form.key):
            found.append(row)
    return found


@require_POST
def save(request):
    """Keep the form that is sent → {"at": ISO time, "percent", "missing": [str], "similar": [{…}]}."""
    if not workflow.may_enter(request.user):
        return JsonResponse({"error": _("This is for people who enter cases.")}, status=403)
    key = request.POST.get("autosave_key", "")
    if not _KEY.fullmatch(key):
        return JsonResponse({"error": _("This form has no valid key; reload the page.")}, status=400)
    pairs = [[name, value] for name, values in request.POST.lists() for value in values if name not in _NOT_KEPT]
    if len(json.dumps(pairs)) > MOST_BYTES:
        return JsonResponse({"error": _("That is too much text to be kept meanwhile; save it.")}, status=400)
    kept, _created = Autosave.objects.update_or_create(user=request.user, key=key, defaults={"data": pairs})
    surplus = Autosave.objects.filter(user=request.user).order_by("-at").values_list("pk", flat=True)[MOST_KEPT:]
    Autosave.objects.filter(pk__in=list(surplus)).delete()
    meter = completeness.meter(rough_content(request.POST))
    return JsonResponse(
        {"at": kept.at.isoformat(), "percent": meter.percent, "missing": [item.label for item in meter.missing]}
    )


def similar(request):
    """``?title=&place=…`` → {"similar": [{"title", "url", "status", "places", "km"}]}: cases this may be one of."""
    if not workflow.may_enter(request.user):
        return JsonResponse({"error": _("This is for people who enter cases.")}, status=403)
    found = duplicates.similar_to(request.GET.get("title", "")[:200], request.GET.getlist("place")[:20])
    return JsonResponse(
        {
            "similar": [
                {
                    "title": one.title,
                    "slug": one.slug,
                    "places": one.places,
                    "km": None if one.km is None else round(one.km, 1),
                    "pk": one.pk,
                }
                for one in found
            ]
        }
    )


save_page = admin.site.admin_view(save)
similar_page = admin.site.admin_view(similar)
