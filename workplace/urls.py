"""The addresses of the workplace below ``/admin/practices/``."""

from django.contrib import admin
from django.urls import path
from django.views.decorators.cache import never_cache

from workplace.form import autosave, comeback, merge, preview
from workplace.form import page as edit
from workplace.frame import shortcut
from workplace.links import page as links
from workplace.pictures import upload
from workplace.records.review import ProposalView
from workplace.review import decision, freshness, history, queue


def practice_urls():
    """What stands below ``/admin/practices/practice/``, in place of the admin's own form and history."""
    return [
        path("add/", edit.EditView.as_page(), name="practices_practice_add"),
        path("<int:pk>/change/", edit.EditView.as_page(), name="practices_practice_change"),
        path("<int:pk>/merge/", merge.MergeView.as_page(), name="practices_merge"),
        path("preview/", preview.PreviewView.as_page(), name="practices_preview_new"),
        path("<int:pk>/preview/", preview.PreviewView.as_page(), name="practices_preview"),
        path("<int:pk>/review/", decision.ReviewView.as_page(), name="practices_review"),
        path("<int:pk>/step/", decision.StepView.as_page(), name="practices_step"),
        path("<int:pk>/confirm/", decision.ConfirmView.as_page(), name="practices_confirm"),
        path("<int:pk>/history/", history.HistoryView.as_page(), name="practices_practice_history"),
        path("<int:pk>/history/<int:number>/", history.VersionView.as_page(), name="practices_version"),
        path("<int:pk>/compare/", history.CompareView.as_page(), name="practices_compare"),
        path("<int:pk>/bring-back/", history.BringBackView.as_page(), name="practices_bring_back"),
        path("queue/", queue.QueueView.as_page(), name="practices_queue"),
        path("deleted/", history.DeletedView.as_page(), name="practices_deleted"),
        # Not behind the admin's login page: the script that sends the form must be told, not led elsewhere.
        path("autosave/", never_cache(autosave.save), name="practices_autosave"),
        path("comeback/", comeback.comeback, name="practices_comeback"),
        path("similar/", admin.site.admin_view(autosave.similar), name="practices_similar"),
        path("sources/", admin.site.admin_view(autosave.sources), name="practices_sources"),
    ]


def pages(site):
    """What stands below ``/admin/practices/`` itself, each behind the admin's login: ``admin:practices_<name>``."""

    def page(address, view, name):
        return path(f"practices/{address}", site.admin_view(view), name=f"practices_{name}")

    return [
        page("picture/", upload.upload, "picture_upload"),
        page("links/", links.links_view, "links"),
        page("stale/", freshness.stale_view, "stale"),
        page("proposals/<int:pk>/", ProposalView.as_view(), "proposal"),
        # In place of the admin's own, which tells the address of any object.
        path("r/<path:content_type_id>/<path:object_id>/", site.admin_view(shortcut.public_page), name="view_on_site"),
    ]
