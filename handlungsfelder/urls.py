"""Pages of the vocabulary."""

from django.urls import path

from handlungsfelder import pages
from practices.pages import terms

app_name = "handlungsfelder"
urlpatterns = [
    path("handlungsfelder/", terms.HandlungsfeldList.as_view(), name="handlungsfelder"),
    path("handlungsfelder/<slug:slug>/", terms.HandlungsfeldDetail.as_view(), name="handlungsfeld"),
    path("handlungsmuster/", terms.HandlungsmusterList.as_view(), name="handlungsmuster_list"),
    path("handlungsmuster/<slug:slug>/", terms.HandlungsmusterDetail.as_view(), name="handlungsmuster"),
    path("buergerrollen/", terms.BuergerrolleList.as_view(), name="buergerrollen"),
    path("buergerrollen/<slug:slug>/", terms.BuergerrolleDetail.as_view(), name="buergerrolle"),
    path("codebuch/", pages.CodebookView.as_view(), name="codebook"),
    path("codebuch/<int:number>/", pages.EditionView.as_view(), name="edition"),
]
