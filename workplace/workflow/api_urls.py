"""The part of ``/api/v1/`` that people of the workplace use: steps of a case."""

from django.urls import path

from workplace.workflow import api

urlpatterns = [path("practices/<slug:slug>/steps/", api.StepsView.as_view(), name="api-steps")]
