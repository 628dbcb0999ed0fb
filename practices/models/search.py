"""The words a practice can be found by, kept beside it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchDocument(models.Model):
    """The index tokens of one practice; written by ``practices.search.documents`` only.

    ``bag``: the tokens of practices.search.analysis, sorted, separated by blanks. ``sequence``: every word in
    order, for phrases. The database's full-text index follows this table by itself (practices.search.index).
    """

    practice = models.OneToOneField(
        "practices.Practice", models.CASCADE, primary_key=True, related_name="search_document"
    )
    bag = models.TextField()
    sequence = models.TextField()

    class Meta:
        verbose_name = _("entry of the search")
        verbose_name_plural = _("entries of the search")

    def __str__(self):
        return str(self.practice)


class SearchWord(models.Model):
    """A word that some practice holds, folded and as it is written; for spelling proposals."""

    key = models.CharField(max_length=60, primary_key=True)
    shown = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("word of the search")
        verbose_name_plural = _("words of the search")

    def __str__(self):
        return self.shown
