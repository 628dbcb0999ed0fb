"""Pages of the cases."""

from django.urls import path

from practices import serving, views

app_name = "practices"
urlpatterns = [
    path("", views.AtlasView.as_view(), name="atlas"),
    path("praxis/<slug:slug>/", views.PracticeView.as_view(), name="detail"),
    path("bilder/<slug:digest>/", serving.picture, name="picture"),
]
