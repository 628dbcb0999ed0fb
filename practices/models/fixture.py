"""What the shipped data looked like when it was loaded."""

from django.db import models


class FixtureRecord(models.Model):
    """``content`` is the shipped unit as it was loaded under ``key`` ("practice:olfen-leohaus").

    A later load compares it with the database: what an editor changed or deleted since is left alone.
    """

    key = models.CharField(max_length=160, primary_key=True)
    content = models.JSONField()

    class Meta:
        verbose_name = "fixture record"

    def __str__(self):
        return self.key
