"""Pages that belong to no app: health, about, errors."""

import sys

from django.db import DatabaseError, OperationalError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from practices.api.errors import problem
from practices.models import Practice


def healthz(request):
    """200 ``ok`` when the database answers, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return HttpResponse("database does not answer", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


def robots(request):
    text = "User-agent: *\nDisallow: /admin/\nDisallow: /export/\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


class AboutView(TemplateView):
    """``/ueber/``: what the atlas is, what its data rests on, licence, imprint, accessibility."""

    template_name = "about.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(nav="about", total=Practice.objects.published().count(), **kwargs)


def not_found(request, exception=None):
    if request.path_info.startswith("/api/"):
        return problem(404, _("Not found"), _("There is nothing published at this address."))
    return render(request, "404.html", status=404)


def server_error(request):
    """What should never happen: 500. But 503 where somebody else writes for long: SQLite has one writer at a time."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError) and "locked" in str(error):
        return HttpResponse(
            "<!doctype html><html lang=de><title>Gerade wird geschrieben</title><h1>Gerade wird geschrieben</h1>"
            "<p>Ein Import trägt viele Fälle ein; so lange kann niemand sonst speichern. Nichts ist verloren: "
            "Gehen Sie im Browser zurück und speichern Sie in einer Minute noch einmal.</p></html>",
            status=503,
            headers={"Retry-After": "60"},
        )
    return HttpResponse(
        "<!doctype html><html lang=de><title>Fehler</title><h1>Da ist etwas schiefgegangen</h1>"
        "<p>Der Atlas konnte die Seite nicht erzeugen. Bitte versuchen Sie es später noch einmal. "
        "<a href='/'>Zur Startseite</a></p></html>",
        status=500,
    )
