"""Pages that belong to no app: health, about, errors."""

import sys

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from atlas.health.readiness import checks
from atlas.health.trouble import trouble_of
from atlas.middleware.audience import preferred_language
from practices.api.errors import problem
from practices.catalogue import of_any_state
from practices.models import Practice
from workplace.form import comeback
from workplace.frame.typed import WORKPLACE, is_from_here, typed_in
from workplace.workflow.decisions import Gone, Overtaken


@of_any_state
def healthz(request):
    """200 ``ok`` when the database answers, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except (DatabaseError, InterfaceError):
        return HttpResponse("database does not answer", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@of_any_state
def readyz(request):
    """200 when everything is there that the atlas needs, else 503; as JSON, a sentence for each part."""
    found = checks()
    ready = all(check.ok for check in found)
    parts = {check.name: {"ok": check.ok, "text": check.text, **check.figures} for check in found}
    answer = JsonResponse({"ready": ready, "checks": parts}, status=200 if ready else 503)
    answer["Cache-Control"] = "no-store"
    return answer


# What is made for somebody, or shows the same cases once more.
NOT_CRAWLED = ("/admin/", "/export/", "/merkliste/", "/vergleich/", "/dossier", "/ratsvorlage.docx", "/handzettel.pdf")


def robots(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_CRAWLED)]
    text = "\n".join([*lines, "", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


class AboutView(TemplateView):
    """``/ueber/``: what the atlas is, what its data rests on, licence, imprint, accessibility."""

    template_name = "about.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(nav="about", total=Practice.objects.published().count(), **kwargs)


class AccessibilityView(TemplateView):
    """``/barrierefreiheit/``: what was tested, what is missing, and whom to turn to, from the settings of the host."""

    template_name = "accessibility.html"
    extra_context = settings.ACCESSIBILITY


def _is_api(request):
    return request.path_info.startswith("/api/")


def _plain(status, heading, text):
    """A page that needs no template, no database and no part of the request, for when one of them is what failed."""
    page = (
        '<!doctype html><html lang="{}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<title>{} – Gute-Praxis-Atlas</title><h1>{}</h1><p>{} <a href="/">{}</a></p></html>'
    )
    return HttpResponse(
        format_html(page, get_language(), heading, heading, text, _("To the start page")), status=status
    )


def refusal(request, status, heading, text, what_now="", *, keeps=True, retry_after=None):
    """The page (for programs: the problem+json) that says why something is refused, and what to do now.

    It gives back what was typed into a form of the workplace, unless ``keeps`` is False. Whoever is logged in sees it
    in the frame of the workplace. From 500 on nothing is asked of the database. ``retry_after``: seconds.
    """
    if _is_api(request):
        answer = problem(status, heading, text)
    else:
        answer = _page(request, status, heading, text, what_now, keeps)
    if retry_after is not None:
        answer["Retry-After"] = str(retry_after)
    answer["Cache-Control"] = "no-store"
    return answer


def _page(request, status, heading, text, what_now, keeps):
    try:
        typed = typed_in(request) if keeps else []
        context = {
            "title": heading,
            "text": text,
            "what_now": what_now,
            "typed": typed,
            "files": _files_of(request, typed),
        }
        inside = status < 500 and request.path_info.startswith(WORKPLACE) and admin.site.has_permission(request)
        if inside:
            context = admin.site.each_context(request) | context
        return render(request, "admin/refused.html" if inside else "refused.html", context, status=status)
    except Exception:
        return _plain(status, heading, f"{text} {what_now}")


def _files_of(request, typed):
    return [file.name for file in request.FILES.values()] if typed else []


def bad_request(request, exception=None):
    """What Django itself refuses: a foreign host name, more values than it reads, or a body that is too long (413)."""
    if isinstance(exception, RequestDataTooBig):
        return refusal(request, 413, _("Too much was sent"), _("The form holds more than the atlas reads at once."))
    text = _("It holds more values than the atlas reads, or was meant for another server.")
    if _is_api(request):
        return problem(400, _("Bad request"), text)
    return _plain(400, _("The atlas cannot read this address"), text)


def refused_form(request, reason=""):
    """A form without its secret (CSRF). What was typed into the form of a case comes along."""
    if is_from_here(request) and (answer := comeback.page(request, others=False)):
        return answer
    why = _("The form was open for too long, or your browser stores no cookies. Nothing was changed.")
    what_now = _("Go back, reload the page and send it again.")
    return refusal(request, 403, _("This was not accepted"), why, what_now, keeps=is_from_here(request))


def forbidden(request, exception=None):
    """What this person may not do, with the reason: 403. But 409 for a decision on a version that is past."""
    if isinstance(exception, Gone):
        return not_found(request)
    text = str(exception or "") or _("Your account may not see or do this.")
    if isinstance(exception, Overtaken):
        what_now = _("Go back, reload the page and decide again.")
        return refusal(request, 409, _("It has changed in the meantime"), text, what_now)
    what_now = _("If you need it for your work, ask the group Leitung, who hands out the rights.")
    return refusal(request, 403, _("This is not open to you"), text, what_now)


def not_found(request, exception=None):
    """404. In the workplace with what was typed: the case may have been deleted while somebody was writing."""
    if _is_api(request):
        return problem(404, _("Not found"), _("There is nothing published at this address."))
    if request.path_info.startswith(WORKPLACE):
        text = _("What you are looking for was deleted or never existed, or the address is mistyped.")
        return refusal(request, 404, _("There is nothing at this address"), text)
    return render(request, "404.html", status=404)


def too_many(request, seconds, text=""):
    """429 with Retry-After: the same was asked for too often."""
    text = text or _("That was too many requests in a short time.")
    minutes = max(1, -(-seconds // 60))
    what_now = ngettext("Try again in %(n)s minute.", "Try again in %(n)s minutes.", minutes) % {"n": minutes}
    return refusal(request, 429, _("Please wait a little"), text, what_now, retry_after=seconds)


def server_error(request):
    """What should never happen: 500. But 503 where the database or the disk is what fails (atlas.health.trouble)."""
    if not hasattr(request, "LANGUAGE_CODE"):  # it failed before anybody had looked at the language
        translation.activate(preferred_language(request.META.get("HTTP_ACCEPT_LANGUAGE", "")))
    trouble = trouble_of(sys.exc_info()[1])
    if trouble is not None:
        return refusal(request, 503, trouble.title, trouble.text, retry_after=trouble.retry_after)
    return refusal(request, 500, _("Something went wrong"), _("The atlas could not answer. Please try again later."))
