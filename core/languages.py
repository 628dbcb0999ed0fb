"""Texts with an English column beside the German one."""

from django.utils.translation import get_language


def in_language(instance, field):
    """The value of ``field`` in the active language; German where no English text exists."""
    if get_language() == "en":
        return getattr(instance, f"{field}_en") or getattr(instance, field)
    return getattr(instance, field)
