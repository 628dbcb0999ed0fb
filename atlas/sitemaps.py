"""What search engines are told of: every published case and the pages that lead to them."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from handlungsfelder.models import Buergerrolle, Handlungsfeld, Handlungsmuster, KommunenRolle
from practices.models import Practice

NAMES = (
    "practices:atlas",
    "practices:analysis",
    "practices:recommendations",
    "handlungsfelder:handlungsfelder",
    "handlungsfelder:handlungsmuster_list",
    "handlungsfelder:buergerrollen",
    "handlungsfelder:kommunenrollen",
    "handlungsfelder:codebook",
    "practices:plain",
    "accessibility",
    "about",
)
TERMS = (Handlungsfeld, Handlungsmuster, Buergerrolle, KommunenRolle)


class Cases(Sitemap):
    limit = 10_000

    def items(self):
        return Practice.objects.published().order_by("pk").only("slug", "updated")

    def lastmod(self, practice):
        return practice.updated


class Pages(Sitemap):
    def items(self):
        return [*map(reverse, NAMES), *(term.get_absolute_url() for model in TERMS for term in model.objects.all())]

    def location(self, address):
        return address


SITEMAPS = {"cases": Cases, "pages": Pages}
