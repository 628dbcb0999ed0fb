"""Addresses below ``/admin/practices/`` for coding: second coding, agreement, disagreements, codings to check again."""

from django.urls import path

from workplace.coding.pages import agreement, disagreements, recheck, second_coding
from workplace.coding.pages.frame import members_only

app_name = "coding"
urlpatterns = [
    path("second-coding/", members_only(second_coding.overview), name="second"),
    path("second-coding/<int:pk>/", members_only(second_coding.coding), name="second_coding"),
    path("agreement/", members_only(agreement.report), name="agreement"),
    path("agreement/decisions.csv", members_only(agreement.decisions), name="decisions"),
    path("disagreements/", members_only(disagreements.overview), name="disagreements"),
    path("disagreements/<int:pk>/", members_only(disagreements.case), name="disagreement"),
    path("recheck/", members_only(recheck.queue), name="recheck"),
]
