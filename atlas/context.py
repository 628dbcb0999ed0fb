"""What every template may know about this site."""

from django.conf import settings
from django.utils.translation import get_language, get_language_info


def site(request):
    """``imprint`` (dict of str), ``map_settings`` (handed to the map as one JSON block), and the addresses of
    the page: ``canonical`` without a query, ``canonical_here`` in the language that is shown, ``languages`` (list of
    code, name, query, absolute URL), ``base`` without a slash at the end. German stands at the plain address."""
    here = request.build_absolute_uri(request.path)
    in_language = {
        code: here if code == settings.LANGUAGE_CODE else f"{here}?lang={code}" for code, _ in settings.LANGUAGES
    }
    return {
        "base": request.build_absolute_uri("/").rstrip("/"),
        "canonical_here": in_language[get_language()],
        "imprint": settings.IMPRINT,
        "map_settings": {"tileUrl": settings.TILE_URL, "tileAttribution": settings.TILE_ATTRIBUTION},
        "canonical": here,
        "languages": [
            {
                "code": code,
                "name": get_language_info(code)["name_local"],
                "query": _in(request.GET, code),
                "url": in_language[code],
            }
            for code, _name in settings.LANGUAGES
        ],
    }


def _in(data, code):
    changed = data.copy()
    changed["lang"] = code
    return changed.urlencode()
