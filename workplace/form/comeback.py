"""A form was sent by somebody who isn't logged in any more, or logged in anew meanwhile: what was typed comes along.

Nothing of it is stored before somebody is logged in: it travels in the page. The form of a case gets it back as an
unsaved state, to be looked at and saved there; any other form is shown, to be sent once more.
"""

import json
import re
from dataclasses import replace
from urllib.parse import urlsplit

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from practices.case import payload
from practices.records.kinds import KINDS
from workplace.form.case_form import pairs_of
from workplace.frame.typed import CARRIED, label_of
from workplace.frame.typed import typed_in as typed_texts
from workplace.login.forms import LoginForm
from workplace.workflow import unsaved
from workplace.workflow.unsaved import Sheet

MOST_BYTES = 2_000_000
TEMPLATE = "admin/practices/comeback.html"
FORMS = ("practices_practice_add", "practices_practice_change")


def address(key):
    """Where the form with this key is."""
    label, _dot, pk = key.rpartition("-")
    if label in KINDS:
        name = f"admin:{label.replace('.', '_')}"
        return reverse(f"{name}_change", args=[pk]) if int(pk) else reverse(f"{name}_add")
    sheet = Sheet(key, "", None)
    if sheet.pk is not None:
        return reverse("admin:practices_practice_change", args=[sheet.pk])
    return f"{reverse('admin:practices_practice_add')}?draft={sheet.draft}"


def record_typed_in(request, found):
    """The same of the form of a place, source, term or account. Passwords are kept nowhere."""
    app, _line, rest = (found.url_name or "").partition("_")
    model, _line, form = rest.rpartition("_")
    label, pk = f"{app}.{model}", found.kwargs.get("object_id", "0")
    known = label in KINDS and form in ("add", "change") and pk.isascii() and pk.isdecimal() and len(pk) < 19
    if request.method != "POST" or not known:
        return None
    pairs = [pair for pair in unsaved.pairs_of(request.POST) if "password" not in pair[0]]
    return Sheet(f"{label}-{pk}", "", None), [*pairs, ["base", request.POST.get("base", "")[:40]]]


def typed_in(request):
    """(Sheet, [[name, value]]) of a form of a case that was sent to this address; None where it is no such form."""
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return None
    if record := record_typed_in(request, found):
        return record
    name, pk = found.url_name, found.kwargs.get("pk")
    if request.method != "POST" or name not in (*FORMS, "practices_merge"):
        return None
    sheet = Sheet.sent(request.POST)
    if not sheet.key:
        sheet = replace(sheet, key=f"practice-{pk}") if pk else sheet.as_new()
    if name in FORMS:
        pairs = unsaved.pairs_of(request.POST)
    else:
        try:
            pairs = pairs_of(payload.parsed(request.POST.get("mine", "")) | worded(request.POST))
        except ValidationError:
            return None
    return (sheet, pairs) if pairs else None


def worded(data):
    """{member: text}: own wordings on the page that shows two versions."""
    chosen = [name.removeprefix("take-") for name in data if name.startswith("take-") and data[name] == "own"]
    return {member: data.get(f"own-{member}", "") for member in chosen if f"own-{member}" in data}


def page(request, *, others=True):
    """The page that takes along what was sent here, or None where there is nothing to take along.

    ``others``: also from forms that aren't that of a case.
    """
    if not _from_here(request):
        return None
    typed = typed_in(request)
    if typed is not None:
        sheet, pairs = typed
        text = json.dumps([sheet.key, sheet.form, sheet.base, sheet.restored, pairs])
    elif others and (other := _other(request)):
        text = json.dumps(other)
    else:
        return None
    return _shown(request, text, form=_login_form(request)) if len(text) < MOST_BYTES else None


def _other(request):
    """[address, [[name, value]]] of any other form of the workplace in which something was typed; None else."""
    if not typed_texts(request):
        return None
    left_out = re.compile(r"csrfmiddlewaretoken|.*password.*")
    pairs = [
        [name, value.replace("\x00", "")]
        for name, values in request.POST.lists()
        for value in values
        if not left_out.fullmatch(name)
    ]
    return [request.get_full_path(), pairs]


def _from_here(request):
    """Whether a page of this site sent the form: what another site makes somebody send isn't theirs to keep."""
    origin = request.headers.get("Origin", "")
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":  # a script, which shows no page
        return False
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin" and (
        not origin or urlsplit(origin).netloc == request.get_host()
    )


def _login_form(request):
    return None if admin.site.has_permission(request) else LoginForm(request)


def _shown(request, typed, form):
    context = admin.site.each_context(request) | {
        "title": _("Log in again") if form else _("Your login changed meanwhile"),
        "typed": typed,
        "form": form,
    }
    return render(request, TEMPLATE, context, status=403)


@never_cache
def comeback(request):
    """``comeback/``: what was typed comes back to whoever is, or now gets, logged in, by the door that all come by."""
    if request.method != "POST":
        return redirect("admin:index")
    text = request.POST.get("typed", "")
    if admin.site.has_permission(request):
        return _back(request, text)
    entered = admin.site.login(request)
    if admin.site.has_permission(request):
        answer = _back(request, text)
        answer.cookies.update(entered.cookies)
        return answer
    if hasattr(entered, "context_data"):  # the login page, with what is wrong
        entered.template_name = TEMPLATE
        entered.context_data |= {"title": _("Log in again"), "typed": text}
    return entered


def _back(request, text):
    """Into the form of its case as an unsaved state; any other form is shown, to be sent once more."""
    try:
        sheet, pairs = parsed(text)
    except ValidationError:
        return redirect("admin:index")
    if isinstance(sheet, str):
        return _once_more(request, sheet, pairs)
    try:
        unsaved.keep(request.user, sheet, pairs)
    except ValidationError:  # too much to be kept: it goes on travelling in the page
        carried = {"autosave_key": sheet.key, "form": sheet.form, "base": sheet.base, "restored": sheet.restored}
        pairs += [[name, str(value)] for name, value in carried.items() if value not in (None, "")]
        return _once_more(request, address(sheet.key), pairs)
    return HttpResponseRedirect(address(sheet.key))


def _once_more(request, where, pairs):
    context = admin.site.each_context(request) | {
        "title": _("Send it once more"),
        "address": where,
        "fields": pairs,
        "typed": [(label_of(name), value) for name, value in pairs if value.strip() and not CARRIED.fullmatch(name)],
    }
    return render(request, "admin/practices/once_more.html", context)


def parsed(text):
    """(Sheet or address, pairs) of what page() made. Raises ValidationError for anything else."""
    wrong = ValidationError(_("What was sent can't be read; nothing was changed."))
    try:
        if len(text) > MOST_BYTES:
            raise ValueError
        found = json.loads(text)
        if len(found) == 2:
            key, form, base, restored, pairs = "new-" + "0" * 16, "", None, "", found[1]
            match = resolve(urlsplit(found[0]).path)
            if not found[0].startswith("/admin/") or match.url_name in ("login", "logout"):
                raise ValueError
        else:
            key, form, base, restored, pairs = found
        json.dumps(pairs, ensure_ascii=False).encode()
        told = all(isinstance(value, str) and "\x00" not in value for pair in pairs for value in pair)
        fine = told and all(len(pair) == 2 for pair in pairs) and isinstance(restored, str)
        number = base is None or (type(base) is int and 0 <= base < 10**9)
        if not (fine and number and unsaved.KEY.fullmatch(key) and unsaved.FORM.fullmatch(form or "0" * 16)):
            raise ValueError
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, Resolver404) as error:
        raise wrong from error
    if len(found) == 2:
        return found[0], [list(pair) for pair in pairs]
    return Sheet(key, form, base, restored[:60]), [list(pair) for pair in pairs]
