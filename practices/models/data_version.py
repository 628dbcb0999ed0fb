"""Which state the data is in, so that every process knows when what it holds in memory is out of date."""

import secrets
from contextlib import contextmanager
from threading import local

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.following import Changed

KEPT_CHANGES = 5000
TOO_MANY_TO_LIST = 50_000
_thread = local()


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


@contextmanager
def one_version():
    """One transaction of many batches: each is followed as it is written, the data version grows once, at the end.

    So its row is locked for a moment only, and others save while thousands of cases come in.
    """
    with transaction.atomic():
        _thread.untold = Changed()
        try:
            yield
            following, _thread.untold = _thread.untold, None
            if following:
                _grow(following)
        finally:
            _thread.untold = None


def follow(following):
    """The data version grows with whatever the public may read (see core.following)."""
    if not following.is_data:
        return
    untold = getattr(_thread, "untold", None)
    if untold is None:
        _grow(following)
    else:
        untold.add(following.practices, following.places, following.everything, following.words)


def _grow(following):
    """A new data version. Its row is locked until the transaction ends, so versions grow in order of commits."""
    token = secrets.token_hex(16)
    if not DataVersion.objects.filter(pk=1).update(number=F("number") + 1, token=token):
        DataVersion.objects.create(pk=1, number=1, token=token)
    number = DataVersion.objects.values_list("number", flat=True).get(pk=1)
    practices = following.practices | following.words
    everything = following.everything or len(practices) > TOO_MANY_TO_LIST
    Change.objects.create(
        number=number,
        token=token,
        practices=[] if everything else sorted(practices),
        places=[] if everything else sorted(following.places),
        everything=everything,
    )
    if number % 500 == 0:
        Change.objects.filter(number__lt=number - KEPT_CHANGES).delete()
