"""The daily work: what time asks for, each part once a day, however often and by however many it is called.

A part that failed is tried again by the next call of the same day; one that somebody else is at is left to them.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.locks import Taken, alone
from practices.models import Autosave, SentForm, Upkeep
from workplace.links import check
from workplace.pictures import intake
from workplace.workflow import unsaved

# What was typed and never saved is kept for so many days after the last key.
UNSAVED_FOR = 180
# The workplace says that nothing looks after the atlas when its daily work is older than so many days.
LATE_AFTER = 2
DONE, FAILED, BEFORE, TAKEN, OFF = "done", "failed", "before", "taken", "off"
log = logging.getLogger("django.upkeep")


@dataclass(frozen=True)
class Part:
    """``work()`` does it and returns a sentence of what it did."""

    name: str
    title: str
    work: object
    is_on: object = lambda: True


def _sessions():
    call_command("clearsessions")
    return _("Sessions that have ended are deleted.")


def _unsaved():
    now = timezone.now()
    old = Q(at__lt=now - timedelta(days=UNSAVED_FOR)) | Q(discarded__lt=now - unsaved.DISCARDED_FOR)
    number, _by_model = Autosave.objects.filter(old).delete()
    SentForm.objects.filter(at__lt=now - unsaved.SENT_FOR).delete()
    return ngettext(
        "%(n)s unsaved form that nobody touched for long is deleted.",
        "%(n)s unsaved forms that nobody touched for long are deleted.",
        number,
    ) % {"n": number}


def _pictures():
    number = sum(intake.sweep(picture) for picture in intake.unused())
    for path in intake.stray():
        path.unlink(missing_ok=True)
        number += 1
    return ngettext("%(n)s file deleted.", "%(n)s files deleted.", number) % {"n": number}


def _links():
    outcome = check.run()
    return _("%(asked)s addresses asked, %(dead)s of them dead, %(left)s left for the next day.") % {
        "asked": len(outcome.asked),
        "dead": len(outcome.dead),
        "left": outcome.left,
    }


# The quick ones first: asking addresses may take an hour.
WORK = (
    Part("sessions", gettext_lazy("Sessions"), _sessions),
    Part("unsaved", gettext_lazy("Unsaved forms"), _unsaved),
    Part("pictures", gettext_lazy("Unused pictures"), _pictures),
    Part("links", gettext_lazy("Links of the sources"), _links, lambda: settings.LINK_CHECK),
)


def run(part):
    """(DONE, FAILED, BEFORE: done today already, TAKEN: somebody is at it, or OFF; what there is to say)."""
    if not part.is_on():
        return OFF, ""
    try:
        with alone(f"upkeep-{part.name}", wait=False):
            today = timezone.localdate()
            if Upkeep.objects.filter(part=part.name, day=today, ok=True).exists():
                return BEFORE, ""
            values = {"day": today, "started": timezone.now(), "finished": None, "ok": False, "said": ""}
            row, _created = Upkeep.objects.update_or_create(part=part.name, defaults=values)
            try:
                said, row.ok = part.work(), True
            except Exception as error:  # one part that fails doesn't keep the others from their turn
                log.exception("The daily work failed: %s", part.name)
                said = f"{type(error).__name__}: {error}"
            row.said, row.finished = str(said)[:300], timezone.now()
            row.save()
            return DONE if row.ok else FAILED, row.said
    except Taken:
        return TAKEN, ""


def last_runs():
    """[{"title", "run": Upkeep or None, "late"}] of the parts that are on; one query."""
    kept = {run.part: run for run in Upkeep.objects.all()}
    limit = timezone.localdate() - timedelta(days=LATE_AFTER)
    runs = [(part.title, kept.get(part.name)) for part in WORK if part.is_on()]
    return [{"title": title, "run": run, "late": run is None or run.day < limit} for title, run in runs]
