"""What time asks for, and when it was last done."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Upkeep(models.Model):
    """The last run of one part of the daily work (``workplace.upkeep``); ``said`` is what it did or why it failed."""

    part = models.CharField(max_length=30, primary_key=True)
    day = models.DateField()
    started = models.DateTimeField()
    finished = models.DateTimeField(null=True)
    ok = models.BooleanField(default=False)
    said = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("daily work")
        verbose_name_plural = _("daily work")

    def __str__(self):
        return f"{self.part} {self.day}"
