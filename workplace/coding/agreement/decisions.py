"""The raw decisions behind the numbers, one line per second coding and code, for an analysis of one's own."""

import csv
import io

from practices.models import Status
from workplace.coding.agreement.report import Books, codes_of, compared
from workplace.coding.second_coding import MEMBERS
from workplace.workflow import steps

COLUMNS = (
    "case",
    "second_coding",
    "coder",
    "finished",
    "system",
    "term",
    "first",
    "second",
    "first_basis",
    "second_basis",
    "first_edition",
    "second_edition",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(user, edition=None):
    """The decisions as CSV text (comma, UTF-8): ``first`` and ``second`` are 1 where that coder gave the code.

    Coders are numbered, not named. A case that this user may not see is numbered too.
    """
    rows = compared(user, edition)
    books = Books({row["codebook"] for row in rows})
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows:
        case = row["practice__slug"] if _may_see(row, user) else f"case-{row['practice']}"
        start = (case, row["pk"], f"coder-{row['coder'] or 0}", row["finished"].date().isoformat())
        for member, system in MEMBERS.items():
            for line in _lines(row, member, books.slugs(row["codebook"], system)):
                writer.writerow([safe(cell) for cell in (*start, member, *line)])
    return text.getvalue()


def _may_see(row, user):
    if row["practice__status"] == Status.PUBLISHED or steps.is_reviewer(user):
        return True
    return user.pk in (row["practice__author"], row["coder"])


def _lines(row, member, slugs):
    first = {coding["slug"]: coding for coding in row["first"].get(member, [])}
    other = {coding["slug"]: coding for coding in row["content"].get(member, [])}
    for slug in sorted(slugs | codes_of(row, "first", member) | codes_of(row, "content", member)):
        one, two = first.get(slug), other.get(slug)
        bases = (one["basis"] if one else "", two["basis"] if two else "")
        editions = ((one.get("codebook") or "") if one else "", row["codebook"] or "")
        yield (slug, int(one is not None), int(two is not None), *bases, *editions)


def safe(cell):
    """The cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
