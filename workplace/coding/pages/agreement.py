"""``/admin/practices/agreement/``: how well the coders agree, and the raw decisions to compute it anew."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from workplace.coding.agreement import alpha
from workplace.coding.agreement import decisions as raw
from workplace.coding.agreement.chart import chart
from workplace.coding.agreement.report import RELIABLE, TENTATIVE
from workplace.coding.agreement.report import report as build
from workplace.coding.pages.frame import page


def report(request):
    edition, problem = _edition(request)
    found = build(request.user, edition)
    return page(
        request,
        "agreement",
        {
            "here": "agreement",
            "title": _("Agreement of the coders"),
            "report": found,
            "chart": chart(found.systems) if any(s.agreement.alpha is not None for s in found.systems) else None,
            "edition": edition,
            "problem": problem,
            "resamples": alpha.RESAMPLES,
            "seed": alpha.SEED,
            "fewest": alpha.FEWEST_CASES,
            "fewest_for_interval": alpha.FEWEST_FOR_INTERVAL,
            "reliable": RELIABLE,
            "tentative": TENTATIVE,
        },
        status=400 if problem else 200,
    )


def decisions(request):
    edition, problem = _edition(request)
    if problem:
        return HttpResponse(problem, status=400, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(raw.as_csv(request.user, edition), content_type="text/csv; charset=utf-8")
    name = f"decisions-edition-{edition}.csv" if edition else "decisions.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _edition(request):
    """(number or None for all, what is wrong with it)."""
    asked = request.GET.get("edition", "")
    if not asked:
        return None, ""
    if not (asked.isascii() and asked.isdecimal() and 0 < int(asked[:10]) <= 10**6 and len(asked) <= 7):
        return None, _("“%(value)s” is no edition of the codebook; give its number.") % {"value": asked[:30]}
    return int(asked), ""
