from django import template

from dossiers.shortlist import MOST

register = template.Library()


@register.simple_tag
def most_noted():
    """How many cases a shortlist holds at most."""
    return MOST
