"""``manage.py export_practices FILE``: the published cases, or those of a filter, by the ending of the file."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from django.utils.translation import gettext as _

from practices.exchange.exporting import FORMATS
from practices.exchange.sheets import CellTooLong
from practices.filters import PracticeFilter


class Command(BaseCommand):
    help = (
        "Exports published cases to .csv, .xlsx, .geojson or .json, their sources to .bib or .ris (docs/exchange.md)."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--filter", default="", metavar="QUERY", help='as in the address: "handlungsfeld=mobilitaet"'
        )

    def handle(self, *, file, filter, verbosity, **options):
        chosen = FORMATS.get(file.suffix.lower().removeprefix("."))
        if chosen is None:
            allowed = ", ".join(f".{ending}" for ending in FORMATS)
            message = _("“%(ending)s” is not written; there are: %(allowed)s.")
            raise CommandError(message % {"ending": file.suffix or file.name, "allowed": allowed}, returncode=2)
        asked = PracticeFilter(QueryDict(filter.removeprefix("?")))
        if asked.problems:
            raise CommandError("\n".join(map(str, map(problem_line, asked.problems))), returncode=2)
        pks = asked.ordered.all()
        try:
            with open(file, "wb") as target:
                for piece in chosen.write(pks, settings.SITE_URL):
                    target.write(piece)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=2) from error
        except CellTooLong as error:
            file.unlink()
            raise CommandError(too_long(error), returncode=2) from error
        if verbosity:
            self.stdout.write(_("%(n)s cases: %(file)s") % {"n": len(pks), "file": file})


def problem_line(problem):
    """A refused parameter on one line, with what is allowed."""
    allowed = problem.allowed_text
    text = f"{problem.parameter}={problem.value[:60]}: {problem.message}"
    return f"{text} ({_('allowed')}: {allowed})" if allowed else text


def too_long(error):
    return _("A text is longer than a cell of Excel holds (“%(text)s…”). CSV, JSON and GeoJSON take it.") % {
        "text": error
    }
