"""A small drawn Germany with the dot of a case, for cards."""

from django import template

from practices.geodata import drawing

register = template.Library()


@register.simple_tag
def locator_outline():
    """{"view_box", "path"} of Germany as SVG says it; once on a page, used by every card."""
    return {"view_box": drawing.LOCATOR_BOX, "path": drawing.locator_path()}


@register.simple_tag
def locator_dots(practice):
    """[(x, y)] of the dots of a practice in Germany, in units of the outline."""
    places = [location.place for location in practice.locations.all()]
    return [drawing.located(place.lon, place.lat) for place in places if place.country == "DE" and place.has_dot]
