from django.core.exceptions import ValidationError


def store(upload, user):
    raise ValidationError("not yet")
