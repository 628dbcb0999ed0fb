"""What every template may know about this site."""

from django.conf import settings
from django.utils.translation import get_language_info


def site(request):
    """``imprint`` (dict of str), ``map_settings`` (handed to the map as one JSON block), and the addresses of
    the page in each language: ``canonical`` (str) and ``languages`` (list of code, name, query, absolute URL)."""
    here = request.build_absolute_uri(request.path)
    return {
        "imprint": settings.IMPRINT,
        "map_settings": {"tileUrl": settings.TILE_URL, "tileAttribution": settings.TILE_ATTRIBUTION},
        "canonical": here,
        "languages": [
            {
                "code": code,
                "name": get_language_info(code)["name_local"],
                "query": _in(request.GET, code),
                "url": f"{here}?lang={code}",
            }
            for code, _name in settings.LANGUAGES
        ],
    }


def _in(data, code):
    changed = data.copy()
    changed["lang"] = code
    return changed.urlencode()
