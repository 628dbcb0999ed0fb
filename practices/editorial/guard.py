"""What Practice.save() asks before it writes: does the status change by a step, and is the slug free?

No models are imported here at the top: the models import this.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

_stepping = ContextVar("stepping", default=False)


@contextmanager
def status_may_change():
    """Within it the status may be written: by a step that was checked, or by the host's own data."""
    token = _stepping.set(True)
    try:
        yield
    finally:
        _stepping.reset(token)


# The host's own data (fixtures, tests, a restored backup) brings its status along.
by_the_host = status_may_change


def check_status_change(practice):
    """Raise PermissionDenied when the status of a practice is about to change outside a step."""
    before = "draft" if practice._state.adding else getattr(practice, "status_in_database", practice.status)
    if practice.status != before:
        refuse_status_change()


def refuse_status_change():
    if not _stepping.get():
        raise PermissionDenied(_("The status of a case changes by a step only (submit, publish, withdraw …)."))


def slug_is_taken(slug, pk):
    """Whether the slug is the former address of another case, or of a deleted one that was public."""
    from practices.models import SlugRedirect, Tombstone

    return (
        SlugRedirect.objects.filter(old=slug).exclude(practice=pk).exists()
        or Tombstone.objects.filter(slug=slug, was_public=True).exclude(case=pk).exists()
    )
