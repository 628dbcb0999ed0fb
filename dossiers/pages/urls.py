"""Addresses of what a clerk takes along."""

from django.urls import path

from dossiers.pages import comparison, shortlist

urlpatterns = [
    path("merkliste/", shortlist.ShortlistView.as_view(), name="shortlist"),
    path("vergleich/", comparison.ComparisonView.as_view(), name="comparison"),
]
