"""The link checker as the tests run it: against servers on this machine, without a pause."""

import asyncio

from practices.models import LinkCheck
from workplace.links import check as links
from workplace.links import request


def check(url, **manners):
    """(status, code of the problem) of one address, with this machine allowed."""
    manners = request.Manners(**({"limit": 50, "pause": 0} | manners))
    return asyncio.run(request.ask(url, manners, links.agent(), loopback=True))


def run(**options):
    return links.run(**({"pause": 0, "loopback": True} | options))


def result(made):
    found = LinkCheck.objects.get(source=made)
    return found.status, found.problem
