"""Errors as RFC 9457 problem details."""

from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.views import exception_handler

from practices.filter.paging import NoSuchPage

CONTENT_TYPE = "application/problem+json"


class RefusedFilter(exceptions.APIException):
    """A query string with problems: 400 with one entry per problem."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, problems):
        self.problems = problems
        super().__init__(_("The query string has values that are not allowed."))


def problem(status_code, title, detail, **members):
    """A problem+json response: ``type``, ``title``, ``status``, ``detail`` and the given members."""
    body = {"type": "about:blank", "title": title, "status": status_code, "detail": str(detail), **members}
    return JsonResponse(body, status=status_code, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False})


def gone(found):
    """410 for a case that was public (practices.case.addresses.Gone): a tombstone that a harvester can act on."""
    reason = _("The practice was deleted.") if found.deleted else _("The practice was withdrawn.")
    members = {"id": str(found.id), "slug": found.slug, "tombstone": True, "since": found.since.isoformat()}
    response = problem(410, _("Gone"), reason, **members)
    response["Cache-Control"] = "no-cache"
    return response


def problem_json(exception, context):
    """DRF's exception handler: every error of the API leaves as problem+json."""
    if isinstance(exception, RefusedFilter):
        errors = [
            {"parameter": p.parameter, "value": p.value, "message": p.message, "allowed": p.allowed}
            for p in exception.problems
        ]
        first = exception.problems[0]
        detail = f"{first.parameter}: {first.message}"
        return problem(400, _("Bad request"), detail, errors=errors)
    if isinstance(exception, NoSuchPage):
        return problem(404, _("Not found"), exception)
    if isinstance(exception, Http404):
        return problem(404, _("Not found"), _("There is nothing published at this address."))
    response = exception_handler(exception, context)
    if response is None:
        return None
    titles = {403: _("Not allowed"), 405: _("Method not allowed")}
    title = titles.get(response.status_code, response.status_text)
    answer = problem(response.status_code, title, getattr(exception, "detail", exception))
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if response.has_header(name):
            answer[name] = response[name]
    return answer
