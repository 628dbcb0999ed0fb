"""One way to cut a result into pages, for the list page and the API."""

from django.core.paginator import EmptyPage, Paginator
from django.utils.translation import gettext as _

from practices.filter.parameters import DEFAULT_PAGE_SIZE


class NoSuchPage(Exception):
    """The page asked for lies behind the last one; the message says which that is."""


def page_of(selection):
    """The Page (django.core.paginator) of pks that a Selection asks for; NoSuchPage beyond the last."""
    size = selection.values["page_size"] or DEFAULT_PAGE_SIZE
    number = selection.values["page"] or 1
    paginator = Paginator(Sliced(selection.ordered), size)
    try:
        return paginator.page(number)
    except EmptyPage:
        raise NoSuchPage(
            _("There is no page %(number)s; the last one is %(last)s.")
            % {"number": number, "last": paginator.num_pages}
        ) from None


class Sliced:
    """What the Paginator wants of a sequence, over an order of practices."""

    ordered = True

    def __init__(self, order):
        self.order = order

    def __len__(self):
        return len(self.order)

    def __getitem__(self, part):
        return self.order.cut(part.start, part.stop)
