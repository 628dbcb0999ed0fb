"""Which state the data is in, so that every process knows when what it holds in memory is out of date."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DataVersion(models.Model):
    """One row: ``number`` grows with every change, ``token`` is random and tells apart what a rollback undid.

    ``checked_by``: the code that last looked through every case for drift, see ``manage.py check_index --once``.
    """

    number = models.PositiveBigIntegerField(default=0)
    token = models.CharField(max_length=32, default="")
    checked_by = models.CharField(max_length=32, default="", editable=False)

    class Meta:
        verbose_name = _("state of the data")
        verbose_name_plural = _("states of the data")

    def __str__(self):
        return f"{self.number} {self.token}"


class Change(models.Model):
    """What changed from one version to the next: pks of practices and places, or ``everything``."""

    number = models.PositiveBigIntegerField(primary_key=True)
    token = models.CharField(max_length=32)
    practices = models.JSONField(default=list)
    places = models.JSONField(default=list)
    everything = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("change of the data")
        verbose_name_plural = _("changes of the data")

    def __str__(self):
        return str(self.number)
