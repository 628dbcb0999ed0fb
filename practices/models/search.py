"""The words a practice can be found by, kept beside it."""

from django.db import models


class SearchDocument(models.Model):
    """Folded words of one practice, in three weights; written by ``practices.search.index`` only."""

    practice = models.OneToOneField(
        "practices.Practice", models.CASCADE, primary_key=True, related_name="search_document"
    )
    title = models.TextField()
    terms = models.TextField()
    summary = models.TextField()
    body = models.TextField()

    class Meta:
        verbose_name = "search document"

    def __str__(self):
        return self.title
