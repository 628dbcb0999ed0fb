"""Numbers, years and dates as people in Germany type them."""

import re
from datetime import date, datetime

from django.utils.translation import gettext as _

from practices.lookup.unknown import NotUnderstood

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner january jan",
            "februar feber february feb",
            "märz maerz march mär mrz mar",
            "april apr",
            "mai may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "dezember december dez dec",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_GERMAN = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4}|\d{2})")
_WRITTEN_OUT = re.compile(r"(\d{1,2})\s*\.?\s*([^\W\d_]+)\s*\.?\s*,?\s*(\d{4}|\d{2})")
_MONTH = re.compile(r"(?:(\d{1,2})\s*[./]|([^\W\d_]+)\s*\.?)\s*(\d{4})")
_DEGREES = re.compile(r"([+-]?)\s*(\d{1,3}(?:[.,]\d+)?)\s*°?\s*([NSEOW]?)", re.IGNORECASE)
# Two digits of a year: up to ten years ahead is this century.
_PIVOT = 10


def as_whole_number(value):
    """A whole number from 1 on, also as spreadsheets write it (12.0) → int. Raises NotUnderstood."""
    text = str(value).strip().removesuffix(".0")
    if not (text.isascii() and text.isdecimal() and 0 < len(text) < 10 and int(text)):
        raise NotUnderstood(
            _("“%(value)s” is no number of a version; leave it as it was exported.") % {"value": text[:60]}
        )
    return int(text)


def as_date(value):
    """2026-05-01, 1.5.2026, 01.05.26, 1. Mai 2026 or 1 May 2026 → date. Raises NotUnderstood."""
    text = str(value).strip()
    if match := _ISO.fullmatch(text):
        return _day(match[1], match[2], match[3], text)
    if match := _GERMAN.fullmatch(text):
        return _day(match[3], match[2], match[1], text)
    if (match := _WRITTEN_OUT.fullmatch(text)) and match[2].lower() in MONTHS:
        return _day(match[3], MONTHS[match[2].lower()], match[1], text)
    raise NotUnderstood(_("“%(value)s” is no date; write it like 1.5.2026 or 2026-05-01.") % {"value": text[:60]})


def _day(year, month, day, text):
    try:
        return date(_full_year(str(year)), int(month), int(day))
    except ValueError:
        raise NotUnderstood(_("“%(value)s”: there is no such day.") % {"value": text[:60]}) from None


def _full_year(year):
    if len(year) > 2:
        return int(year)
    this_century = date.today().year // 100 * 100 + int(year)
    return this_century if this_century <= date.today().year + _PIVOT else this_century - 100


def as_year(value):
    """A year, or the year of a date or month → int. Raises NotUnderstood."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    if re.fullmatch(r"[+-]?\d{1,5}", text):
        return int(text)
    if (match := _MONTH.fullmatch(text)) and (match[2] is None or match[2].lower() in MONTHS):
        return int(match[3])
    if _ISO.fullmatch(text) or _GERMAN.fullmatch(text) or _WRITTEN_OUT.fullmatch(text):
        return as_date(text).year
    found = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))
    raise NotUnderstood(
        _("“%(value)s” is neither a year nor a date.") % {"value": text[:60]}, found.pop() if len(found) == 1 else ""
    )


def as_degrees(value, most):
    """51,7079 or 51.7079 or 51,7079° N → degrees between -most and most (float). Raises NotUnderstood."""
    text = str(value).strip().replace("−", "-")
    match = _DEGREES.fullmatch(text)
    if match is None:
        raise NotUnderstood(_("“%(value)s” is no number of degrees; write it like 51,7079.") % {"value": text[:60]})
    degrees = float(match[2].replace(",", "."))
    if match[1] == "-" or match[3].upper() in ("S", "W"):
        degrees = -degrees
    if abs(degrees) > most:
        raise NotUnderstood(
            _("“%(value)s” doesn't lie between -%(most)s and %(most)s degrees (WGS 84).")
            % {"value": text[:60], "most": most}
        )
    return degrees


def iso_of(value):
    """A date or datetime of a spreadsheet as text: the day, with the time only where there is one."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ", "seconds")
    return value.isoformat()
