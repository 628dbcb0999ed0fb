"""Public data may be read from any website (CORS): the atlas is made to be built on."""

from django.http import HttpResponse

from atlas.middleware.audience import PERSONAL

# The addresses that anybody may read; never what lies behind a login.
OPEN_PREFIXES = ("/api/", "/export/")
METHODS = "GET, HEAD, OPTIONS"
EXPOSED = "ETag, Link, Retry-After, Content-Disposition, Content-Language"
# What a script may send beside the headers that every browser lets through.
SENT = "Accept, Accept-Language, Content-Type, If-None-Match, If-Modified-Since, Range"
A_DAY = "86400"


def is_open(request):
    return request.path_info.startswith(OPEN_PREFIXES) and not request.path_info.endswith(PERSONAL)


class OpenAccessMiddleware:
    """``Access-Control-Allow-Origin: *`` on every answer to public data: 304, redirects and errors included.

    It stands before everything else, so that no answer leaves without it. Never with credentials: what a visitor may
    see beyond the public stays theirs. The answer is the same whatever ``Origin`` says, so caches keep one copy.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_open(request):
            return self.get_response(request)
        if request.method == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in request.META:
            response = HttpResponse(status=204)
            response.headers["Access-Control-Allow-Methods"] = METHODS
            response.headers["Access-Control-Allow-Headers"] = SENT
            response.headers["Access-Control-Max-Age"] = A_DAY
        else:
            response = self.get_response(request)
            response.headers["Access-Control-Expose-Headers"] = EXPOSED
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response
