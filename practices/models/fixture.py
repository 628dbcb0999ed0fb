"""What the shipped data looked like when it was loaded."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FixtureRecord(models.Model):
    """``content`` is the shipped unit as it was loaded under ``key`` ("practice:olfen-leohaus").

    A later load compares it with the database: what an editor changed or deleted since is left alone.
    """

    key = models.CharField(max_length=160, primary_key=True)
    content = models.JSONField()

    class Meta:
        verbose_name = _("shipped state")
        verbose_name_plural = _("shipped states")

    def __str__(self):
        return self.key
