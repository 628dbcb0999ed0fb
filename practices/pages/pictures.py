"""Serves pictures; nothing else that lies under MEDIA_ROOT has an address."""

from django.http import FileResponse, Http404
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from practices.catalogue import of_any_state
from practices.models import Picture

FOREVER = "public, max-age=31536000, immutable"
PRIVATE = "private, no-cache"


@of_any_state
@require_safe
def picture(request, digest):
    """``/bilder/<digest>/``: pictures of published cases for everybody, others for the workplace only.

    The address follows from the content, so what it answers never changes.
    """
    found = Picture.objects.filter(digest=digest).first()
    if found is None:
        raise Http404
    public = found.is_public()
    if not public and not (request.user.is_active and request.user.is_staff):
        raise Http404
    etag = f'"{digest}"'
    try:
        response = get_conditional_response(request, etag=etag) or FileResponse(
            found.file.open(), content_type="image/webp"
        )
    except FileNotFoundError:
        raise Http404 from None
    response["ETag"] = etag
    response["Cache-Control"] = FOREVER if public else PRIVATE
    if not public:
        patch_vary_headers(response, ["Cookie"])
    return response
