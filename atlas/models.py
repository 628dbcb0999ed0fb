"""What the atlas keeps of accounts beside Django's own."""

from django.conf import settings
from django.db import models


class PasswordDue(models.Model):
    """This account's password was chosen by somebody else; the person chooses one of their own at the next login."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")

    def __str__(self):
        return str(self.user)
