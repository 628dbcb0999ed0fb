"""Pages of the cases."""

from django.urls import path

from exchange.pages import downloads
from practices.pages import atlas, pictures

app_name = "practices"
urlpatterns = [
    path("", atlas.AtlasView.as_view(), name="atlas"),
    path("export/practices.<str:ending>", downloads.export, name="export"),
    path("export/praxis/<slug:slug>.<str:ending>", downloads.export_one, name="export-one"),
    path("praxis/<slug:slug>/", atlas.PracticeView.as_view(), name="detail"),
    path("bilder/<slug:digest>/", pictures.picture, name="picture"),
]
