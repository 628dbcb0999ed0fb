"""``manage.py import_practices FILE``: a table of cases, checked row by row, then written whole or not at all."""

import shutil
import sys
import tempfile
import time
from pathlib import Path

import orjson
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.plaintext import quoted
from exchange.checking.checker import REFUSED, STATUS_LABELS
from exchange.columns.headings import heading
from exchange.jobs.execution import peak_memory
from exchange.reading import meanings as headers
from exchange.reading import memory
from exchange.reading.errors import UnknownColumns, Unreadable
from exchange.reading.formats import read
from exchange.report import progress
from exchange.report.report import Report, empty_counts
from exchange.writing import run as running
from workplace.workflow import steps

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Imports cases from .csv, .xlsx, .geojson or .json (docs/exchange.md). Exit code 0: every row was taken, "
        "1: rows were refused, 2: the file can't be read."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only check; nothing is written")
        parser.add_argument("--only-good-rows", action="store_true", help="write the good rows, return the others")
        parser.add_argument("--report", type=Path, help="write the report as JSON to this file")
        parser.add_argument("--bad-rows", type=Path, help="write the refused rows to this file, to correct them")
        parser.add_argument("--map", action="append", default=[], metavar="HEADER=FIELD", help="what a column means")
        parser.add_argument("--ignore", action="append", default=[], metavar="HEADER", help="leave a column out")
        parser.add_argument("--place", action="append", default=[], metavar="NAME=REF", help="which place a name means")
        parser.add_argument("--sheet", help="the sheet to read; by default the one with known headers")
        parser.add_argument("--head-row", dest="row", type=int, help="the row of the headers; by default it is found")
        parser.add_argument("--user", help="act as this user, with their rights; by default as the host")

    def handle(self, **options):
        started, self.options = time.monotonic(), options
        terminal = options["verbosity"] and sys.stderr.isatty()
        self.progress = progress.Terminal() if terminal else progress.Silent()
        user = self.user(options["user"])
        with tempfile.TemporaryDirectory(prefix="atlas-import-") as folder:
            counts = self.run(folder, user)
            self.give_back(folder)
        self.tell(counts, time.monotonic() - started)
        if counts[REFUSED]:
            sys.exit(1)

    def run(self, folder, user):
        """Read, check and write; the counts of the report, which lies in ``folder``."""
        chosen = dict.fromkeys(self.options["ignore"], headers.LEFT_OUT) | pairs(self.options["map"], "--map")
        try:
            headers.check_keys(chosen)
            self.progress.phase("read")
            remembered = memory.columns_of(user)
            table = read(self.options["file"], folder, told=self.progress.reach, asked=self.asked())
            meanings = headers.understand(table, chosen, remembered)
            order = running.Order(table, meanings, user, pairs(self.options["place"], "--place"))
            counts = running.check(order, self.progress)
        except Unreadable as error:
            self.refuse(error)
        if self.options["dry_run"] or (counts[REFUSED] and not self.options["only_good_rows"]):
            return counts
        try:
            return running.write(order, self.options["only_good_rows"], self.progress)
        except DatabaseError as error:
            raise CommandError(_("Nothing was written: %(reason)s") % {"reason": error}, returncode=1) from error

    def asked(self):
        """The sheet and the row of headers, where they were named."""
        return {name: self.options[name] for name in ("sheet", "row") if self.options[name]}

    def refuse(self, error):
        """The file can't be read: say why, and what would help."""
        lines = [str(error)]
        if isinstance(error, UnknownColumns):
            for question in error.questions:
                meant = " / ".join(f'--map "{question["header"]}={key}"' for key in question["proposals"])
                lines.append("  " + " / ".join(filter(None, (meant, f'--ignore "{question["header"]}"'))))
        if self.options["report"]:
            report = {"counts": empty_counts(), "rows": [], "problem": str(error)}
            self.write(self.options["report"], lambda path: path.write_bytes(orjson.dumps(report)))
        raise CommandError("\n".join(lines), returncode=2)

    def user(self, name):
        if not name:
            return None
        user = get_user_model().objects.filter(username=name).first()
        if user is None or not steps.may_enter(user):
            raise CommandError(_("“%(name)s” is no user who may enter cases.") % {"name": name}, returncode=2)
        return user

    def give_back(self, folder):
        """The report and the refused rows, where they were asked for."""
        report = self.report = Report.in_(folder)
        if self.options["report"]:
            self.write(self.options["report"], report.write_to)
        refused = report.counts[REFUSED]
        asked = self.options["bad_rows"] or (self.options["only_good_rows"] and not self.options["dry_run"])
        self.lines = list(self.complaints(report)) if self.options["verbosity"] else []
        if refused and asked:
            made = next(Path(folder).glob("bad-rows.*"))
            target = self.options["bad_rows"] or beside(self.options["file"], made.suffix)
            self.write(target, lambda path: shutil.copyfile(made, path))
            self.lines.append(_("The refused rows, to be corrected: %(file)s") % {"file": target})

    def write(self, path, how):
        try:
            how(path)
        except OSError as error:
            self.stderr.write(f"{path}: {error.strerror}")

    def complaints(self, report):
        yield from report.about["notes"]
        for row in report.rows(REFUSED, stop=SHOWN):
            for fault in row["errors"]:
                proposal = f" → {fault['proposal']}?" if fault["proposal"] else ""
                value = f" {quoted(fault['value'][:60])}" if fault["value"] else ""
                yield f"{_('row %(row)s') % row}: {heading(fault, fault['field'])}{value}: {fault['message']}{proposal}"
        if report.counts[REFUSED] > SHOWN:
            more = report.counts[REFUSED] - SHOWN
            told = ngettext(
                "… and %(n)s more refused row; --report lists all.",
                "… and %(n)s more refused rows; --report lists all.",
                more,
            )
            yield told % {"n": more}

    def tell(self, counts, seconds):
        if not self.options["verbosity"]:
            return
        for line in self.lines:
            self.stdout.write(line)
        self.stdout.write(", ".join(f"{counts[status]} {label}" for status, label in STATUS_LABELS.items()))
        if not self.report.about["written"]:
            self.stdout.write(_("Nothing was written."))
        used = {"seconds": f"{seconds:.1f}", "peak": peak_memory()}
        self.stdout.write(_("%(seconds)s s, at most %(peak)s MB of memory") % used)


def pairs(texts, option):
    """["a=b", …] → {"a": "b"}; the last = divides, since headers may hold one."""
    found = {}
    for text in texts:
        name, divided, value = text.rpartition("=")
        if not divided:
            raise CommandError(f"{option} {text!r}: NAME=VALUE", returncode=2)
        found[name.strip()] = value.strip()
    return found


def beside(file, suffix):
    """Where the refused rows go: beside the file, under a name that is free."""
    names = (f"{file.stem}-fehler{number}{suffix}" for number in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(path for path in map(file.with_name, names) if not path.exists())
