"""What Practice.save() asks before it writes: does the status change by a step, and is the slug free?

No models are imported here at the top: the models import this.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

_stepping = ContextVar("stepping", default=False)
_former_slugs = ContextVar("former_slugs", default=None)


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

    if (at_hand := _former_slugs.get()) is not None:
        return bool(at_hand.get(slug, set()) - {pk})
    return (
        SlugRedirect.objects.filter(old=slug).exclude(practice=pk).exists()
        or Tombstone.objects.filter(slug=slug, was_public=True).exclude(case=pk).exists()
    )


@contextmanager
def former_slugs_at_hand():
    """Within it slug_is_taken() answers from memory: for tables of thousands of cases."""
    from practices.models import SlugRedirect, Tombstone

    owners = {}
    for slug, pk in [
        *SlugRedirect.objects.values_list("old", "practice"),
        *Tombstone.objects.filter(was_public=True).values_list("slug", "case"),
    ]:
        owners.setdefault(slug, set()).add(pk)
    token = _former_slugs.set(owners)
    try:
        yield
    finally:
        _former_slugs.reset(token)
