"""A decision names the version it decides on, and is refused on another: nobody publishes what they didn't read.

The state of a case is one number: that of its latest Version, those of its revisions included. Whatever changes what
somebody may have read (the case, its pending revision, a place it points to) makes that number grow.
"""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from practices.case import history
from practices.models import Practice

# What a form that names no version is taken to name: no state is this one.
UNNAMED = -1


class Refused(PermissionDenied):
    """A step that may not be taken; the message says why. Answers 403."""


class Gone(Refused):
    """What was to be written to isn't there any more. Answers 404."""

    def __init__(self):
        super().__init__(_("Somebody else deleted this case already."))


class Overtaken(Refused):
    """What was decided on isn't what is there now. ``seen`` and ``now`` are states; ``seen`` None: none was named.

    Answers 409.
    """

    def __init__(self, seen, now):
        self.seen, self.now = None if seen == UNNAMED else seen, now
        super().__init__(
            _("This doesn't say which version it decides on. Look at the case as it is now, and decide then.")
            if self.seen is None
            else _("The case changed since you opened the page, so nothing was done. See what changed, then decide.")
        )


def locked(pk):
    """The case with this key as it is now, locked until the transaction ends. Raises Gone where it was deleted."""
    practice = Practice.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if practice is None:
        raise Gone
    return practice


def state_of(pk):
    """The state of the case with this key; 0 before there is any version."""
    return history.highest_numbers([pk]).get(pk, 0)


def states_of(pks):
    """{pk: state} of several cases, in one query."""
    return history.highest_numbers(pks)


def check(pk, seen):
    """Raise Overtaken unless the case is in the state ``seen``; returns the state. To be asked with the case locked."""
    now = state_of(pk)
    if seen != now:
        raise Overtaken(seen, now)
    return now


def named(text):
    """The state that a form or a program names (str or None) as a number; None where it names none."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
