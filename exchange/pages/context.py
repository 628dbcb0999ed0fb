"""What the pages of the import show of a job: progress, report."""

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.checking.checker import CHANGED, NEW, REFUSED, STATUS_LABELS
from exchange.columns.headings import BY_KEY, heading
from exchange.jobs import job as jobs
from exchange.reading.meanings import REMEMBERED
from exchange.report import progress

ROWS_PER_PAGE = 50
# The headers may be looked for so far down.
LAST_ROW = 1000


def report_context(request, report, table=None):
    """The report as the page shows it: one page of the rows of one status."""
    status = request.GET.get("status", "")
    if status not in STATUS_LABELS:
        status = REFUSED if report.counts[REFUSED] and "status" not in request.GET else ""
    pages = Paginator(range(report.number(status)), ROWS_PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    start = page.start_index() - 1 if report.number(status) else 0
    tabs = [("", _("all rows"), report.number()), *((s, label, report.counts[s]) for s, label in STATUS_LABELS.items())]
    return {
        "report": report,
        "counts": report.counts,
        "writable": report.counts[NEW] + report.counts[CHANGED],
        "tabs": tabs,
        "kinds": [_kind(kind) for kind in report.about.get("kinds", ())],
        "status": status,
        "page": page,
        "rows": [_row(row) for row in report.rows(status, start, start + ROWS_PER_PAGE)],
        "columns": [column | {"meaning": _meaning(column)} for column in report.about["columns"]],
        "brings": _brings(report),
        "chooses_row": table is not None and table.kind in ("csv", "xlsx"),
        "last_row": LAST_ROW,
        "table": table,
        "has_bad_rows": bool(report.counts[REFUSED]),
    }


def _brings(report):
    """What the table would bring besides cases: [(heading, [{"slug", "label", "like", "rows"}])]."""
    found = report.about.get("brings", ())
    named = ((_("New places"), "place"), (_("New sources"), "source"))
    kinds = [(heading, [one for one in found if one["kind"] == kind]) for heading, kind in named]
    return [(heading, ones) for heading, ones in kinds if ones]


def _row(row):
    for entry in row.get("changes", ()):
        entry["name"] = _field_name(entry["field"])
    for error in row["errors"]:
        error["name"] = _where(error)
        # Most messages name the value themselves.
        error["shown"] = "" if error["value"] in error["message"] else error["value"]
    return row | {"label": STATUS_LABELS[row["status"]]}


def _where(fault):
    """Where a fault stands, as whoever wrote the table calls it."""
    return heading(fault, fault["field"]) if fault["field"] != "row" else _("row")


def _kind(kind):
    name = _field_name(kind["field"])
    return kind | {"where": _where(kind), "name": "" if name in _where(kind) else name}


def _field_name(key):
    column = BY_KEY.get(key)
    return column.german if column else _("row") if key == "row" else key


def _meaning(column):
    known = BY_KEY.get(column["key"])
    if known is None:
        return _("left out")
    name = f"{known.german} {column['number'] or ''}".strip()
    name = name if known.read else _("%(name)s (not read)") % {"name": name}
    return _("%(name)s (remembered)") % {"name": name} if column.get("how") == REMEMBERED else name


def waiting(ahead):
    """What is said of a place in the queue."""
    if not ahead:
        return _("Begins at once")
    return ngettext(
        "Waiting: %(n)s import comes before this one", "Waiting: %(n)s imports come before this one", ahead
    ) % {"n": ahead}


def progress_of(job, running, aborted):
    """How far the process is; ``share`` in percent, None where the total isn't known."""
    state = progress.read(jobs.folder_of(job))
    ahead = jobs.before(job)
    share = round(100 * state["done"] / state["total"]) if state["total"] else None
    return {
        "running": running,
        "aborted": aborted,
        "state": job.state,
        "label": waiting(ahead) if ahead is not None else progress.label(state["phase"]) if running else "",
        "done": state["done"],
        "total": state["total"],
        "share": share,
    }
