"""``manage.py run_import``: works off the tables that were uploaded. The admin starts it beside the web server."""

from django.core.management.base import BaseCommand

from exchange.jobs import queue


class Command(BaseCommand):
    help = "Checks or writes the tables that were uploaded in the admin and wait, one after the other."

    def add_arguments(self, parser):
        parser.add_argument("--held", type=int, help="descriptor of the lock that whoever started this hands over")

    def handle(self, *, held, **options):
        queue.serve(held, self.tell)

    def tell(self, line):
        self.stdout.write(line)
        self.stdout.flush()
