"""What every template may know about this site."""

from django.conf import settings


def site(request):
    """``imprint`` (dict of str), ``map_settings`` (dict handed to the map as one JSON block)."""
    return {
        "imprint": settings.IMPRINT,
        "map_settings": {"tileUrl": settings.TILE_URL, "tileAttribution": settings.TILE_ATTRIBUTION},
    }
