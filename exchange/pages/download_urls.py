"""Downloads of the cases of a filter, and of one case."""

from django.urls import path

from exchange.pages import downloads

urlpatterns = [
    path("export/practices.<str:ending>", downloads.export, name="export"),
    path("export/praxis/<slug:slug>.<str:ending>", downloads.export_one, name="export-one"),
]
