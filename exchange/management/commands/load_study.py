"""``manage.py load_study``: the study's vocabulary and its 50 practices, from fixtures/."""

from django.core.management.base import BaseCommand, CommandError

from exchange.shipped.loader import FixtureError, load


class Command(BaseCommand):
    help = "Load the vocabulary and the study's practices. Idempotent; what an editor changed is kept."

    def handle(self, **options):
        try:
            report = load()
        except FixtureError as error:
            raise CommandError(str(error)) from error
        for key in report.kept:
            if options["verbosity"] > 1:
                self.stdout.write(f"kept as edited: {key}")
        self.stdout.write(
            f"{len(report.new)} new, {len(report.updated)} updated, {len(report.unchanged)} unchanged, "
            f"{len(report.kept)} kept as edited"
        )
