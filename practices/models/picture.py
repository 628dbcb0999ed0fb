"""Pictures of a practice. The file is named by its content, so one picture is stored once."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.following import TrackedQuerySet
from core.plaintext import check_texts
from practices.models.status import Status
from practices.models.workplace.history import by_field


class Licence(models.TextChoices):
    """Under which terms a picture may be shown."""

    CC0 = "cc0", _("CC0 1.0 (public domain)")
    CC_BY = "cc-by-4.0", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
    PERMISSION = "permission", _("with the author's permission")


# Where the terms of a licence stand; a permission stands nowhere.
LICENCE_URLS = {
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
}


class Picture(models.Model):
    """A picture as it is stored: resized, without metadata. ``digest`` is the SHA-256 of the stored file in hex."""

    digest = models.CharField(max_length=64, unique=True)
    file = models.FileField(upload_to="pictures", max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = by_field()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self):
        return self.digest[:12]

    def is_public(self):
        """Whether a published case shows it."""
        return self.uses.filter(practice__status=Status.PUBLISHED).exists()

    def get_absolute_url(self):
        return reverse("practices:picture", args=[self.digest])


class PracticeImage(models.Model):
    """A picture of a practice with what the law and the reader need: author, licence, alternative text."""

    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="images")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="uses", verbose_name=_("picture"))
    alt = models.CharField(
        _("alternative text"), max_length=300, help_text=_("What is to be seen, for people who don't see it.")
    )
    author = models.CharField(_("author of the picture"), max_length=200)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture of the practice")
        verbose_name_plural = _("pictures of the practice")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="picture_once",
                fields=["practice", "picture"],
                violation_error_message=_("The case has this picture already."),
            )
        ]

    def __str__(self):
        return self.alt

    def clean(self):
        check_texts(self)

    def touches(self):
        return {"practices": [self.practice_id]}

    @property
    def licence_url(self):
        return LICENCE_URLS.get(self.licence, "")
