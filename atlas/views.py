"""Pages that belong to no app: health, about, errors."""

import sys

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from atlas.middleware import preferred_language
from atlas.one_state import of_any_state
from atlas.readiness import checks
from atlas.trouble import trouble_of
from practices.api.errors import problem
from practices.models import Practice


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


def robots(request):
    text = "User-agent: *\nDisallow: /admin/\nDisallow: /export/\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


class AboutView(TemplateView):
    """``/ueber/``: what the atlas is, what its data rests on, licence, imprint, accessibility."""

    template_name = "about.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(nav="about", total=Practice.objects.published().count(), **kwargs)


def _is_api(request):
    return request.path_info.startswith("/api/")


def _plain(status, heading, text):
    """A page that needs no template, no database and no part of the request, for when one of them is what failed."""
    page = (
        '<!doctype html><html lang="{}"><meta charset="utf-8"><title>{} – Gute-Praxis-Atlas</title>'
        '<h1>{}</h1><p>{} <a href="/">{}</a></p></html>'
    )
    return HttpResponse(
        format_html(page, get_language(), heading, heading, text, _("To the start page")), status=status
    )


def bad_request(request, exception=None):
    """What Django itself refuses: a foreign host name, or more values than it reads."""
    text = _("It holds more values than the atlas reads, or was meant for another server.")
    if _is_api(request):
        return problem(400, _("Bad request"), text)
    return _plain(400, _("The atlas cannot read this address"), text)


def refused_form(request, reason=""):
    """A form without its secret (CSRF)."""
    why = _("The form was open for too long, or your browser keeps no cookies. Nothing was changed.")
    what_now = _("Go back, reload the page and send it again.")
    return _plain(403, _("This was not accepted"), f"{why} {what_now}")


def not_found(request, exception=None):
    if _is_api(request):
        return problem(404, _("Not found"), _("There is nothing published at this address."))
    return render(request, "404.html", status=404)


def server_error(request):
    """What should never happen: 500. But 503 where the database or the disk is what fails (atlas.trouble)."""
    trouble = trouble_of(sys.exc_info()[1])
    if trouble is not None:
        return _unavailable(request, trouble)
    text = _("The atlas could not answer. Please try again later.")
    if _is_api(request):
        return problem(500, _("Something went wrong"), text)
    return _plain(500, _("Something went wrong"), text)


def _unavailable(request, trouble):
    """503 without a look at the database, which may be what failed: who asks isn't known here."""
    if not hasattr(request, "LANGUAGE_CODE"):  # it failed before anybody had looked at the language
        translation.activate(preferred_language(request.META.get("HTTP_ACCEPT_LANGUAGE", "")))
    make = problem if _is_api(request) else _plain
    answer = make(503, trouble.title, trouble.text)
    answer["Retry-After"] = str(trouble.retry_after)
    answer["Cache-Control"] = "no-store"
    return answer
