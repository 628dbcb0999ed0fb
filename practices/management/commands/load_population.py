"""``manage.py load_population FILE``: official inhabitants of German municipalities (see docs/geodata.md)."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.acting import acting
from core.following import collected
from practices.geodata.census import NoTable, municipalities, take_over
from practices.geodata.gazetteer import municipalities as municipality_entries


class Command(BaseCommand):
    help = "Take over the inhabitants of German municipalities from the census table 1000A-0000 (flat CSV)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, file, **options):
        try:
            found = municipalities(file)
        except (NoTable, OSError) as error:
            raise CommandError(f"{file}: {error}") from error
        if not found:
            raise CommandError(f"{file}: the table holds no municipality")
        with acting(comment=file.name, name="manage.py load_population"), collected():
            outcome = take_over(found)
        for place in outcome.changed:
            self.stdout.write(f"{place.slug}: {place.population}")
        for place, why in outcome.unmatched:
            self.stdout.write(f"{place.slug}: left as it is ({why})")
        for one in outcome.strangers:
            self.stdout.write(f"{one.key} {one.name}: not in the gazetteer")
        self.stdout.write(
            f"{outcome.entries} of {len(municipality_entries())} municipalities of the gazetteer have a figure; "
            f"{len(outcome.strangers)} of the table aren't in the gazetteer"
        )
        self.stdout.write(
            f"{len(found)} municipalities read; {len(outcome.changed)} places changed, "
            f"{len(outcome.unchanged)} had these figures, {len(outcome.unmatched)} left as they are"
        )
