"""The site of the workplace: Django's admin, with a front page that says what is to be done, and pages of our own."""

from django.contrib import admin


class AtlasAdminSite(admin.AdminSite):
    def get_urls(self):
        from practices.admin.urls import pages

        return [*pages(self), *super().get_urls()]

    def index(self, request, extra_context=None):
        from practices.admin import dashboard

        return super().index(request, {**dashboard.context(request.user), **(extra_context or {})})
