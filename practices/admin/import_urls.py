"""The addresses of the import, below ``/admin/practices/import/``."""

from django.contrib import admin
from django.urls import path

from practices.admin import import_columns, import_memory, import_settle, importing

app_name = "imports"


def inside(view):
    """A view behind the login of the admin."""
    return admin.site.admin_view(view)


urlpatterns = [
    path("", inside(importing.index), name="index"),
    path("memory/", inside(import_memory.memory_page), name="memory"),
    path("vorlage.<str:ending>", inside(importing.template_file), name="template"),
    path("<uuid:pk>/", inside(importing.job), name="job"),
    path("<uuid:pk>/progress/", inside(importing.job_progress), name="progress"),
    path("<uuid:pk>/columns/", inside(import_columns.job_columns), name="columns"),
    path("<uuid:pk>/reading/", inside(import_columns.job_reading), name="reading"),
    path("<uuid:pk>/check/", inside(import_settle.job_check), name="check"),
    path("<uuid:pk>/write/", inside(importing.job_write), name="write"),
    path("<uuid:pk>/discard/", inside(importing.job_discard), name="discard"),
    path("<uuid:pk>/bad-rows/", inside(importing.job_bad_rows), name="bad-rows"),
    path("<uuid:pk>/report.json", inside(importing.job_report), name="report"),
]
