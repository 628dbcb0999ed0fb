"""Official inhabitants of German municipalities, for towns that the atlas doesn't have yet."""

from django.core.validators import RegexValidator
from django.db import models


class CensusFigure(models.Model):
    """What the census table last read by ``manage.py load_population`` says of a municipality.

    ``ags``: the official key of eight digits; ``residents`` on ``day``. Places chosen later come with it.
    """

    ags = models.CharField(max_length=8, primary_key=True, validators=[RegexValidator(r"^\d{8}$")])
    residents = models.PositiveIntegerField()
    day = models.DateField()

    class Meta:
        ordering = ["ags"]
        default_permissions = ()

    def __str__(self):
        return f"{self.ags}: {self.residents} ({self.day})"

    @property
    def source(self):
        """Whose figure it is, as a place says it."""
        return f"Zensus {self.day:%d.%m.%Y}, Statistische Ämter des Bundes und der Länder (dl-de/by-2-0)"
