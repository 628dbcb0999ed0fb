"""``/staedte/?name=…``: which town is meant, so that the atlas can show the cases of towns like it."""

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core import iso
from practices.filter.sentence import replaced
from practices.filter.towns import COMPARING, town_of_entry
from practices.geodata import gazetteer

MOST_LETTERS, MOST_TOWNS = 100, 20
# What the chosen town replaces in the query string that is carried along.
REPLACED = ("name", *COMPARING)


class TownsView(TemplateView):
    """Towns of the gazetteer by their name; each leads to the atlas with ``near`` set, the other filters kept."""

    template_name = "practices/towns.html"

    def get(self, request):
        name = " ".join(request.GET.get("name", "").replace("\x00", "").split())
        too_long = len(name) > MOST_LETTERS
        if too_long:
            name = ""
        kept = request.GET.copy()
        for one in REPLACED:
            kept.pop(one, None)
        found = gazetteer.search(name, limit=MOST_TOWNS)
        context = {
            "nav": "atlas",
            "name": name,
            "too_long": too_long,
            "most": MOST_LETTERS,
            "towns": [_shown(entry, kept) for entry in sorted(found, key=lambda entry: entry.kind == "part")],
            "kept": [(one, value) for one, values in kept.lists() for value in values],
            "back": kept.urlencode(),
        }
        return self.render_to_response(context, status=400 if too_long else 200)


def _shown(entry, kept):
    town = town_of_entry(entry)
    where = [
        _("part of %(name)s") % {"name": entry.district} if entry.kind == "part" else entry.district,
        iso.state_name(entry.state) if entry.state else "",
        iso.country_name(entry.country) if entry.country != "DE" else "",
    ]
    # With a search the best match would come first, though a town was chosen.
    ordering = "likeness" if kept.get("q") else None
    near = f"ags:{entry.ags}" if entry.ags else entry.source
    where = [part for part in where if part and part != town.name]
    return {"town": town, "where": ", ".join(where), "query": replaced(kept, near=near, ordering=ordering)}
