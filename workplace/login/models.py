"""What the atlas keeps of accounts beside Django's own. The table belongs to the app ``atlas``, which imports this."""

from django.conf import settings
from django.db import models


class PasswordDue(models.Model):
    """This account's password was chosen by somebody else; the person chooses one of their own at the next login."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")

    class Meta:
        app_label = "atlas"

    def __str__(self):
        return str(self.user)
