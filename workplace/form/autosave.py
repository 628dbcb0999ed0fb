"""What is typed is sent here every few seconds; unsaved states as the form shows them."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _

from workplace.form import completeness, duplicates
from workplace.form.case_form import FORMSETS, NAMES, CaseForm
from workplace.form.names import search
from workplace.workflow import steps, unsaved
from workplace.workflow.unsaved import Sheet, as_data


def begun(user, *, discarded=False):
    """New cases that this person began and never saved: [(token, pk, title, at)]."""
    rows = unsaved.begun(user, discarded=discarded)
    return [(row.key.removeprefix("new-"), row.pk, title(row), row.at) for row in rows]


def title(kept):
    """What the case is called in what was typed."""
    return as_data(kept).get("title") or _("without a title")


def initial(kept):
    """Typed values for unbound forms: {"case": {…}, "parts": {part: [{…}]}}."""
    data = as_data(kept)
    return {
        "case": {name: data.get(name, "") for name in NAMES},
        "parts": {name: _rows(name, data) for name in FORMSETS},
    }


def rough_content(data):
    """What of a plain form can be told from unchecked data: enough for the meter."""
    content = {name: data.get(name, "") for name in NAMES}
    content["handlungsfeld"] = {"slug": data.get("handlungsfeld_slug", "")}
    return content | {name: _rows(name, data) for name in FORMSETS}


def told(data):
    """[(label, text)] of what was typed, to be read and copied."""
    form, found = CaseForm(), []
    for name in NAMES:
        if text := data.get(name, "").strip():
            found.append((form.fields[name].label, text))
    for part, formset in FORMSETS.items():
        for row in _rows(part, data):
            labels = formset.form.base_fields
            found += [(labels[name].label, text) for name, text in row.items() if text.strip() and name != "picture"]
    return found


def _rows(part, data):
    """The rows of a part that hold anything and aren't taken out."""
    form, found = FORMSETS[part].form, []
    total = data.get(f"{part}-TOTAL_FORMS", "")
    for index in range(min(int(total), 200) if total.isdecimal() and len(total) < 5 else 0):
        row = {name: data.get(f"{part}-{index}-{name}", "") for name in form.base_fields if name != "upload"}
        if not data.get(f"{part}-{index}-DELETE") and any(row.get(name) for name in form.key):
            found.append(row)
    return found


def save(request):
    """POST keeps the form that is sent → {"at": ISO time, "percent", "missing": [str]}; GET → {"token"}.

    The token is what a form needs after another login: 401 {"error"} says that nobody is logged in.
    """
    if not admin.site.has_permission(request):
        return JsonResponse({"error": _("Your session has ended: log in again in another tab.")}, status=401)
    if not steps.may_enter(request.user):
        return JsonResponse({"error": _("This is for people who enter cases.")}, status=403)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    try:
        kept = unsaved.keep(request.user, Sheet.sent(request.POST), unsaved.pairs_of(request.POST), late=True)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=400)
    meter = completeness.meter(rough_content(request.POST))
    return JsonResponse(
        {
            "at": kept.at.isoformat() if kept else None,
            "percent": meter.percent,
            "missing": [item.label for item in meter.missing],
        }
    )


def similar(request):
    """``?title=&place=…`` → {"similar": [{"title", "slug", "places", "km", "pk", "told"}]}: cases this may be one of.

    Of somebody else's draft there is only ``told``, a sentence that names whom to speak with.
    """
    if not steps.may_enter(request.user):
        return JsonResponse({"error": _("This is for people who enter cases.")}, status=403)
    places = [name.replace("\x00", "") for name in request.GET.getlist("place")[:20]]
    found = duplicates.similar_to(request.GET.get("title", "")[:200], places, request.user)
    return JsonResponse(
        {
            "similar": [
                {
                    "title": one.title,
                    "slug": one.slug,
                    "places": one.places,
                    "km": None if one.km is None else round(one.km, 1),
                    "pk": one.pk,
                    "told": one.told,
                }
                for one in found
            ]
        }
    )


def sources(request):
    """``?q=`` → {"results": [{"slug", "label"}]}: sources with these words, at most 12."""
    if not steps.may_enter(request.user):
        return JsonResponse({"error": _("This is for people who enter cases.")}, status=403)
    words = request.GET.get("q", "").strip()[:200]
    return JsonResponse({"results": [{"slug": slug, "label": label} for slug, label in search(words)] if words else []})
