"""The addresses of the import, below ``/admin/practices/import/``."""

from django.contrib import admin
from django.urls import path

from exchange.pages import columns, imports, memory, settlement

app_name = "imports"


def inside(view):
    """A view behind the login of the admin."""
    return admin.site.admin_view(view)


urlpatterns = [
    path("", inside(imports.index), name="index"),
    path("memory/", inside(memory.memory_page), name="memory"),
    path("vorlage.<str:ending>", inside(imports.template_file), name="template"),
    path("<uuid:pk>/", inside(imports.job), name="job"),
    path("<uuid:pk>/progress/", inside(imports.job_progress), name="progress"),
    path("<uuid:pk>/columns/", inside(columns.job_columns), name="columns"),
    path("<uuid:pk>/reading/", inside(columns.job_reading), name="reading"),
    path("<uuid:pk>/check/", inside(settlement.job_check), name="check"),
    path("<uuid:pk>/write/", inside(imports.job_write), name="write"),
    path("<uuid:pk>/discard/", inside(imports.job_discard), name="discard"),
    path("<uuid:pk>/bad-rows/", inside(imports.job_bad_rows), name="bad-rows"),
    path("<uuid:pk>/report.json", inside(imports.job_report), name="report"),
]
