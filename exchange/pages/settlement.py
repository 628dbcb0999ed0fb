"""What is said once for a whole table: which place a name means, what a value means, what holds for all rows."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.plaintext import quoted
from exchange.checking.checker import REFUSED
from exchange.columns import values
from exchange.columns.headings import BY_KEY, heading
from exchange.jobs import job as jobs
from exchange.pages.page import begin, for_editors, job_of, turn_of
from exchange.reading import memory
from practices.lookup import terms
from practices.lookup.unknown import NotUnderstood
from practices.models import Basis

LEAVE_OUT = "-"
# What may hold for all rows, and how long it may be.
DEFAULTS = {
    "coding_basis": 20,
    "coding_reason": 400,
    "coding_chapter": 40,
    "as_of": 20,
    "sources": 1000,
    "locator": 200,
}
UNDO = "undo"
# Columns that say what codings rest on.
GROUNDS = {"coding_basis", "coding_reason", "coding_chapter", "handlungsfeld_note", "handlungsfeld_chapter"}


def context_of(job, report):
    """What the page offers to say, and what was said already."""
    vocabulary = terms.Vocabulary()
    unknown = [
        one
        | {
            "id": f"value-{number}",
            "where": heading(one, one["field"]),
            "options": list(vocabulary.names(one["field"]).shown.items()),
        }
        for number, one in enumerate(report.about.get("unknown", ()))
    ]
    said = [("choices", _("Place"), name, reference) for name, reference in job.choices.items()]
    for key, meant in job.values.items():
        names = vocabulary.names(key)
        said += [
            (f"values {key}", BY_KEY[key].german, text, names.title(value) if value else _("leave out"))
            for text, value in meant.items()
        ]
    return {
        "unknown": unknown,
        "said": [{"value": f"{kind}|{name}", "what": what, "name": name, "meant": to} for kind, what, name, to in said],
        "defaults": {key: job.defaults.get(key, "") for key in DEFAULTS},
        "defaults_asked": _missing(report),
    }


def _missing(report):
    """Whether what holds for all rows may be lacking: no column says it, or nothing was typed where it is needed."""
    kinds = report.about.get("kinds", ())
    columns = {column["key"] for column in report.about["columns"]}
    if report.counts[REFUSED] and not columns & GROUNDS:
        return True
    empty = {kind["field"] for kind in kinds if not kind["header"] or not kind["values"]}
    return bool(empty & {"handlungsfeld_note", "handlungsfeld_chapter", "as_of", *terms.LISTED}) or any(
        kind["field"] == "sources" for kind in kinds
    )


@require_POST
@for_editors
def job_check(request, pk):
    """Check the table (again), with what was said for all of it; remembered for the next table of this layout."""
    job = job_of(request, pk, own=True)
    choices, meant = _without(job, request.POST.getlist(UNDO))
    names, references = _told(request, "name"), _told(request, "reference")
    choices |= {name: reference for name, reference in zip(names, references, strict=False) if reference}
    vocabulary = terms.Vocabulary()
    fields, texts, said = (_told(request, name) for name in ("field", "text", "meaning"))
    for field, text, value in zip(fields, texts, said, strict=False):
        if field in terms.LISTED and (value == LEAVE_OUT or value in vocabulary.names(field).shown):
            meant.setdefault(field, {})[text] = "" if value == LEAVE_OUT else value
    defaults = dict(job.defaults)
    for key, most in DEFAULTS.items():
        if (text := request.POST.get(f"default-{key}")) is not None:
            defaults[key] = text.replace("\x00", "").strip()[:most]
    defaults = {key: text for key, text in defaults.items() if text}
    if problem := wrong(defaults):
        messages.error(request, problem)
        return redirect("imports:job", job.pk)
    job.turn = turn_of(request, job.turn)
    told = {"choices": choices, "values": meant, "defaults": defaults}
    table = jobs.table_of(job)
    if table is not None and told != {name: getattr(job, name) for name in told}:
        memory.keep_table(job, table, **told)
    return begin(request, job, jobs.CHECK, **told)


def _told(request, name):
    """The values of a field, without what no database stores."""
    return [value.replace("\x00", "") for value in request.POST.getlist(name)]


def _without(job, undone):
    """(places, values) that were said, without those that are to be asked for again."""
    choices = {name: to for name, to in job.choices.items() if f"choices|{name}" not in undone}
    meant = {
        key: {text: value for text, value in texts.items() if f"values {key}|{text}" not in undone}
        for key, texts in job.values.items()
    }
    return choices, {key: texts for key, texts in meant.items() if texts}


def wrong(defaults):
    """What is wrong with what is to hold for all rows (str); "" where nothing is."""
    basis = defaults.get("coding_basis", "")
    if basis and terms.choices("basis").find(basis) is None:
        return _("A coding rests on a source (“laut Quelle”) or is editorial (“redaktionell”), not “%(value)s”.") % {
            "value": basis
        }
    if basis == Basis.EDITORIAL and not defaults.get("coding_reason"):
        return _("What is editorial needs a reason; please write one for all rows.")
    if basis == Basis.SOURCE and not defaults.get("coding_chapter"):
        return _("What rests on a source needs its chapter or page; please write it for all rows.")
    if year := defaults.get("as_of"):
        try:
            values.as_year(year)
        except NotUnderstood as error:
            return f"{quoted(BY_KEY['as_of'].german)}: {error}"
    return ""
