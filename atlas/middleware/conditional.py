"""The compressed, conditional form of an answer."""

import gzip
from hashlib import blake2b

from django.http import HttpResponseNotModified
from django.utils.cache import get_conditional_response, patch_vary_headers

from atlas.middleware.audience import is_public_data, preferred_language
from atlas.release import fingerprint
from practices.catalogue import one_state, version

RELEASE = fingerprint()
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE")


def takes_gzip(request):
    """Whether ``Accept-Encoding`` names gzip, and doesn't refuse it with a quality of 0."""
    for part in request.META.get("HTTP_ACCEPT_ENCODING", "").replace(" ", "").lower().split(","):
        coding, _, quality = part.partition(";q=")
        if coding == "gzip":
            return not quality or quality.strip("0.") != ""
    return False


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
        response = self._answer(request)
        if request.method == "HEAD" and not response.streaming:
            # The headers stay those of GET; a server complains of a body that nobody asked for.
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    def _answer(self, request):
        # What depends on who asks is never taken from a cache that doesn't know who asked.
        if is_public_data(request):
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

        So who holds the current state is answered without making the answer again. Should the data change while an
        answer is made, it is that of the version it was read of in the end; where that isn't sure, it has no ETag.
        """
        before = version()
        etag = self._data_etag(request, before)
        if request.META.get("HTTP_IF_NONE_MATCH") == etag:
            vary = "Accept-Language, Accept-Encoding" + (", Accept" if self._negotiated(request) else "")
            headers = {"ETag": etag, "Cache-Control": "no-cache", "Vary": vary}
            return HttpResponseNotModified(headers=headers)
        with one_state(before) as state:
            response = self.get_response(request)
            sure = state.is_one
        compressed = self._compress(request, response)
        if response.status_code == 200 and (sure or version() == before):
            etag = self._data_etag(request, state.version)
            if compressed != etag.endswith('-gz"'):
                etag = f'{etag.removesuffix(chr(34)).removesuffix("-gz")}-plain"'
            return self._conditional(request, response, etag)
        return response

    def _data_etag(self, request, version):
        meta = request.META
        language = preferred_language(meta.get("HTTP_ACCEPT_LANGUAGE", ""))
        address = (request.scheme, meta.get("HTTP_HOST"), request.path, meta.get("QUERY_STRING"))
        if self._negotiated(request):
            address += (meta.get("HTTP_ACCEPT"),)
        digest = blake2b(
            "\n".join(map(str, (*version, RELEASE, language, *address))).encode(errors="replace"), digest_size=12
        )
        return f'"{digest.hexdigest()}-gz"' if takes_gzip(request) else f'"{digest.hexdigest()}"'

    @staticmethod
    def _negotiated(request):
        """Whether ``Accept`` decides: the OpenAPI document alone comes as YAML or JSON."""
        return request.path_info.endswith("/schema/")

    def _conditional(self, request, response, etag):
        if request.method not in ("GET", "HEAD") or response.status_code != 200:
            return response
        response["ETag"] = etag
        response.headers.setdefault("Cache-Control", "no-cache")
        if request.META.keys().isdisjoint(CONDITIONS):
            return response
        return get_conditional_response(request, etag=etag, response=response)

    def _compress(self, request, response):
        if not response.get("Content-Type", "").startswith(self.COMPRESSIBLE):
            return False
        patch_vary_headers(response, ("Accept-Encoding",))
        if len(response.content) < self.MIN_BYTES or response.has_header("Content-Encoding"):
            return False
        if not takes_gzip(request):
            return False
        response.content = gzip.compress(response.content, compresslevel=5, mtime=0)
        response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
        return True
