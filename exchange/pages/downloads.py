"""Downloads: exactly the cases of a filter, whole and streamed, and a single case."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.db.models.functions import Length
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from exchange.export.formats import FORMATS, file_name
from exchange.export.workbook import LONGEST
from exchange.export.writers import written
from practices.api.answers import base_url
from practices.case.contents import TEXTS
from practices.catalogue import sent_in_one_state
from practices.filter.query import Query
from practices.filter.selection import Selection
from practices.models import Practice


@require_safe
def export(request, ending):
    """``/export/practices.<ending>?<filter>``. ``page`` and ``page_size`` are checked and have no effect.

    A refused filter answers 400 with a line of plain text for each problem.
    """
    asked = Query(request.GET)
    if asked.problems:
        return _refused("\n".join(map(problem_line, asked.problems)))
    # Chosen again when the file is written: it is of one state, and that may be a later one.
    chosen = asked.selection().ordered.all()
    return _answer(request, ending, chosen, lambda now: Selection(asked.values, now).ordered.all())


@require_safe
def export_one(request, slug, ending):
    """``/export/praxis/<slug>.<ending>``: one published case."""
    pk = Practice.objects.published().filter(slug=slug).values_list("pk", flat=True).first()
    if pk is None:
        raise Http404
    return _answer(request, ending, [pk], lambda now: [pk], slug)


def _answer(request, ending, pks, choose, name=""):
    """``choose(catalogue)``: the pks to be written, which were ``pks`` a moment ago."""
    chosen = FORMATS.get(ending)
    if chosen is None:
        raise Http404
    if chosen.for_excel and (slug := longer_than_a_cell(pks)):
        return _refused(too_long(slug))
    base = base_url(request)
    pieces = sent_in_one_state(lambda catalogue: written(ending, choose(catalogue), base))
    response = StreamingHttpResponse(pieces, content_type=chosen.media_type)
    response["Content-Disposition"] = content_disposition_header(True, file_name(ending, name))
    return response


def _refused(text):
    return HttpResponse(f"{text}\n", status=400, content_type="text/plain; charset=utf-8")


def problem_line(problem):
    """A refused parameter on one line, with what is allowed."""
    allowed = _("allowed: %(values)s") % {"values": problem.allowed_text} if problem.allowed else ""
    return f"{problem.parameter}={problem.value[:60]}: {problem.message} {allowed}".rstrip()


def longer_than_a_cell(pks):
    """The slug of a case among these with a text that no cell of Excel holds; None where there is none."""
    lengths = {f"{name}_length": Length(name) for name in TEXTS}
    long = Practice.objects.published().annotate(**lengths).order_by()
    long = long.filter(reduce(or_, (Q(**{f"{name}__gt": LONGEST}) for name in lengths)))
    wanted = set(map(int, pks))
    return next((slug for pk, slug in long.values_list("pk", "slug") if pk in wanted), None)


def too_long(slug):
    return _("A text of “%(slug)s” is longer than a cell of Excel holds. CSV, JSON and GeoJSON take it.") % {
        "slug": slug
    }
