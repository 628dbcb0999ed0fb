"""``manage.py prepare``: everything that must be there before the atlas is served. Every start calls it."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from core.locks import alone


class Command(BaseCommand):
    help = (
        "Brings database, groups, search and the shipped texts to the state of this release; a second call changes "
        "nothing. Of several at once one works and the others wait, so that all succeed."
    )
    # The checks look at the database too, before it is there.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--static", action="store_true", help="collect and compress the static files too")

    def handle(self, *, static, verbosity, **options):
        with alone("prepare"):
            call_command("migrate", verbosity=0, interactive=False)
            call_command("create_groups")
            call_command("check_index", "--once", verbosity=0)
            call_command("load_study", verbosity=verbosity, stdout=self.stdout)
            if static:
                call_command("collectstatic", interactive=False, verbosity=0)
                call_command("compress", force=True, verbosity=0)
