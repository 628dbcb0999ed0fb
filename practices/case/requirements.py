"""What a case needs before the public may see it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from practices.systems import NEEDED


def obstacles(practice):
    """The reasons (list of str) that keep a saved practice from being published; empty when it may be."""
    reasons = []
    try:
        practice.full_clean()
    except ValidationError as error:
        reasons += [f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items()]
    if not practice.citations.exists():
        reasons.append(_("It cites no source."))
    coded = all(getattr(practice, member).exists() for member in NEEDED)
    if not coded and not practice.coding_note:
        reasons.append(_("It lacks a Handlungsmuster or a Bürgerrolle; if the source is silent, say so in the note."))
    return reasons
