"""``manage.py sweep_pictures``: which pictures does nothing mention any more? ``--delete`` removes them."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workplace.pictures import intake


class Command(BaseCommand):
    help = (
        "Lists the pictures, older than a day, that no case, no version, no revision and no unsaved form mentions, "
        "and files that belong to no picture. With --delete they are deleted."
    )

    def add_arguments(self, parser):
        parser.add_argument("--delete", action="store_true", help="delete them; without it they are only listed")

    def handle(self, *, delete, verbosity, **options):
        unused, stray = intake.unused(), intake.stray()
        gone = 0
        for picture in unused:
            gone += intake.sweep(picture) if delete else 0
            self._say(verbosity, f"{picture.digest}  {picture.at:%Y-%m-%d}")
        for path in stray:
            if delete:
                path.unlink(missing_ok=True)
                gone += 1
            self._say(verbosity, path.name)
        if delete:
            self.stdout.write(ngettext("%(n)s file deleted.", "%(n)s files deleted.", gone) % {"n": gone})
            return
        number = len(unused) + len(stray)
        self.stdout.write(ngettext("%(n)s file is unused.", "%(n)s files are unused.", number) % {"n": number})
        if number:
            self.stdout.write(_("Nothing was deleted; --delete does it."))

    def _say(self, verbosity, text):
        if verbosity > 0:
            self.stdout.write(text)
