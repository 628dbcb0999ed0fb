"""How long a login lasts, as the environment says it."""

from django.core.exceptions import ImproperlyConfigured


def minutes_of(name, text, most):
    """A whole number of minutes from 1 to ``most``; ImproperlyConfigured naming the setting otherwise."""
    return _number(name, text, most, "minutes")


def hours_of(name, text, most):
    """The same in hours."""
    return _number(name, text, most, "hours")


def _number(name, text, most, unit):
    text = text.strip()
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= most):
        raise ImproperlyConfigured(f"{name} is not a number of {unit} from 1 to {most}: {text!r}.")
    return int(text)
