"""What somebody typed for a place → the slug of a Place; one of the gazetteer's is adopted."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from practices.admin.picker import place_of
from practices.geodata.gazetteer import search
from practices.models import Place

MOST_NAMED = 6


def resolve(text):
    """The slug of the place meant. Raises ValidationError naming the candidates where it isn't clear."""
    known = Place.objects.filter(slug=text).first()
    if known is not None:
        return known.slug
    named = list(Place.objects.filter(name__iexact=text)[:MOST_NAMED])
    if len(named) == 1:
        return named[0].slug
    if named:
        raise ValidationError(_ambiguous(text, [f"{place} = {place.slug}" for place in named]))
    entries = [entry for entry in search(text, limit=12) if entry.name.casefold() == text.casefold()]
    if len(entries) == 1:
        return place_of(entries[0]).slug
    if entries:
        shown = [", ".join(filter(None, (entry.name, entry.district, entry.state))) for entry in entries]
        raise ValidationError(_ambiguous(text, shown[:MOST_NAMED]) + " " + _("Choose it with “Find a place”."))
    raise ValidationError(
        _("There is no place “%(value)s” in the atlas or in the gazetteer. Choose it with “Find a place”, or enter it.")
        % {"value": text}
    )


def _ambiguous(text, candidates):
    return _("“%(value)s” may be: %(candidates)s.") % {"value": text, "candidates": "; ".join(candidates)}
