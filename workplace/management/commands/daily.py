"""``manage.py daily``: what time asks for. Call it as often as you like: each part is done once a day."""

import sys

from django.core.management.base import BaseCommand
from django.utils.translation import gettext_lazy as _

from workplace import upkeep

WORDS = {
    upkeep.DONE: _("done"),
    upkeep.FAILED: _("failed; the next call tries again"),
    upkeep.BEFORE: _("done before today"),
    upkeep.TAKEN: _("somebody else is at it"),
    upkeep.OFF: _("switched off"),
}


class Command(BaseCommand):
    help = (
        "Deletes ended sessions, unsaved forms that nobody touched for half a year and unused pictures, and asks the "
        "links of the sources where LINK_CHECK=1. Each part once a day; safe to call twice, and at the same time. "
        "Exit code 1 when a part failed."
    )

    def handle(self, *, verbosity, **options):
        failed = False
        for part in upkeep.WORK:
            outcome, said = upkeep.run(part)
            failed = failed or outcome == upkeep.FAILED
            if verbosity:
                self.stdout.write(f"{part.title}: {WORDS[outcome]}. {said}".rstrip())
        if failed:
            sys.exit(1)
