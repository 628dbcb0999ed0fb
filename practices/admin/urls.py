"""Addresses of the workplace that belong to no model: ``/admin/practices/<address>``, ``admin:practices_<name>``."""

from django.urls import path

from practices.admin import links, pictures, stale


def pages(site):
    """URL patterns, each behind the admin's login."""

    def page(address, view, name):
        return path(f"practices/{address}", site.admin_view(view), name=f"practices_{name}")

    return [
        page("picture/", pictures.upload, "picture_upload"),
        page("links/", links.links_view, "links"),
        page("stale/", stale.stale_view, "stale"),
    ]
