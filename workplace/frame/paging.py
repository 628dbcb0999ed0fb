"""Pages of a list in the workplace. What isn't there is said, and the nearest page shown."""

from django.contrib import messages
from django.core.paginator import EmptyPage, Paginator
from django.utils.translation import gettext as _

PAGE_SIZE = 25


def requested_page(request, queryset, size=PAGE_SIZE):
    """The Page (django.core.paginator) that ``?page=`` asks for."""
    paginator, asked = Paginator(queryset, size), request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 8 and int(asked) > 0):
        messages.warning(
            request,
            _("page: “%(value)s” is no page; pages are numbered from 1 to %(last)s.")
            % {"value": asked[:40], "last": paginator.num_pages},
        )
        return paginator.page(1)
    try:
        return paginator.page(int(asked))
    except EmptyPage:
        return paginator.page(paginator.num_pages)
