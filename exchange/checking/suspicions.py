"""What is perhaps not meant in what a row changes: markup, and German in an English text."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.languages import reads_german
from core.plaintext import marked_up
from exchange.columns.headings import heading_of


def suspicions(before, content):
    """A notice (str) for each member of a plain form that is new and looks like it."""
    found = []
    for member, value in content.items():
        if value == before.get(member):
            continue
        heading = heading_of(member, get_language())
        if suspected := marked_up(value):
            found.append(f"{heading}: {suspected}")
        if member.endswith("_en") and reads_german(value):
            found.append(_("%(column)s: this reads like German.") % {"column": heading})
    return found
