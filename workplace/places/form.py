"""The form of a place: numbers as people write them, 48,1 as well as 48.1, and 2.500 inhabitants."""

import re

from django import forms
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.models import Place
from workplace.records.form import RecordForm

MOST_INHABITANTS = 2_000_000_000  # a whole country may be a place
_DEGREES = re.compile(r"([+-]?\d{1,3}(?:[.,]\d+)?)\s*°?")
_INHABITANTS = re.compile(r"\d+|\d{1,3}(?:([.,’'\s])\d{3})(?:\1\d{3})*")


class DegreesField(forms.CharField):
    """Decimal degrees, with a comma or a point → float or None."""

    def to_python(self, value):
        text = super().to_python(value).replace("\u2212", "-")
        if not text:
            return None
        match = _DEGREES.fullmatch(text)
        if match is None:
            raise forms.ValidationError(
                _("“%(value)s” is no number of degrees; write it like 48,137 (not in minutes and seconds).")
                % {"value": text[:40]}
            )
        return float(match[1].replace(",", "."))

    def prepare_value(self, value):
        return formats.localize_input(value) if isinstance(value, float) else value


class InhabitantsField(forms.CharField):
    """A whole number, in groups of three or not → int or None."""

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        number = re.sub(r"\D", "", text)[:12]
        if _INHABITANTS.fullmatch(text) is None or int(number) > MOST_INHABITANTS:
            raise forms.ValidationError(
                _("“%(value)s” is no number of inhabitants; write it like 12500 or 12.500.") % {"value": text[:40]}
            )
        return int(number)


def _line(keys):
    """A line of text with a phone's number keys; the browser's own field of numbers takes but one spelling."""
    return forms.TextInput(attrs={"inputmode": keys})


class PlaceForm(RecordForm):
    lat = DegreesField(label=gettext_lazy("latitude"), required=False, widget=_line("decimal"))
    lon = DegreesField(label=gettext_lazy("longitude"), required=False, widget=_line("decimal"))
    population = InhabitantsField(label=gettext_lazy("population"), required=False, widget=_line("numeric"))

    class Meta:
        model = Place
        fields = "__all__"
