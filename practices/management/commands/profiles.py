"""How many published cases carry each member of the profile, and on what basis: a table in Markdown."""

from collections import Counter

from django.core.management.base import BaseCommand

from practices.models import Basis, Practice
from practices.models.profile.members import BY_NAME, MEMBERS
from practices.systems import BY_MEMBER

FUNDING = "funding"


class Command(BaseCommand):
    help = "Print how many published cases carry each member of the profile, and on what basis."

    def handle(self, **options):
        cases = list(Practice.objects.published().for_list())
        self.stdout.write("| member | cases | by source | editorial |")
        self.stdout.write("| --- | ---: | ---: | ---: |")
        for name, bases in counted(cases):
            by_source, editorial = (bases[basis] or "" for basis in Basis.values)
            self.stdout.write(f"| `{name}` | {bases.total()} | {by_source} | {editorial} |")
        self.stdout.write(f"\n{len(cases)} published cases.")


def counted(cases):
    """[(member, Counter of the bases)] over practices from ``for_list()``; "" for a member that needs no basis."""
    found = [("carrier", Counter(_ground(p.profile, "actors") for p in cases if p.carrier))]
    found += [
        (
            member.name,
            Counter(_ground(p.profile, member.group, free=member.free) for p in cases if member.name in p.profile),
        )
        for member in MEMBERS
        if not member.english and not member.name.endswith("_basis")
    ]
    codings = [getattr(practice, BY_MEMBER[FUNDING].member).all() for practice in cases]
    found.append((FUNDING, Counter(group[0].basis for group in codings if group)))
    return found


def _ground(profile, group, *, free=False):
    name = f"{group}_basis"
    return "" if free or name not in BY_NAME else profile.get(name, {}).get("basis", "")
