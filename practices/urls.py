"""Pages of the cases."""

from django.urls import path

from practices import exports, serving, views

app_name = "practices"
urlpatterns = [
    path("", views.AtlasView.as_view(), name="atlas"),
    path("export/practices.<str:ending>", exports.export, name="export"),
    path("export/praxis/<slug:slug>.<str:ending>", exports.export_one, name="export-one"),
    path("praxis/<slug:slug>/", views.PracticeView.as_view(), name="detail"),
    path("bilder/<slug:digest>/", serving.picture, name="picture"),
]
