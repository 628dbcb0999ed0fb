"""Form fields of the filter. Each refuses what it doesn't know and says which value, and what is allowed."""

import math
import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from practices.catalogue import latest

ASCII_NUMBER = re.compile(r"-?(0|[1-9]\d{0,2})(\.\d{1,15})?", re.ASCII)
ASCII_DIGITS = re.compile(r"[1-9]\d{0,8}", re.ASCII)


def refused(message, value, allowed=None):
    """A ValidationError that carries the value and, as a list or a phrase, what is allowed."""
    return ValidationError(message, code="invalid", params={"value": value, "allowed": allowed})


class ManyField(forms.Field):
    """Several values of one kind. Subclasses say in ``known`` which exist: {value: object}."""

    widget = forms.MultipleHiddenInput

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def known(self, values):
        raise NotImplementedError

    def allowed(self):
        """What the error message names: a list of values, or a phrase."""
        raise NotImplementedError

    def clean(self, value):
        values = list(dict.fromkeys(value or []))
        known = self.known(values)
        unknown = [value for value in values if value not in known]
        if unknown:
            allowed = self.allowed()
            raise ValidationError([refused(_("“%(value)s” is not known."), value, allowed) for value in unknown])
        return [known[value] for value in values]


class TermsField(ManyField):
    """Slugs of terms or places; the clean value is a list of practices.catalogue.snapshot.Term."""

    def __init__(self, parameter, **kwargs):
        self.parameter = parameter
        super().__init__(**kwargs)

    def known(self, values):
        return latest().known(self.parameter) if values else {}

    def allowed(self):
        return list(latest().known(self.parameter))[:100]


class ChoicesField(ManyField):
    """Values of a fixed list: {value: label}."""

    def __init__(self, choices, **kwargs):
        self.choices = dict(choices)
        super().__init__(**kwargs)

    def known(self, values):
        return {value: value for value in values if value in self.choices}

    def allowed(self):
        return list(self.choices)


class CodesField(ManyField):
    """ISO codes: ``exists`` says whether a code is one, ``example`` how to write it."""

    def __init__(self, exists, example, **kwargs):
        self.exists, self.example = exists, example
        super().__init__(**kwargs)

    def known(self, values):
        return {value: value for value in values if self.exists(value)}

    def allowed(self):
        return self.example


class OneOfField(forms.Field):
    """Exactly one of a fixed list, or nothing at all."""

    widget = forms.TextInput

    def __init__(self, choices, **kwargs):
        self.choices = list(choices)
        super().__init__(required=False, **kwargs)

    def clean(self, value):
        if value is None:
            return None
        if value not in self.choices:
            raise refused(_("“%(value)s” is not known."), value, self.choices)
        return value


class BBoxField(forms.Field):
    """``minlon,minlat,maxlon,maxlat`` in degrees WGS 84 → tuple of four floats."""

    widget = forms.TextInput
    ALLOWED = "minlon,minlat,maxlon,maxlat (WGS 84; -180…180, -90…90; min ≤ max)"

    def clean(self, value):
        if value is None:
            return None
        parts = value.split(",")
        if len(parts) != 4 or not all(ASCII_NUMBER.fullmatch(part) for part in parts):
            raise refused(_("“%(value)s” is not a box of four numbers."), value, self.ALLOWED)
        west, south, east, north = (float(part) for part in parts)
        if not all(map(math.isfinite, (west, south, east, north))) or max(abs(west), abs(east)) > 180:
            raise refused(_("“%(value)s”: a longitude lies outside -180…180."), value, self.ALLOWED)
        if max(abs(south), abs(north)) > 90:
            raise refused(_("“%(value)s”: a latitude lies outside -90…90."), value, self.ALLOWED)
        if west > east or south > north:
            raise refused(_("“%(value)s”: a minimum is greater than its maximum."), value, self.ALLOWED)
        return west, south, east, north


class WholeNumberField(forms.Field):
    """A whole number from 1 to ``maximum``."""

    widget = forms.TextInput

    def __init__(self, maximum, **kwargs):
        self.maximum = maximum
        super().__init__(required=False, **kwargs)

    def clean(self, value):
        if value is None:
            return None
        if not ASCII_DIGITS.fullmatch(value) or int(value) > self.maximum:
            raise refused(_("“%(value)s” is not a whole number within the range."), value, f"1…{self.maximum}")
        return int(value)


class QueryField(forms.Field):
    """Words to search for. Blank is the same as absent, because an empty search box sends it."""

    widget = forms.TextInput
    MAX_LENGTH = 300

    def clean(self, value):
        text = unicodedata.normalize("NFC", value or "")
        if len(text) > self.MAX_LENGTH:
            shown = text[:40] + "…"
            raise refused(_("“%(value)s” is too long for a search."), shown, f"≤ {self.MAX_LENGTH}")
        try:
            ProhibitNullCharactersValidator()(text)
        except ValidationError:
            raise refused(_("“%(value)s” contains a null character."), text.replace("\x00", "␀"), _("a text")) from None
        if "\ufffd" in text:
            raise refused(_("“%(value)s” can't be read as text."), text, "UTF-8")
        return " ".join(text.split())
