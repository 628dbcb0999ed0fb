"""One way to cut a result into pages, for the list page and the API."""

from django.core.paginator import EmptyPage, Paginator
from django.utils.translation import gettext as _

from practices.filters import DEFAULT_PAGE_SIZE


class NoSuchPage(Exception):
    """The page asked for lies behind the last one; the message says which that is."""


def page_of(practice_filter):
    """The Page (django.core.paginator) a valid filter asks for; NoSuchPage beyond the last.

    Its objects come with everything a list needs (see PracticeQuerySet.for_list).
    """
    size = practice_filter.values["page_size"] or DEFAULT_PAGE_SIZE
    number = practice_filter.values["page"] or 1
    paginator = Paginator(practice_filter.qs, size)
    try:
        page = paginator.page(number)
    except EmptyPage:
        raise NoSuchPage(
            _("There is no page %(number)s; the last one is %(last)s.")
            % {"number": number, "last": paginator.num_pages}
        ) from None
    page.object_list = page.object_list.for_list()
    return page
