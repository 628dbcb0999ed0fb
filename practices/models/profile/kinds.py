"""What a member of a profile may hold: how its value is brought into one form, checked, and read by people."""

import re
from datetime import date
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from practices.models import timespan
from practices.models.timespan import iso_day

WORDS, LINE = 600, 200
EARLIEST, LATEST = 1800, 2100
MOST_AMOUNT = 10**12
_MONTH = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?")
_TYPED_MONTH = re.compile(r"(\d{1,2})\s*[./]\s*(\d{4})")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d.*")
_TYPED_DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:[.\s]\d{3})+(?:,\d+)?")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")
_PERSON = re.compile(r"[^\W\d_]+(?:[._-][^\W\d_]+)+")
# Words of offices that stand in no name of a person, and those that do (Hausmann, Kreisel): these as a whole part only.
_OFFICE = re.compile(
    r"kontakt|contact|office|rathaus|gemeinde|verwaltung|buerger|bürger|service|verein|genossenschaft|projekt|presse|"
    r"touris|zentrum|zentrale|bibliothek|energie|kultur|jugend|wirtschaft|foerder|förder|geschaeftsst|geschäftsst|redaktion"
)
_OFFICE_PARTS = frozenset(
    "info mail post team buero büro amt bauamt stadt stadtplanung planung haus bad hallenbad markt region kreis"
    " landkreis netz netzwerk werk stadtwerke hallo kommune stiftung".split()
)


class Kind:
    """A text. ``empty``: the value of a member that isn't given; ``listed``: merged entry by entry."""

    empty = ""
    listed = worded = False

    # What a value from outside must be, for the sentence that says so.
    @property
    def wanted(self):
        return _("a text")

    def fits(self, value):
        """Whether a value from outside (JSON) has the right type."""
        return isinstance(value, str) and "\x00" not in value

    def normal(self, value):
        return value or self.empty

    def read(self, text):
        """What somebody typed → the value. Raises ValidationError where that can't be understood."""
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()

    def typed(self, value):
        """The value as somebody would type it: ``read`` makes the same value of it again."""
        return "" if value == self.empty else str(value)

    def check(self, value):
        """Raise ValidationError for a value that isn't empty."""

    def shown(self, value):
        """The value as people read it; lists entry by entry."""
        return str(value)


class Words(Kind):
    """What people word, on several lines or on one."""

    worded = True

    def __init__(self, most=WORDS, lines=True):
        self.most, self.lines = most, lines

    def normal(self, value):
        return self.read(value or "")

    def check(self, value):
        if len(value) > self.most:
            raise ValidationError(
                _("At most %(most)s characters are meant; these are %(n)s.") % {"most": self.most, "n": len(value)}
            )
        if not self.lines and "\n" in value:
            raise ValidationError(_("This is one line."))


class Line(Words):
    worded = False

    def __init__(self, most=LINE):
        super().__init__(most, lines=False)

    def read(self, text):
        return " ".join(text.split())


class Office(Line):
    """An office or organisation; a mail address of a person has no place in its name either."""

    def check(self, value):
        super().check(value)
        for word in value.split():
            if "@" in word:
                check_office(word)


class Choice(Kind):
    def __init__(self, choices):
        self.choices = choices

    def check(self, value):
        if value not in self.choices.values:
            raise ValidationError(
                _("“%(value)s” is not known; there are: %(allowed)s.")
                % {"value": value[:60], "allowed": ", ".join(map(str, self.choices.labels))}
            )

    def shown(self, value):
        return str(self.choices(value).label) if value in self.choices.values else value


class Whole(Kind):
    """A whole number that isn't negative."""

    empty = None

    @property
    def wanted(self):
        return _("a number")

    def fits(self, value):
        return value is None or type(value) is int

    def normal(self, value):
        return value if value not in (None, "") else None

    def typed(self, value):
        return super().typed(value).replace(".", ",")

    def read(self, text):
        found = plain_number(text)
        if found is None or not found.isdecimal():
            raise ValidationError(_("“%(value)s” is no whole number; write it like 15000.") % {"value": text[:60]})
        return int(found)

    def check(self, value):
        if not 0 <= value <= MOST_AMOUNT:
            raise ValidationError(_("%(value)s: a number from 0 to 10¹² is expected.") % {"value": value})

    def shown(self, value):
        return number_format(value, use_l10n=True, force_grouping=True)


class Year(Whole):
    """A year up to the present one."""

    def read(self, text):
        text = text.strip().removesuffix(".0")
        if not (text.isascii() and text.isdecimal() and len(text) <= 5):
            raise ValidationError(_("“%(value)s” is no year; write it like 2014.") % {"value": text[:60]})
        return int(text)

    def check(self, value):
        timespan.check_year(value)

    def shown(self, value):
        return str(value)


class Month(Kind):
    """A year, or a year and a month: "2014" or "2014-06"."""

    def normal(self, value):
        return str(value or "")

    def read(self, text):
        text = text.strip().removesuffix(".0")
        if found := _TYPED_MONTH.fullmatch(text):
            return f"{found[2]}-{int(found[1]):02}"
        return text[:7] if _ISO_DAY.fullmatch(text) else text

    def check(self, value):
        found = _MONTH.fullmatch(value)
        if not found or not EARLIEST <= int(found[1]) <= LATEST:
            raise ValidationError(
                _("“%(value)s” is neither a year nor a month; write it like 2014 or 2014-06.") % {"value": value[:60]}
            )

    def shown(self, value):
        found = _MONTH.fullmatch(value)
        return date_format(date(int(found[1]), int(found[2]), 1), "YEAR_MONTH_FORMAT") if found and found[2] else value


class Day(Kind):
    """A day up to today, as YYYY-MM-DD."""

    def read(self, text):
        found = _TYPED_DAY.fullmatch(text.strip())
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text.strip()

    def check(self, value):
        try:
            day = iso_day(value)
        except ValueError:
            raise ValidationError(
                _("“%(value)s” is no date; write it like 1.5.2026 or 2026-05-01.") % {"value": value[:60]}
            ) from None
        timespan.check_day(day)

    def shown(self, value):
        try:
            return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
        except ValueError:
            return value


class Number(Kind):
    """A number as a text with a point: "150000", "3.5"."""

    def read(self, text):
        return plain_number(text) or text.strip()

    def typed(self, value):
        # With three decimals the point would be read as that of thousands.
        return value.replace(".", ",")

    def check(self, value):
        if not _NUMBER.fullmatch(value):
            raise ValidationError(_("“%(value)s” is no number; write it like 1500 or 3,5.") % {"value": value[:60]})

    def shown(self, value):
        if not _NUMBER.fullmatch(value):
            return value
        whole, _point, part = value.partition(".")
        return number_format(
            float(value) if part else int(whole), decimal_pos=len(part), use_l10n=True, force_grouping=True
        )


class Address(Kind):
    """An address on the web, without signs that aren't seen and without the name of whoever logs in there."""

    _check = URLValidator(schemes=["http", "https"])

    def check(self, value):
        try:
            self._check(value)
            proper = value.isprintable() and "@" not in urlsplit(value).netloc
        except ValidationError:
            proper = False
        if not proper:
            raise ValidationError(
                _("“%(value)s” is no address; it begins with https:// or http://.") % {"value": value[:80]}
            )


class PublicAddress(Address):
    """An address on the web, or the mail address of an office."""

    def check(self, value):
        if value.startswith(("http://", "https://")) or "@" not in value:
            super().check(value)
            return
        try:
            validate_email(value)
        except ValidationError:
            raise ValidationError(_("“%(value)s” is no mail address.") % {"value": value[:80]}) from None
        check_office(value)


def check_office(address):
    """Raise ValidationError for a mail address that looks like that of a person."""
    if looks_personal(address):
        raise ValidationError(
            _(
                "“%(value)s” looks like the address of a person. Give that of the office or organisation, "
                "like info@… or rathaus@…"
            )
            % {"value": address[:80]}
        )


def looks_personal(address):
    """Whether a mail address looks like that of a person: first.last@…, without a word of an office in it."""
    local = address.partition("@")[0].lower()
    if not _PERSON.fullmatch(local) or _OFFICE.search(local):
        return False
    return _OFFICE_PARTS.isdisjoint(re.split(r"[._-]", local))


def plain_number(text):
    """150.000, 3,5 or 1 234,5 as people in Germany type them → a text with a point; None for no number."""
    text = text.strip().removesuffix(".0")
    if _THOUSANDS.fullmatch(text):
        text = re.sub(r"[.\s]", "", text)
    text = text.replace(",", ".")
    return text if _NUMBER.fullmatch(text) else None
