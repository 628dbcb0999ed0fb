"""A shared link works, and is the same for everybody, whatever a mail program or a network hung onto it."""

import re
from urllib.parse import unquote_plus

from django.http import HttpResponsePermanentRedirect
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

# docs/filter.md lists them too. Names that begin so, and names that are just this.
BEGINNINGS = ("utm_", "gad_", "mc_", "mtm_", "pk_", "matomo_", "piwik_", "hsa_", "_hs", "vero_", "oly_", "trk_")
NAMES = frozenset(
    """
    fbclid gclid gclsrc gbraid wbraid dclid srsltid _ga _gl msclkid yclid ysclid twclid ttclid igsh igshid li_fat_id
    epik sccid rdt_cid mkt_tok s_kwcid wickedid ref_src ref_url share_id
    """.split()
)
# Only pages are shared by people; a program that reads data or downloads it gets an error it can't overlook.
NO_PAGES = re.compile(r"/(?:api/(?!v1/docs/)|export/|admin/|static/|bilder/|healthz|readyz|robots\.txt)")


def is_appended(name):
    """Whether a parameter follows a reader around instead of asking for anything."""
    lower = name.lower()
    return lower in NAMES or lower.startswith(BEGINNINGS)


def cleaned(query):
    """The query string without what was appended; everything else as it was written."""
    return "&".join(part for part in query.split("&") if not is_appended(unquote_plus(part.partition("=")[0])))


class SharedLinkMiddleware:
    """Leads from a page's address with such parameters to the same address without them (301)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = request.META.get("QUERY_STRING", "")
        if query and request.method in ("GET", "HEAD") and not NO_PAGES.match(request.path_info):
            clean = cleaned(query)
            if clean != query:
                address = escape_leading_slashes(escape_uri_path(request.path)) + (f"?{clean}" if clean else "")
                # Not kept by caches: what counts as appended may change.
                return HttpResponsePermanentRedirect(address, headers={"Cache-Control": "no-cache"})
        return self.get_response(request)
