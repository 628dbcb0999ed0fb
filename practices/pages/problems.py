"""From a town's problem to the examples: the Herausforderungen in everyday words, each the filter of its examples."""

from django.utils.translation import gettext_lazy as _

# In the words of somebody who has the problem, not of the study; a challenge added later is called by its title.
WORDS = {
    "bevoelkerungsrueckgang-alterung": _("People move away, and those who stay grow older"),
    "flaechenverbrauch-ortskerne": _("The centre empties while the edge is built up"),
    "finanzlage-daseinsvorsorge": _("Money is short, and pool, bus or shop are at stake"),
    "infrastruktur-modernisieren": _("Networks, energy or transport are out of date"),
    "wirtschaftskraft-beschaeftigung": _("Jobs and firms are lacking"),
}


def problems_of_towns(selection):
    """[(slug of the Herausforderung, how somebody says it)], where nothing is asked yet; else []."""
    if selection.is_narrowed() or (selection.values["page"] or 1) > 1:
        return []
    terms = selection.catalogue.vocabulary["herausforderung"]
    return [(term.slug, WORDS.get(term.slug) or term.label) for term in terms]
