"""/api/v1/ as docs/api.md and the OpenAPI document describe it."""

from django.urls import path

from practices.api import docs, views

urlpatterns = [
    path("practices/", views.PracticeListView.as_view(), name="api-practices"),
    path("practices/clusters/", views.ClustersView.as_view(), name="api-clusters"),
    path("practices/<slug:slug>/", views.PracticeDetailView.as_view(), name="api-practice"),
    path("", views.ApiRoot.as_view(), name="api-root"),
    path("schema/", docs.SchemaView.as_view(), name="api-schema"),
    path("docs/", docs.DocsView.as_view(), name="api-docs"),
    path("suggestions/", views.SuggestionsView.as_view(), name="api-suggestions"),
    path("practices.geojson", views.GeoJSONView.as_view(), name="api-geojson"),
    path("places/", views.PlaceListView.as_view(), name="api-places"),
    *(path(f"{name}/", view.as_view(), name=f"api-{name}") for name, view in views.VOCABULARY_VIEWS.items()),
]
