"""Middleware of the atlas: the language of an answer, and what a browser may do with it."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

API_PREFIX, DOCS, PERSONAL = "/api/", "/api/v1/docs/", "/steps/"
LANGUAGES = {code for code, _ in settings.LANGUAGES}


def is_data(request):
    """Whether a program is answered: everything of the API but its reading room."""
    return request.path_info.startswith(API_PREFIX) and request.path_info != DOCS


def is_public_data(request):
    """Whether a program reads what is the same for everybody."""
    reads = request.method in ("GET", "HEAD")
    return reads and is_data(request) and not request.path_info.endswith(PERSONAL)


def preferred_language(header):
    """The language that an ``Accept-Language`` header asks for among ours."""
    for code, quality in parse_accept_lang_header(header.lower()):
        if code == "*":
            break
        if quality and code.split("-")[0] in LANGUAGES:
            return code.split("-")[0]
    return settings.LANGUAGE_CODE


class LanguageMiddleware(LocaleMiddleware):
    """German unless the visitor prefers English: ``?lang=`` before cookie before ``Accept-Language``.

    A page remembers ``?lang=`` in a cookie. The API never looks at the cookie, so that one URL and one
    header always give one answer. An unknown ``lang`` is left for the view, which answers 400.
    """

    def process_request(self, request):
        remembered = None if is_data(request) else request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = preferred_language(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
        self._use(request, remembered if remembered in LANGUAGES else language)
        # Last, since reading the query string fails where it has too many values: the refusal speaks a language too.
        if request.GET.get("lang") in LANGUAGES:
            self._use(request, request.GET["lang"])

    def _use(self, request, language):
        request.LANGUAGE_CODE = language
        translation.activate(language)

    def process_response(self, request, response):
        if response.get("Content-Type", "").startswith("image/"):
            return response  # a picture speaks no language, so one copy serves all
        if is_data(request):
            patch_vary_headers(response, ("Accept-Language",))
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response
        response = super().process_response(request, response)
        patch_vary_headers(response, ("Cookie",))
        if request.GET.get("lang") in LANGUAGES and response.status_code == 200:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                request.GET["lang"],
                max_age=settings.LANGUAGE_COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            )
        return response


# What the atlas never asks of a browser, so that nothing that might get into a page can.
NOT_ASKED_FOR = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid")
NOT_ASKED_FOR += ("magnetometer", "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb")
PERMISSIONS = ", ".join(f"{name}=()" for name in NOT_ASKED_FOR)


class PolicyMiddleware(CSPMiddleware):
    """The Content-Security-Policy: as the settings say for pages, nothing at all for data. No device for anybody."""

    def process_response(self, request, response):
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if is_data(request):
            response[HEADER] = "default-src 'none'; frame-ancestors 'none'"
            return response
        return super().process_response(request, response)
