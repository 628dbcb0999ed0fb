"""A plain form that comes from outside as JSON: checked before anything is done with it."""

import json

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from practices.case.contents import CODINGS, TEXTS, normal
from practices.case.merging import label_of
from practices.models.profile import members as profile
from practices.models.timespan import iso_day

MOST_BYTES = 2_000_000
MOST_ENTRIES = 500
_CODING = ("slug", "basis", "chapter", "note")
ENTRIES = dict.fromkeys(CODINGS, _CODING) | {
    "sources": ("source", "locator"),
    "images": ("picture", "alt", "author", "licence"),
}


def parsed(text):
    """JSON text → plain form. Raises ValidationError that names the member, and what it must be."""
    if len(text) > MOST_BYTES:
        raise ValidationError(_("That is more than a case holds."))
    try:
        found = json.loads(text, parse_constant=_no_number)
        json.dumps(found, ensure_ascii=False).encode()  # half of a character (a lone surrogate) can't be stored
    except (ValueError, RecursionError) as error:
        raise ValidationError(_("This is no readable JSON.")) from error
    if not isinstance(found, dict):
        raise ValidationError(_("A case is an object with a member for each field."))
    for member in found.keys() & {*TEXTS, "confirmed"}:
        _text(member, found[member], may_be_null=member == "confirmed")
    for member in profile.MEMBERS:
        if member.name in found and not member.kind.fits(found[member.name]):
            raise _wrong(member.name, member.kind.wanted)
    if found.get("confirmed"):
        _day(found["confirmed"])
    if not (found.get("as_of") is None or type(found["as_of"]) is int):
        raise _wrong("as_of", _("a number"))
    if found.get("handlungsfeld") is not None:
        _entry("handlungsfeld", found["handlungsfeld"], _CODING)
    for member in ("places", *ENTRIES):
        entries = found.get(member, [])
        if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
            raise _wrong(member, _("a list"))
        for one in entries:
            _text(member, one) if member == "places" else _entry(member, one, ENTRIES[member])
    return normal(found)


def _no_number(text):
    raise ValueError(text)


def _text(member, value, *, may_be_null=False):
    if not (isinstance(value, str) or (may_be_null and value is None)):
        raise _wrong(member, _("a text"))
    if value and "\x00" in value:
        raise ValidationError(_("%(member)s holds a null character.") % {"member": label_of(member)})


def _day(text):
    try:
        iso_day(text)
    except ValueError as error:
        raise _wrong("confirmed", _("a day like 2026-05-01")) from error


def _entry(member, value, names):
    if not isinstance(value, dict) or any(name not in value for name in names) or not value[names[0]]:
        raise _wrong(member, _("an object with %(names)s") % {"names": ", ".join(names)})
    for name in names:
        _text(member, value[name])


def _wrong(member, wanted):
    return ValidationError(
        _("%(member)s isn't what it must be: %(wanted)s.") % {"member": label_of(member), "wanted": wanted}
    )
