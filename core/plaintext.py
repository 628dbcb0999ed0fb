"""Every text of the atlas is plain text.

What was read in a wrong encoding is refused by name; markup, which a reader would see as it stands, is told of.
"""

import html
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from ftfy import fix_encoding

# Signs that German texts lack and broken ones have: UTF-8 read as Windows-1252 or as Mac Roman. The look at them is
# quick; whether the text is broken ftfy says.
_MAYBE_BROKEN = re.compile(r"[ÃÂâÅ√]|‚Ä")
SUSPICIOUS = "suspicious"
_UNREADABLE = "\ufffd"
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|body|br|center|code|dd|div|dl|dt|em|font|h[1-6]|head|hr|html|i|iframe|img|li|link|mark"
    r"|meta|ol|p|pre|q|s|script|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(
    r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|nbsp|amp|lt|gt|quot|apos|shy|szlig|[aou]uml|[a-z]dquo|[nm]dash);", re.IGNORECASE
)


@dataclass(frozen=True)
class Suspicion:
    """``message`` says what is wrong with a text, ``proposal`` what its word is perhaps meant to be ("" unknown)."""

    message: str
    proposal: str = ""

    def __str__(self):
        meant = _("Perhaps “%(text)s” is meant.") % {"text": self.proposal} if self.proposal else ""
        return f"{self.message} {meant}".strip()

    @property
    def error(self):
        """As a ValidationError, whose params are the two parts."""
        return ValidationError(str(self), code=SUSPICIOUS, params={"message": self.message, "proposal": self.proposal})


def broken(text):
    """The Suspicion that a text was read in a wrong encoding; None where there is none."""
    if _MAYBE_BROKEN.search(text) and (fixed := fix_encoding(text)) != text:
        found, meant = _first_difference(text, fixed)
        message = _("“%(text)s” was read in a wrong encoding somewhere (a CSV that Excel took for something else).")
        return Suspicion(message % {"text": found}, meant)
    if _UNREADABLE in text:
        word = next(word for word in text.split() if _UNREADABLE in word)
        return Suspicion(_("“%(text)s” holds a sign that could not be read.") % {"text": word[:80]})
    return None


def markup(text):
    """The Suspicion that a text holds markup, which nobody meant to show; None where there is none."""
    if match := _TAG.search(text) or _ENTITY.search(text):
        message = _("“%(text)s” is markup; readers will see it as it stands here.")
        return Suspicion(message % {"text": match[0][:80]}, _without_markup(text, match))
    return None


def marked_up(value):
    """The first Suspicion of markup in a member of the plain form (texts, lists, dicts); None where there is none."""
    if isinstance(value, str):
        return markup(value)
    if isinstance(value, dict):
        value = list(value.values())
    return next(filter(None, map(marked_up, value)), None) if isinstance(value, list) else None


def _first_difference(text, fixed):
    """The first word that was mended, as it stands and as it is meant."""
    words, meant = text.split(), fixed.split()
    pairs = zip(words, meant, strict=False)
    return next(((one[:80], other[:80]) for one, other in pairs if one != other), (text[:80], fixed[:80]))


def _without_markup(text, match):
    """The line of the markup without any."""
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    line = html.unescape(_TAG.sub("", text[start : end if end >= 0 else None]))
    return " ".join(line.split())[:200]


def check_all(instance, *checks):
    """Raise one ValidationError with all that these checks of a model's instance find wrong."""
    errors = {}
    for check in checks:
        try:
            check(instance)
        except ValidationError as error:
            error.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)


def check_texts(instance):
    """Raise ValidationError by field for every text of a model's instance that is broken and new."""
    found = {}
    for field in instance._meta.concrete_fields:
        if _is_free(field) and (suspected := broken(getattr(instance, field.name) or "")):
            found[field.name] = suspected.error
    if found:
        kept = type(instance)._default_manager.filter(pk=instance.pk).values(*found).first() or {}
        found = {name: error for name, error in found.items() if kept.get(name) != getattr(instance, name)}
    if found:
        raise ValidationError(found)


def _is_free(field):
    """Whether people write into it what they like."""
    fixed = isinstance(field, models.SlugField | models.URLField | models.FileField)
    return isinstance(field, models.CharField | models.TextField) and field.editable and not field.choices and not fixed


def quoted(text):
    """A text in the quotation marks of the language."""
    return _("“%(value)s”") % {"value": text}
