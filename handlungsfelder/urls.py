"""Pages of the vocabulary."""

from django.urls import path

from handlungsfelder import codebook_views, views

app_name = "handlungsfelder"
urlpatterns = [
    path("handlungsfelder/", views.HandlungsfeldList.as_view(), name="handlungsfelder"),
    path("handlungsfelder/<slug:slug>/", views.HandlungsfeldDetail.as_view(), name="handlungsfeld"),
    path("handlungsmuster/", views.HandlungsmusterList.as_view(), name="handlungsmuster_list"),
    path("handlungsmuster/<slug:slug>/", views.HandlungsmusterDetail.as_view(), name="handlungsmuster"),
    path("buergerrollen/", views.BuergerrolleList.as_view(), name="buergerrollen"),
    path("buergerrollen/<slug:slug>/", views.BuergerrolleDetail.as_view(), name="buergerrolle"),
    path("codebuch/", codebook_views.CodebookView.as_view(), name="codebook"),
    path("codebuch/<int:number>/", codebook_views.EditionView.as_view(), name="edition"),
]
