"""Texts with an English column beside the German one."""

from django.utils.translation import get_language


def in_language(instance, field):
    """The value of ``field`` in the active language; German where no English text exists."""
    if get_language() == "en":
        return getattr(instance, f"{field}_en") or getattr(instance, field)
    return getattr(instance, field)


_GERMAN = frozenset(
    "der die das und ist nicht mit für von eine einen einer wird auf den dem im zu sich als auch".split()
)
_ENGLISH = frozenset("the and is not with for of a an was on in to as by it that are which".split())
LEAST = 3


def reads_german(text):
    """Whether an English text seems to be German: its small words are, three of them at least."""
    words = [word.strip(".,;:()„“”\"'").lower() for word in (text or "").split()]
    german = sum(word in _GERMAN for word in words)
    return german >= LEAST and german > sum(word in _ENGLISH for word in words)
