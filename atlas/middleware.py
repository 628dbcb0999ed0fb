"""Middleware of the atlas: the language of an answer, and its compressed, conditional form."""

import gzip
from hashlib import blake2b

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpResponseNotModified
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from atlas.release import fingerprint
from practices.catalogue import version

API_PREFIX, DOCS, PERSONAL = "/api/", "/api/v1/docs/", "/steps/"
RELEASE = fingerprint()
LANGUAGES = {code for code, _ in settings.LANGUAGES}


def is_data(request):
    """Whether a program is answered: everything of the API but its reading room."""
    return request.path_info.startswith(API_PREFIX) and request.path_info != DOCS


def preferred_language(header):
    """The language that an ``Accept-Language`` header asks for among ours."""
    for code, _quality in parse_accept_lang_header(header.lower()):
        if code.split("-")[0] in LANGUAGES:
            return code.split("-")[0]
    return settings.LANGUAGE_CODE


class LanguageMiddleware(LocaleMiddleware):
    """German unless the visitor prefers English: ``?lang=`` before cookie before ``Accept-Language``.

    A page remembers ``?lang=`` in a cookie. The API never looks at the cookie, so that one URL and one
    header always give one answer. An unknown ``lang`` is left for the view, which answers 400.
    """

    def process_request(self, request):
        if is_data(request):
            request.COOKIES.pop(settings.LANGUAGE_COOKIE_NAME, None)
        super().process_request(request)
        chosen = request.GET.get("lang")
        if chosen in LANGUAGES:
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen

    def process_response(self, request, response):
        if response.get("Content-Type", "").startswith("image/"):
            return response  # a picture speaks no language, so one copy serves all
        response = super().process_response(request, response)
        if not is_data(request):
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


class PolicyMiddleware(CSPMiddleware):
    """The Content-Security-Policy: as the settings say for pages, nothing at all for data."""

    def process_response(self, request, response):
        if is_data(request):
            response[HEADER] = "default-src 'none'; frame-ancestors 'none'"
            return response
        return super().process_response(request, response)


class ConditionalMiddleware:
    """Give every GET a strong ETag, answer ``If-None-Match`` with 304, and compress what is worth it.

    Django's GZipMiddleware turns a strong ETag into a weak one; the contract promises strong ones. So each
    encoding gets an ETag of its own here. The admin is left out: its pages carry secrets, which must not
    be compressed together with what a visitor sends (BREACH), and are never cached.
    """

    MIN_BYTES = 500
    COMPRESSIBLE = (
        "text/",
        "application/json",
        "application/geo+json",
        "application/problem+json",
        "application/vnd.oai.openapi",
        "image/svg+xml",
    )

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # What depends on who asks is never taken from a cache that doesn't know who asked.
        if request.method in ("GET", "HEAD") and is_data(request) and not request.path_info.endswith(PERSONAL):
            return self._answer_data(request)
        response = self.get_response(request)
        if request.path_info.startswith("/admin/") or response.streaming or response.has_header("ETag"):
            return response
        etag = f'"{blake2b(response.content, digest_size=12).hexdigest()}'
        if self._compress(request, response):
            etag += "-gz"
        return self._conditional(request, response, f'{etag}"')

    def _answer_data(self, request):
        """What programs ask for follows from the address, the language and the data version.

        So who holds the current state is answered without making the answer again. Should the data change
        while an answer is made, the answer goes without an ETag.
        """
        before = version()
        etag = self._data_etag(request, before)
        if request.META.get("HTTP_IF_NONE_MATCH") == etag:
            headers = {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept-Language, Accept-Encoding"}
            return HttpResponseNotModified(headers=headers)
        response = self.get_response(request)
        compressed = self._compress(request, response)
        if response.status_code == 200 and version() == before:
            if compressed != etag.endswith('-gz"'):
                etag = f'{etag.removesuffix(chr(34)).removesuffix("-gz")}-plain"'
            return self._conditional(request, response, etag)
        return response

    def _data_etag(self, request, version):
        meta = request.META
        language = preferred_language(meta.get("HTTP_ACCEPT_LANGUAGE", ""))
        address = (request.scheme, meta.get("HTTP_HOST"), request.path, meta.get("QUERY_STRING"))
        digest = blake2b(
            "\n".join(map(str, (*version, RELEASE, language, *address))).encode(errors="replace"), digest_size=12
        )
        return (
            f'"{digest.hexdigest()}-gz"'
            if "gzip" in meta.get("HTTP_ACCEPT_ENCODING", "")
            else f'"{digest.hexdigest()}"'
        )

    def _conditional(self, request, response, etag):
        if request.method not in ("GET", "HEAD") or response.status_code != 200:
            return response
        response["ETag"] = etag
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-cache"
        return get_conditional_response(request, etag=etag, response=response)

    def _compress(self, request, response):
        if not response.get("Content-Type", "").startswith(self.COMPRESSIBLE):
            return False
        patch_vary_headers(response, ("Accept-Encoding",))
        if len(response.content) < self.MIN_BYTES or response.has_header("Content-Encoding"):
            return False
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return False
        response.content = gzip.compress(response.content, compresslevel=5, mtime=0)
        response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
        return True
