"""The addresses of the atlas; docs/architecture.md lists them with what each answers."""

from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path

from atlas import views
from atlas.sitemaps import SITEMAPS
from dossiers.pages import urls as dossier_urls
from exchange.pages import download_urls
from handlungsfelder import urls as codebook_urls
from practices.pages import term_urls
from practices.pages import urls as practice_urls

# Rooms share the namespaces that addresses are called by.
practices = ([*practice_urls.urlpatterns, *download_urls.urlpatterns], "practices")
dossiers = (dossier_urls.urlpatterns, "dossiers")
handlungsfelder = ([*term_urls.urlpatterns, *codebook_urls.urlpatterns], "handlungsfelder")

urlpatterns = [
    path("api/v1/", include("practices.api.urls")),
    path("api/v1/", include("workplace.workflow.api_urls")),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, {"sitemaps": SITEMAPS}, name="sitemap"),
    path(
        "sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, name="django.contrib.sitemaps.views.sitemap"
    ),
    path("barrierefreiheit/", views.AccessibilityView.as_view(), name="accessibility"),
    path("ueber/", views.AboutView.as_view(), name="about"),
    path("admin/practices/", include("workplace.coding.pages.urls")),
    path("admin/practices/import/", include("exchange.pages.urls")),
    path("admin/", admin.site.urls),
    path("", include(handlungsfelder)),
    path("", include(dossiers)),
    path("", include(practices)),
]

handler400 = "atlas.views.bad_request"
handler403 = "atlas.views.forbidden"
handler404 = "atlas.views.not_found"
handler500 = "atlas.views.server_error"
