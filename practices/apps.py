from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = _("Good practice")

    def ready(self):
        from practices.search import signals  # noqa: F401  (connects the receivers)
