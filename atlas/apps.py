from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core import checks


class AtlasConfig(AppConfig):
    name = "atlas"

    def ready(self):
        from atlas.checks import imprint_is_filled

        checks.register(imprint_is_filled)


class AtlasAdminConfig(AdminConfig):
    """Django's admin with a front page and pages of our own."""

    default_site = "atlas.admin.AtlasAdminSite"
