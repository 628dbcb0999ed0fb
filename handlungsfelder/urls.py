"""The codebook."""

from django.urls import path

from handlungsfelder import pages

urlpatterns = [
    path("codebuch/", pages.CodebookView.as_view(), name="codebook"),
    path("codebuch/<int:number>/", pages.EditionView.as_view(), name="edition"),
]
