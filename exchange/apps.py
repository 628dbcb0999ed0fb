from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """An app without models: jobs and what is remembered of tables stand with the cases, in practices."""

    name = "exchange"

    def ready(self):
        from exchange.export.formats import FORMATS
        from practices.pages import downloads

        downloads.register(FORMATS.values())
