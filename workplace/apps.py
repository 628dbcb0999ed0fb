from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class WorkplaceConfig(AppConfig):
    """An app without models: those of the cases stand in practices, and ``workplace.login.models`` belongs to atlas."""

    name = "workplace"

    def ready(self):
        from practices.pages import detours
        from workplace.coding import second_coding

        detours.register("second coding", second_coding.detour)


class WorkplaceAdminConfig(AdminConfig):
    """Django's admin with a front page and pages of our own."""

    default_site = "workplace.site.AtlasAdminSite"
