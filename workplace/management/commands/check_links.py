"""``manage.py check_links``: do the addresses of the sources still answer? Only where the host switched it on."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from workplace.links import check as links

MOST = 10_000


class Command(BaseCommand):
    help = (
        "Asks the addresses of cited sources whether they still answer, one after the other and with a pause for each "
        "host, and keeps what came out for the page of dead links. Off until the host sets LINK_CHECK=1."
    )

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=links.LIMIT, help="at most so many requests (%(default)s)")
        parser.add_argument(
            "--older-than",
            type=int,
            default=links.OLDER_THAN,
            metavar="DAYS",
            help="only addresses not looked at for so many days (%(default)s)",
        )

    def handle(self, *, limit, older_than, verbosity, **options):
        if not settings.LINK_CHECK:
            raise CommandError(
                _(
                    "The link check is off: it sends requests to other hosts, so the host of the atlas switches it on. "
                    "Set LINK_CHECK=1 in the environment (docs/hosting.md) and call the command again."
                )
            )
        for name, value, least in (("--limit", limit, 1), ("--older-than", older_than, 0)):
            if not least <= value <= MOST:
                raise CommandError(
                    _("%(name)s: %(value)s is not allowed; give a number from %(least)s to %(most)s.")
                    % {"name": name, "value": value, "least": least, "most": MOST}
                )
        outcome = links.run(limit, older_than, tell=self.tell if verbosity > 1 else lambda url, check: None)
        self.stdout.write(
            _("%(asked)s addresses asked with %(sent)s requests: %(dead)s dead, %(left)s left for the next run.")
            % {
                "asked": len(outcome.asked),
                "sent": outcome.sent,
                "dead": len(outcome.dead),
                "left": outcome.left,
            }
        )

    def tell(self, url, check):
        self.stdout.write(f"{check.status or '---'}  {url}  {links.said(check) if check.problem else ''}".rstrip())
