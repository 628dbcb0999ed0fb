from django.apps import AppConfig
from django.core import checks


class AtlasConfig(AppConfig):
    name = "atlas"

    def ready(self):
        from atlas.checks import imprint_is_filled

        checks.register(imprint_is_filled)
