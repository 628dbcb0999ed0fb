"""Members of the plain form as texts, for reports and messages."""

from datetime import date

from django.utils.formats import date_format

from practices.case.contents import CODINGS
from practices.lookup import terms


def shown(member, value, vocabulary):
    """A member as text; several values one below the other."""
    if value in (None, "", []):
        return ""
    if member == "handlungsfeld":
        return _coding(value, vocabulary.names(member))
    if member in CODINGS:
        return "\n".join(_coding(coding, vocabulary.names(member)) for coding in value)
    if member == "places":
        return "\n".join(value)
    if member == "sources":
        return "\n".join(f"{cited['source']}, {cited['locator']}" for cited in value)
    if member == "images":
        return "\n".join(f"{image['alt']} ({image['author']}, {image['licence']})" for image in value)
    if member == "confirmed":
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    if member == "carrier":
        return terms.choices("carrier").title(value)
    return str(value)


def _coding(coding, names):
    basis = terms.choices("basis").title(coding["basis"])
    ground = ", ".join(filter(None, (basis, coding["chapter"], coding["note"])))
    return f"{names.title(coding['slug'])} ({ground})"
