"""What the columns of a table mean, and where its headers stand: shown with values, and said by whoever uploaded it."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from exchange.columns.headings import BY_KEY, COLUMNS
from exchange.jobs import job as jobs
from exchange.pages.context import LAST_ROW
from exchange.pages.page import begin, for_editors, job_of, page, turn_of
from exchange.reading import meanings, memory
from exchange.reading.errors import Unreadable

LEAVE_OUT = "-"


def columns_of(job, table):
    """The columns of a table as the page asks for them: [{"id", "header", "letter", "sample", "how", "now", "chosen"}].

    ``now``: the key that it means, LEAVE_OUT, or "" where nobody knows; ``chosen``: what is chosen beforehand.
    """
    surveyed = meanings.survey(table, job.mapping, memory.columns_of(job.by))
    return [
        {
            "id": f"column-{meaning.index}",
            "header": meaning.header,
            "letter": meaning.letter if table.kind in ("csv", "xlsx") else "",
            "sample": table.samples[meaning.index],
            "how": meaning.how,
            "why": meaning.why,
            "asked": meaning.how == meanings.UNKNOWN,
            "now": "" if meaning.how == meanings.UNKNOWN else meaning.key or LEAVE_OUT,
            "chosen": meaning.key or ("" if meaning.how == meanings.UNKNOWN else LEAVE_OUT),
        }
        for meaning in surveyed
    ]


def fields():
    """[(key, German, English)] of the columns that something may mean."""
    return [(column.key, column.german, column.english) for column in COLUMNS if column.read]


def context_of(job, table, columns=None):
    """What the page shows of a table's columns."""
    columns = columns if columns is not None else columns_of(job, table)
    known = [column | {"readable": _readable(column["now"])} for column in columns if not column["asked"]]
    return {
        "table": table,
        "columns": columns,
        "unknown": [column for column in columns if column["asked"]],
        "known": known,
        "recognised": [column["header"] for column in known if column["readable"]],
        "fields": fields(),
        "last_row": LAST_ROW,
        "chooses_row": table.kind in ("csv", "xlsx"),
    }


def _readable(key):
    return key in BY_KEY and BY_KEY[key].read


@require_http_methods(["GET", "POST"])
@for_editors
def job_columns(request, pk):
    """What the columns mean; remembered for the next table with the same headers. Then the table is checked."""
    job = job_of(request, pk, own=True)
    table = jobs.table_of(job)
    if table is None or job.state not in jobs.OPEN[jobs.CHECK]:
        return redirect("imports:job", job.pk) if request.method == "GET" else begin(request, job, jobs.CHECK)
    columns = columns_of(job, table)
    if request.method == "GET":
        return _page(request, job, table, columns)
    for column in columns:
        column["chosen"] = request.POST.get(column["id"], "" if column["asked"] else column["now"])
    chosen = {
        column["header"]: meanings.LEFT_OUT if column["chosen"] == LEAVE_OUT else column["chosen"]
        for column in columns
        if column["asked"] or column["chosen"] != column["now"]
    }
    try:
        if not all(column["chosen"] for column in columns):
            raise Unreadable(_("Say of each column what it means, or leave it out."))
        meanings.check_keys(chosen)
        meanings.understand(table, job.mapping | chosen, memory.columns_of(job.by))
    except Unreadable as error:
        return _page(request, job, table, columns, str(error))
    memory.keep_columns(request.user, table, chosen)
    job.turn = turn_of(request, job.turn)
    return begin(request, job, jobs.CHECK, mapping=job.mapping | chosen)


def _page(request, job, table, columns, problem=""):
    context = {"title": job.filename, "job": job, "own": True, "problem": problem, "opened": True}
    return page(request, "meanings", context | context_of(job, table, columns), 400 if problem else 200)


@require_POST
@for_editors
def job_reading(request, pk):
    """Read another sheet, or the headers from another row; then the table is checked."""
    job = job_of(request, pk, own=True)
    row, sheet = request.POST.get("row", "").strip(), request.POST.get("sheet", "")
    if row and not (row.isdecimal() and len(row) < 5 and 1 <= int(row) <= LAST_ROW):
        message = _("“%(row)s” is no row from 1 to %(last)s.") % {"row": row[:20], "last": LAST_ROW}
        messages.error(request, message)
        return redirect("imports:job", job.pk)
    asked = {"row": int(row)} if row else {}
    if sheet:
        asked["sheet"] = sheet[:100]
    job.turn = turn_of(request, job.turn)
    return begin(request, job, jobs.CHECK, reading=asked)
