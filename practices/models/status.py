"""Where a case is on its way, and the guard that lets it move by a step only."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_stepping = ContextVar("stepping", default=False)


class Status(models.TextChoices):
    """Where a case is on its way; only ``workplace.workflow.steps`` moves it on."""

    DRAFT = "draft", _("Draft")
    REVIEW = "in-review", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


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
    before = Status.DRAFT if practice._state.adding else getattr(practice, "status_in_database", practice.status)
    if practice.status != before:
        refuse_status_change()


def refuse_status_change():
    if not _stepping.get():
        raise PermissionDenied(gettext("The status of a case changes by a step only (submit, publish, withdraw …)."))
