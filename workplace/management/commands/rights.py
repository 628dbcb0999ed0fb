"""``manage.py rights > docs/rights.md``: who may do what with which object, as the code decides it."""

from django.core.management.base import BaseCommand
from django.test.utils import override_settings

from workplace.accounts.matrix import table


class Command(BaseCommand):
    help = "Prints who may do what with which object, as a table in Markdown. Reads the database, writes nothing."

    def handle(self, **options):
        # What a host allows beyond the rule isn't the rule.
        with override_settings(SELF_APPROVAL=False, SMALL_CORRECTIONS=0):
            self.stdout.write(table(), ending="")
