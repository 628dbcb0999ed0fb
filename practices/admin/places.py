"""What somebody typed for a place or a source → its slug; what the atlas doesn't have yet is added by the way."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from practices.exchange.placing import PlaceRefused, Places
from practices.exchange.sourcing import Sources
from practices.exchange.values import Refused

MOST_NAMED = 6


def place_named(text):
    """The slug of the place meant. Raises ValidationError naming the candidates where it isn't clear."""
    places = Places()
    try:
        slug = places.find(text)
    except PlaceRefused as refused:
        named = "; ".join(choice["label"] for choice in refused.choices[:MOST_NAMED])
        told = [str(refused), named, _("Choose it with “Find a place”.")]
        raise ValidationError(" ".join(filter(None, told))) from refused
    places.write([slug])
    return slug


def source_named(citation, url=""):
    """The slug of the source with this reference. Raises ValidationError where it is none."""
    sources = Sources()
    try:
        slug, _notice = sources.find(" ".join(citation.split()), url)
    except Refused as refused:
        raise ValidationError(str(refused)) from refused
    sources.write([slug])
    return slug
