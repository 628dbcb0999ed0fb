"""``manage.py check_index``: is every practice found by its words, and its history kept, as it is now? Repairs it."""

import sys

from django.core.management.base import BaseCommand
from django.db import transaction

from atlas.release import fingerprint
from core.following import changed
from practices.case import contents, history
from practices.models import DataVersion, Practice, SearchDocument, SearchWord
from practices.records import history as records
from practices.search import documents, index

BATCH = 500


class Command(BaseCommand):
    help = (
        "Compares the search documents with the practices and writes those that are missing or out of date. "
        "Each batch is a transaction of its own, so the search goes on meanwhile with what it has."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what is out of date; exit code 1 if any is"
        )
        parser.add_argument("--rebuild", action="store_true", help="write every document and the database's index anew")
        parser.add_argument("--once", action="store_true", help="only if this release hasn't looked through all yet")

    def handle(self, *args, dry_run, rebuild, once, verbosity, **options):
        release = fingerprint(with_packages=True)
        if once and DataVersion.objects.filter(checked_by=release).exists():
            if verbosity:
                self.stdout.write("This release has looked through all practices before.")
            return
        pks = list(Practice.objects.order_by("pk").values_list("pk", flat=True))
        drifted = unkept = 0
        if rebuild and not dry_run:
            # Words that no case holds any more go; the documents bring back the others.
            SearchWord.objects.all().delete()
        for start in range(0, len(pks), BATCH):
            chunk = pks[start : start + BATCH]
            with transaction.atomic():
                wrong = chunk if rebuild else out_of_date(chunk)
                drifted += len(wrong)
                unkept += len(not_kept(chunk))
                if wrong and not dry_run:
                    changed(practices=wrong)
                if not dry_run:
                    history.record(chunk)
            if verbosity:
                self.progress(min(start + BATCH, len(pks)), len(pks))
        if rebuild and not dry_run:
            index.rebuild()
        if not dry_run:
            with transaction.atomic():
                kept = records.keep_all()
            if verbosity and kept:
                self.stdout.write(f"{kept} states of places, sources, terms and accounts written to their history.")
            DataVersion.objects.update_or_create(pk=1, defaults={"checked_by": release})
        if verbosity:
            done = "would be written" if dry_run else "written"
            self.stdout.write(f"{len(pks)} practices looked at, {drifted} search documents {done}.")
            self.stdout.write(f"{unkept} states of practices {done} to their history.")
        if dry_run and (drifted or unkept):
            sys.exit(1)

    def progress(self, done, total):
        if total > BATCH and self.stdout.isatty():
            self.stdout.write(f"\r{done} of {total}", ending="\n" if done == total else "")


def not_kept(pks):
    """Those of these practices that are not what their history says last."""
    latest = history.latest_versions(pks)
    now = contents.contents(pks)
    return [pk for pk in pks if pk in now and (pk not in latest or contents.normal(latest[pk].content) != now[pk])]


def out_of_date(pks):
    """Those of these practices whose document is missing or is not what their texts give now."""
    kept = {pk: rest for pk, *rest in SearchDocument.objects.filter(pk__in=pks).values_list("pk", "bag", "sequence")}
    fresh = (documents.build(practice) for practice in Practice.objects.filter(pk__in=pks).for_list())
    return [document.pk for document in fresh if kept.get(document.pk) != [document.bag, document.sequence]]
