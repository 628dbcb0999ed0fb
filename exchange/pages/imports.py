"""The pages of the import: upload, columns, report, writing. The work itself is done in a process beside the server."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from exchange.export import template
from exchange.export.formats import file_name
from exchange.jobs import job as jobs
from exchange.pages.columns import context_of as columns_context
from exchange.pages.context import progress_of, report_context
from exchange.pages.page import begin, for_editors, job_of, page, turn_of
from exchange.pages.settlement import context_of as settle_context
from exchange.reading.errors import Unreadable
from exchange.reading.formats import too_large
from exchange.reading.limits import MAX_BYTES, MAX_ROWS, MEGABYTE
from exchange.report.corrections import ENDINGS
from exchange.report.report import bad_rows_path
from practices.models import ImportJob

State = jobs.State
JOBS_SHOWN = 50
# What surrounds a file in a form.
ENVELOPE = 64 * 1024
# So much of a body that is refused is read on, so that the browser shows the answer.
DRAINED = 1024 * MEGABYTE


@csrf_exempt  # index() itself is protected, once it is clear that the body may be read
@for_editors
def index(request):
    """The list of imports with the form to upload; POST takes a table."""
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if request.method == "POST" and size > MAX_BYTES + ENVELOPE:
        _drain(request, size)
        return _index(request, too_large(size), 413)
    return csrf_protect(_take_upload if request.method == "POST" else _index)(request)


def _drain(request, size):
    while size <= DRAINED and request.read(MEGABYTE):
        pass


def _take_upload(request):
    upload = request.FILES.get("file")
    if upload is None:
        return _index(request, _("Choose a file first."), 400)
    try:
        job = jobs.receive(upload, request.user)
    except Unreadable as error:
        return _index(request, str(error), 400)
    return begin(request, job, jobs.CHECK)


def _index(request, problem="", status=200):
    jobs.tend()
    shown = list(jobs.visible_to(request.user)[:JOBS_SHOWN])
    for job in shown:
        job.ahead = jobs.before(job)
    context = {
        "title": _("Import cases"),
        "jobs": shown,
        "problem": problem,
        "most_megabytes": MAX_BYTES // MEGABYTE,
        "most_bytes": MAX_BYTES,
        "most_rows": MAX_ROWS,
    }
    return page(request, "index", context, status)


@require_GET
@for_editors
def template_file(request, ending):
    """The table to fill in, as CSV or as XLSX with drop-downs."""
    if ending not in template.WRITERS:
        raise Http404
    response = HttpResponse(template.WRITERS[ending](), content_type=template.MEDIA_TYPES[ending])
    name = _("practice-examples-template")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{ending}")
    return response


@require_GET
@for_editors
def job(request, pk):
    """Where an import is: columns, progress, report, result."""
    job = job_of(request, pk)
    running, aborted = jobs.look_at(job)
    report = None if running or job.state == State.FAILED else jobs.report_of(job)
    context = {
        "title": job.filename,
        "job": job,
        "own": job.by_id == request.user.pk,
        "running": running,
        # What waits may still be thrown away.
        "busy": running and jobs.before(job) is None,
        "aborted": aborted,
        "progress": progress_of(job, running, aborted),
    }
    table = jobs.table_of(job)
    if job.state == State.UPLOADED and table is not None:
        context |= columns_context(job, table)
        if not context["unknown"]:
            context["problem"] = job.message
    elif report is not None:
        context |= report_context(request, report, table) | settle_context(job, report)
    return page(request, "job", context)


@require_GET
@for_editors
def job_progress(request, pk):
    """The progress as JSON, for the page that waits."""
    job = job_of(request, pk)
    running, aborted = jobs.look_at(job)
    return JsonResponse(progress_of(job, running, aborted))


@require_POST
@for_editors
def job_write(request, pk):
    """Write the checked rows: all of them, or with ``only_good_rows`` those that were not refused."""
    job = job_of(request, pk, own=True)
    if jobs.report_of(job) is None:
        messages.error(request, _("There is nothing to write: the table has to be checked first."))
        return redirect("imports:job", job.pk)
    # The decision names the report it was made on; without a name it was made on none.
    job.turn = turn_of(request, -1)
    return begin(request, job, jobs.WRITE, only_good_rows="only_good_rows" in request.POST)


@require_POST
@for_editors
def job_discard(request, pk):
    """Throw the table and its report away; what was written stays."""
    job = job_of(request, pk, own=True)
    try:
        jobs.discard(job)
    except jobs.Busy as error:
        messages.error(request, str(error))
        gone = not ImportJob.objects.filter(pk=pk).exists()
        return redirect("imports:index") if gone else redirect("imports:job", pk)
    messages.success(request, _("“%(file)s” was thrown away.") % {"file": job.filename})
    return redirect("imports:index")


@require_GET
@for_editors
def job_bad_rows(request, pk):
    """The refused rows as a file to correct."""
    job = job_of(request, pk)
    table = jobs.table_of(job)
    path = bad_rows_path(jobs.folder_of(job), table) if table else None
    if path is None or not path.exists():
        raise Http404
    name = f"{job.filename.rpartition('.')[0]}-fehler{ENDINGS[table.kind]}"
    return FileResponse(open(path, "rb"), as_attachment=True, filename=name)


@require_GET
@for_editors
def job_report(request, pk):
    """The whole report as JSON, as the command writes it."""
    job = job_of(request, pk)
    report = jobs.report_of(job)
    if report is None:
        raise Http404
    path = jobs.folder_of(job) / "whole-report.json"
    report.write_to(path)
    return FileResponse(open(path, "rb"), as_attachment=True, filename=file_name("json", "import"))
