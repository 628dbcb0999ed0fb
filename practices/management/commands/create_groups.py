"""``manage.py create_groups``: the groups Erfassung (drafts) and Redaktion (everything, publishing included)."""

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand

CASES = (
    "practice",
    "handlungsmustercoding",
    "buergerrollecoding",
    "teilaspektcoding",
    "handlungsfeldcoding",
    "location",
    "citation",
    "place",
    "source",
)
PARTS = CASES[1:7]
TERMS = ("handlungsfeld", "teilaspekt", "handlungsmuster", "buergerrolle", "herausforderung", "chance", "kommunenrolle")


def permissions_of(group):
    """The code names of a group's permissions."""
    view = [f"view_{name}" for name in CASES + TERMS]
    write = [f"{verb}_{name}" for verb in ("add", "change") for name in CASES]
    take_out = [f"delete_{name}" for name in PARTS]
    if group == "Erfassung":
        return view + write + take_out
    vocabulary = [f"{verb}_{name}" for verb in ("add", "change", "delete") for name in TERMS]
    return view + write + vocabulary + [f"delete_{name}" for name in CASES] + ["publish_practice"]


class Command(BaseCommand):
    help = "Create the groups Erfassung and Redaktion."

    def handle(self, **options):
        for name in ("Erfassung", "Redaktion"):
            group, created = Group.objects.get_or_create(name=name)
            wanted = Permission.objects.filter(
                content_type__app_label__in=("practices", "handlungsfelder"), codename__in=permissions_of(name)
            )
            if created:  # a group that exists is the host's: what was added or taken away since stays
                group.permissions.set(wanted)
            if options["verbosity"] > 1:
                self.stdout.write(f"{name}: {group.permissions.count()} permissions")
