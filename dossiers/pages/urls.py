"""Addresses of what a clerk takes along."""

from django.urls import path

from dossiers.pages import card, comparison, dossier, shortlist

urlpatterns = [
    path("merkliste/", shortlist.ShortlistView.as_view(), name="shortlist"),
    path("vergleich/", comparison.ComparisonView.as_view(), name="comparison"),
    path("praxis/<slug:slug>/bild.png", card.card, name="card"),
    path("dossier/", dossier.DossierView.as_view(), name="dossier"),
    *(path(kind, dossier.DocumentView.as_view(kind=kind), name=kind.replace(".", "-")) for kind in dossier.TYPES),
]
