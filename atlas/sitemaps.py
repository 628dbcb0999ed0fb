"""What search engines are told of: every published case and the pages that lead to them."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from handlungsfelder.models import Handlungsfeld
from practices.models import Practice
from practices.pages.term_urls import urlpatterns
from practices.systems import SYSTEMS

NAMES = (
    "practices:atlas",
    "practices:analysis",
    "practices:recommendations",
    "handlungsfelder:codebook",
    "practices:plain",
    "accessibility",
    "about",
)
# The pages of all terms of a kind, and those kinds of terms that have a page each.
LISTS = [f"handlungsfelder:{pattern.name}" for pattern in urlpatterns if not pattern.pattern.converters]
TERMS = dict.fromkeys([Handlungsfeld, *(system.term for system in SYSTEMS if hasattr(system.term, "get_absolute_url"))])


class Cases(Sitemap):
    limit = 10_000

    def items(self):
        return Practice.objects.published().order_by("pk").only("slug", "updated")

    def lastmod(self, practice):
        return practice.updated


class Pages(Sitemap):
    def items(self):
        return [
            *map(reverse, (*NAMES, *LISTS)),
            *(term.get_absolute_url() for model in TERMS for term in model.objects.all()),
        ]

    def location(self, address):
        return address


SITEMAPS = {"cases": Cases, "pages": Pages}
