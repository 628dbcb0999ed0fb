"""Pages of the terms with their cases."""

from django.urls import path

from practices.pages import terms

urlpatterns = [
    path("handlungsfelder/", terms.HandlungsfeldList.as_view(), name="handlungsfelder"),
    path("handlungsfelder/<slug:slug>/", terms.HandlungsfeldDetail.as_view(), name="handlungsfeld"),
    path("handlungsmuster/", terms.HandlungsmusterList.as_view(), name="handlungsmuster_list"),
    path("handlungsmuster/<slug:slug>/", terms.HandlungsmusterDetail.as_view(), name="handlungsmuster"),
    path("buergerrollen/", terms.BuergerrolleList.as_view(), name="buergerrollen"),
    path("buergerrollen/<slug:slug>/", terms.BuergerrolleDetail.as_view(), name="buergerrolle"),
    path("kommunenrollen/", terms.KommunenRolleList.as_view(), name="kommunenrollen"),
    path("kommunenrollen/<slug:slug>/", terms.KommunenRolleDetail.as_view(), name="kommunenrolle"),
    path("foerderung/", terms.FundingList.as_view(), name="fundings"),
    path("foerderung/<slug:slug>/", terms.FundingDetail.as_view(), name="funding"),
]
