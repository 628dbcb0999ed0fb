"""The addresses of the atlas; docs/architecture.md lists them with what each answers."""

from django.contrib import admin
from django.urls import include, path

from atlas import views

urlpatterns = [
    path("api/v1/", include("practices.api.urls")),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("ueber/", views.AboutView.as_view(), name="about"),
    path("admin/practices/", include("workplace.coding.pages.urls")),
    path("admin/practices/import/", include("exchange.pages.urls")),
    path("admin/", admin.site.urls),
    path("", include("handlungsfelder.urls")),
    path("", include("practices.pages.urls")),
]

handler400 = "atlas.views.bad_request"
handler403 = "atlas.views.forbidden"
handler404 = "atlas.views.not_found"
handler500 = "atlas.views.server_error"
