"""What the page before a deletion lists: what people know by name, not the rows that only join two tables."""

import re

from django.utils.text import capfirst

from practices.models import SearchDocument

_JOINING = re.compile(r"\w+_\w+ object \(\d+\)")


def readable(found):
    """The answer of ModelAdmin.get_deleted_objects() without what nobody would recognise."""
    deleted, counts, permissions, protected = found
    hidden = str(SearchDocument._meta.verbose_name_plural)
    named = {name: number for name, number in counts.items() if "-" not in str(name) and str(name) != hidden}
    return _named(deleted), named, permissions, protected


def _named(entries):
    kept = []
    for entry in entries:
        if isinstance(entry, list):
            if below := _named(entry):
                kept.append(below)
        elif not _JOINING.search(str(entry)) and not str(entry).startswith(_searched()):
            kept.append(entry)
    return kept


def _searched():
    return f"{capfirst(SearchDocument._meta.verbose_name)}:"
