"""The place picker: finds places in the gazetteer by name or by a click on the map, and adopts them.

``GET gazetteer/?q=`` or ``?lat=&lon=`` → {"results": [{"id", "label", "detail", …}]}; ``id`` is null for an
entry that is no Place yet. ``POST adopt/`` with ``source`` makes it one → {"id", "slug", "label"}. Errors answer 400
with {"error"}. Both are for editors only.
"""

from django.http import JsonResponse
from django.utils.translation import gettext as _

from core import iso
from practices.geodata.adoption import fields_of, figures_of, free_slug, inhabitants, place_of, reference
from practices.geodata.gazetteer import by_source, nearest, search
from practices.models import Place

MAX_QUERY = 100


class PICKER_MEDIA:
    css = {"all": ["leaflet/leaflet.css", "admin-atlas/admin.css"]}
    js = ["leaflet/leaflet.js", "admin-atlas/slugs.js", "admin-atlas/place-picker.js"]


def find(request):
    """Candidates for a name or a point; places of the atlas first."""
    text = request.GET.get("q", "").strip()
    if text:
        if len(text) > MAX_QUERY:
            return _refused(_("That is too long for the name of a place."))
        entries, known = search(text, limit=12), Place.objects.filter(name__icontains=text)[:8]
    else:
        try:
            lat, lon = float(request.GET["lat"]), float(request.GET["lon"])
        except (KeyError, ValueError):
            return _refused(_("Give a name (q), or latitude and longitude (lat, lon)."))
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            return _refused(_("Latitude lies between -90 and 90, longitude between -180 and 180 degrees."))
        entries, known = nearest(lat, lon, limit=5), []
    taken = {place.gazetteer for place in known}
    results = [_known(place) for place in known]
    entries = [entry for entry in entries if reference(entry) not in taken]
    figures = figures_of(entries)
    results += [_candidate(entry, figures) for entry in entries]
    return JsonResponse({"results": results})


def adopt(request):
    """Make a gazetteer entry a Place, or return the Place it already is."""
    entry = by_source(request.POST.get("source", "")[:40])
    if entry is None:
        return _refused(_("The gazetteer has no such entry."))
    place = place_of(entry)
    return JsonResponse({"id": place.pk, "slug": place.slug, "label": str(place)})


def _known(place):
    return {
        "id": place.pk,
        "slug": place.slug,
        "label": str(place),
        "detail": _("in the atlas already"),
        "source": "",
        "fields": {},
    }


def _candidate(entry, figures):
    fields = fields_of(entry, figures) | {"slug": free_slug(entry)}
    state = iso.state_name(entry.state) if entry.state else iso.country_name(entry.country)
    parts = [entry.district, state, inhabitants(fields["population"])]
    return {
        "id": None,
        "label": entry.german,
        "detail": ", ".join(filter(None, parts)),
        "source": entry.source,
        "fields": fields,
    }


def _refused(message):
    return JsonResponse({"error": message}, status=400)
