"""``manage.py export_practices FILE``: the published cases, or those of a filter, by the ending of the file."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.export.formats import FORMATS, format_of
from exchange.export.writers import written
from exchange.pages.downloads import longer_than_a_cell, problem_line, too_long
from practices.catalogue import in_one_state
from practices.filter.query import Query


class Command(BaseCommand):
    help = (
        "Exports published cases to .csv, .excel.csv (as a German Excel opens it), .xlsx, .geojson or .json, their "
        "sources to .bib or .ris (docs/exchange.md)."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--filter", default="", metavar="QUERY", help='as in the address: "handlungsfeld=mobilitaet"'
        )

    def handle(self, **options):
        in_one_state(lambda: self.export(**options))

    def export(self, *, file, filter, verbosity, **options):
        chosen = format_of(file.name)
        if chosen is None:
            allowed = ", ".join(f".{ending}" for ending in FORMATS)
            message = _("“%(ending)s” is not written; there are: %(allowed)s.")
            raise CommandError(message % {"ending": file.suffix or file.name, "allowed": allowed}, returncode=2)
        asked = Query(QueryDict(filter.removeprefix("?")))
        if asked.problems:
            raise CommandError("\n".join(map(str, map(problem_line, asked.problems))), returncode=2)
        pks = asked.selection().ordered.all()
        if chosen.for_excel and (slug := longer_than_a_cell(pks)):
            raise CommandError(too_long(slug), returncode=2)
        try:
            with open(file, "wb") as target:
                for piece in written(chosen.ending, pks, settings.SITE_URL):
                    target.write(piece)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=2) from error
        if verbosity:
            self.stdout.write(
                ngettext("%(n)s case: %(file)s", "%(n)s cases: %(file)s", len(pks)) % {"n": len(pks), "file": file}
            )
