"""How long what somebody sends may be: looked at before anything of it is read, by the server and again by Django.

* who never logged in with this browser: 64 KiB, enough for logging in, and for the form of a case whose login ended;
* a browser that logged in before: a form, so that what was typed arrives though the login has ended meanwhile;
* who is logged in: a form anywhere, and at the two addresses that take files what a file may have.

``atlas/server`` asks ``most_bytes`` when the head of a request has come, and takes a body without a length no further
than that; ``BodyMiddleware`` answers 413, and looks once more where another server stands before Django.
"""

from django.conf import settings
from django.http import parse_cookie
from django.utils.translation import gettext as _

from atlas.server import REFUSED
from atlas.views import refusal
from exchange.reading import limits
from workplace.login import browsers, sessions
from workplace.pictures import intake

KIBIBYTE = 1024
STRANGER = 64 * KIBIBYTE
FORM = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
# The views at these addresses say themselves that a file is too long, in the way their page shows it.
FILES = {
    "/admin/practices/picture/": intake.MAX_BYTES + intake.ENVELOPE,
    "/admin/practices/import/": limits.MAX_BYTES + intake.ENVELOPE,
}

# Set by our server, or by the proxy of Compose: the body was longer than is taken, and was left out.
BY_PROXY = "HTTP_X_BODY_REFUSED"
REFUSALS = {REFUSED, BY_PROXY}


def most_bytes(path, cookies):
    """The most bytes of a body that this address takes from whoever sends these cookies (the header, as text)."""
    cookies = parse_cookie(cookies)
    return _most(path, sessions.is_open(cookies.get(settings.SESSION_COOKIE_NAME)), cookies)


def _most(path, is_member, cookies):
    if is_member:
        return FILES.get(path, FORM)
    return FORM if browsers.read(cookies) else STRANGER


class BodyMiddleware:
    """413 for a body that is too long. Stands where it is known who asks, and before any form is read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if BY_PROXY in request.META:  # it left out the body, and says how long it was, where that is known
            request.META["CONTENT_LENGTH"] = _digits(request.META[BY_PROXY]) or str(max(FILES.values()) + 1)
        length = int(_digits(request.META.get("CONTENT_LENGTH") or "") or 0)
        refused = not REFUSALS.isdisjoint(request.META)
        if not length and not refused:
            return self.get_response(request)
        user = getattr(request, "user", None)
        is_member = user is not None and user.is_authenticated
        most = _most(request.path_info, is_member, request.COOKIES)
        if length <= most and not refused:
            return self.get_response(request)
        if is_member and request.path_info in FILES:
            return self.get_response(request)
        return refuse(request, most, is_member)


def _digits(text):
    return text if text.isascii() and text.isdecimal() else ""


def refuse(request, most, is_member):
    """413, as a page or as problem+json, with what may be done."""
    text = _("At most {most} kilobytes are taken here.").format(most=most // KIBIBYTE)
    what_now = "" if is_member else _("Log in first: members of the workplace may send more.")
    return refusal(request, 413, _("Too much was sent"), text, what_now, keeps=False)
