"""``manage.py create_groups``: Erfassung (own drafts), Redaktion (review), Leitung (users, vocabulary)."""

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand

from workplace.accounts.groups import GROUPS, permissions_of


class Command(BaseCommand):
    help = "Create the groups Erfassung, Redaktion and Leitung."

    def handle(self, **options):
        for name in GROUPS:
            group, created = Group.objects.get_or_create(name=name)
            wanted = Permission.objects.filter(
                content_type__app_label__in=("practices", "handlungsfelder", "auth"), codename__in=permissions_of(name)
            )
            if created:  # a group that exists is the host's: what was added or taken away since stays
                group.permissions.set(wanted)
            if options["verbosity"] > 1:
                self.stdout.write(f"{name}: {group.permissions.count()} permissions")
