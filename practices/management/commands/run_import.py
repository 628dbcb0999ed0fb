"""``manage.py run_import ID check|write``: works on an uploaded table. The admin starts it beside the web server."""

import os
import time

from django.core.management.base import BaseCommand, CommandError

from practices.exchange import jobs, working
from practices.models import ImportJob

# The pages of the atlas go first.
NICENESS = 5


class Command(BaseCommand):
    help = "Checks or writes a table that was uploaded in the admin."

    def add_arguments(self, parser):
        parser.add_argument("job")
        parser.add_argument("what", choices=(jobs.CHECK, jobs.WRITE))
        parser.add_argument("--held", action="store_true", help="whoever started this holds the job's lock for it")

    def handle(self, *, job, what, held, **options):
        job = ImportJob.objects.select_related("by").filter(pk=job).first()
        if job is None:
            raise CommandError("There is no such import.")
        os.nice(NICENESS)
        started = time.monotonic()
        if held:
            working.run(job, what)
        else:
            with jobs.lock(jobs.folder_of(job) / jobs.LOCK):
                working.run(job, what)
        seconds, peak = f"{time.monotonic() - started:.1f}", working.peak_memory()
        self.stdout.write(f"{what}: {job.state}, {job.counts}, {seconds} s, at most {peak} MB of memory")
