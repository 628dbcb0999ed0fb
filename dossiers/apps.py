from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """An app without models: a shortlist stands in its address alone."""

    name = "dossiers"
