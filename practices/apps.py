from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = _("Good practice")

    def ready(self):
        from practices import followers
        from practices.search.index import install

        followers.register()
        followers.connect()
        post_migrate.connect(install, sender=self, dispatch_uid="install-search-index")
