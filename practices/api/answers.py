"""Answers of the API that are encoded by a fast encoder, from parts that may be encoded already."""

import orjson
from django.http import HttpResponse
from django.utils.translation import get_language

from practices.api.encoder import encoded


def base_url(request):
    """Scheme and host of the request, without a slash at the end."""
    return f"{request.scheme}://{request.get_host()}"


def fragments(catalogue, pks, request):
    """The practices with these pks as encoded JSON, in their order."""
    found = encoded(catalogue, pks, get_language(), base_url(request))
    return [orjson.Fragment(found[pk]) for pk in pks if pk in found]


def as_json(content, media_type="application/json"):
    """An HttpResponse of anything that orjson encodes."""
    return HttpResponse(orjson.dumps(content), content_type=media_type)
