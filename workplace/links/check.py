"""Do the addresses of the sources still answer? Asked where the host switched it on (LINK_CHECK), politely.

What came out is kept in LinkCheck: ``status`` is the HTTP status, ``problem`` a code of Problem, ``failing_since`` the
moment of the first of the failures in a row.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models import Citation, LinkCheck, Source

LIMIT = 200
OLDER_THAN = 30
# The host answers, only not to us: that says nothing about whether the page is there.
NOT_FOR_US = {401, 402, 403, 407, 429, 451}
WANTS_REST = {429, 503}


class Problem(models.TextChoices):
    """Why an address counts as dead."""

    STATUS = "status", _("The server says that it doesn't have the page.")
    NAME = "name", _("There is no host of this name.")
    CONNECTION = "connection", _("The host doesn't take the connection.")
    CERTIFICATE = "certificate", _("The encrypted connection fails (certificate).")
    TIMEOUT = "timeout", _("The host doesn't answer in time.")
    REDIRECTS = "redirects", _("It leads on and on, more than five times.")
    PRIVATE = "private", _("It leads into a private network; the atlas doesn't ask there.")
    SCHEME = "scheme", _("This is no address of the web (http or https).")
    PROTOCOL = "protocol", _("The answer can't be understood.")


@dataclass
class Outcome:
    """What a run did: sources asked and found dead, requests sent, sources left for the next run."""

    asked: list = field(default_factory=list)
    dead: list = field(default_factory=list)
    sent: int = 0
    left: int = 0


def agent():
    """As whom the atlas asks: a server's log shows where to complain."""
    return (
        f"Gute-Praxis-Atlas link check (+{settings.SITE_URL})" if settings.SITE_URL else "Gute-Praxis-Atlas link check"
    )


def due(older_than=OLDER_THAN):
    """Cited sources with an address that wasn't looked at for ``older_than`` days, those never looked at first."""
    cited = Exists(Citation.objects.filter(source=OuterRef("pk")))
    before = timezone.now() - timedelta(days=older_than)
    waiting = Q(link_check__isnull=True) | Q(link_check__at__lt=before)
    return (
        Source.objects.filter(cited, waiting).exclude(url="").order_by(F("link_check__at").asc(nulls_first=True), "pk")
    )


def run(limit=LIMIT, older_than=OLDER_THAN, *, pause=2.0, loopback=False, tell=lambda source, check: None):
    """Ask the sources that are due, at most ``limit`` requests; each result is kept at once. Returns an Outcome.

    ``loopback`` lets it ask this machine too; only tests do that. ``tell`` is called with each result.
    """
    from workplace.links.request import Manners, Spent, ask  # noqa: PLC0415  (an HTTP client, which no web worker needs)

    manners, outcome = Manners(limit, pause), Outcome()
    waiting = list(due(older_than).values_list("pk", "url"))
    for position, (pk, url) in enumerate(waiting):
        host = _host(url)
        if host in manners.resting:
            outcome.left += 1
            continue
        try:
            status, problem = asyncio.run(ask(url, manners, agent(), loopback))
        except Spent:
            outcome.left += len(waiting) - position
            break
        if status in WANTS_REST:
            manners.resting.add(host)
        check = keep(pk, url, status, problem)
        if check is not None:
            outcome.asked.append(pk)
            if check.problem:
                outcome.dead.append(pk)
            tell(url, check)
    outcome.sent = manners.sent
    return outcome


def keep(pk, url, status, problem):
    """Write down what a source's address answered; None where the source has another address or is gone by now."""
    if status is not None and status >= 400 and status not in NOT_FOR_US:
        problem = Problem.STATUS
    now = timezone.now()
    try:
        with transaction.atomic():
            source = Source.objects.select_for_update().filter(pk=pk, url=url).first()
            if source is None:
                return None
            before = LinkCheck.objects.filter(source=source).first()
            since = (before and before.failing_since) or now
            values = {"at": now, "status": status, "problem": problem, "failing_since": since if problem else None}
            return LinkCheck.objects.update_or_create(source=source, defaults=values)[0]
    except IntegrityError:
        return None


def dead():
    """The checks that failed last time, those that fail longest first."""
    return LinkCheck.objects.filter(failing_since__isnull=False).order_by("failing_since", "pk")


def said(check):
    """What is wrong, in words (str)."""
    known = dict(Problem.choices)
    return str(known.get(check.problem, check.problem))


def _host(url):
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
