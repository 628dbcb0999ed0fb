"""``/analyse/``: the pattern in the whole, as a cross-tab, a chart of it, and a table to take along."""

import csv

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.orders import Ordered
from practices.filter.crosstab import AXES, Crosstab
from practices.filter.query import Problem, Query, given_twice
from practices.filter.sentence import active_filters, replaced
from practices.models import Practice

ROWS, COLUMNS = "handlungsfeld", "handlungsmuster"
OWN = ("rows", "columns", "basis", "row", "column")
BASES = ("any", "source")
MOST_LISTED = 100


class AnalysisView(TemplateView):
    """A refused query answers 400 and names what is wrong, without a table."""

    template_name = "practices/analysis.html"

    def get(self, request):
        asked, own, problems = _read(request.GET)
        tab = None if problems else Crosstab(asked, own["rows"], own["columns"], own["basis"] == "source")
        if tab and (problems := _unknown_cell(tab, own)):
            tab = None
        context = {
            "nav": "analysis",
            "tab": tab,
            "problems": problems,
            "own": own,
            "axes": [(name, parameter.heading) for name, parameter in AXES.items()],
            "kept": [(name, value) for name, values in asked.data.lists() for value in values if name not in OWN],
            "active": [] if problems else active_filters(asked),
            "query": request.GET.urlencode(),
        }
        if tab:
            context |= {
                "headings": (AXES[own["rows"]].heading, AXES[own["columns"]].heading),
                "swapped": replaced(request.GET, rows=own["columns"], columns=own["rows"], row=None, column=None),
                "chart": chart(tab),
                "several": [
                    (AXES[name].heading, *tab.several(axis)) for name, axis in zip(tab.names, OWN, strict=False)
                ],
            }
            context["listed"], context["unlisted"] = _listed(tab, own)
        return self.render_to_response(context, status=400 if problems else 200)


class AnalysisTable(AnalysisView):
    """``/analyse.csv``: the cross-tab as UTF-8 with a mark at its start, as Excel wants it, separated by semicolons."""

    def render_to_response(self, context, **kwargs):
        if context["problems"]:
            return super().render_to_response(context, **kwargs)
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="analyse.csv"'
        lines, tab = csv.writer(response, delimiter=";"), context["tab"]
        lines.writerow(
            [_plain(" / ".join(map(str, context["headings"]))), *(_plain(v.title) for v in tab.columns), _("examples")]
        )
        for row, cells in tab.table:
            lines.writerow([_plain(row.title), *(cell.count for cell in cells), len(row)])
        lines.writerow([_("examples"), *(len(column) for column in tab.columns), len(tab.cases)])
        return response


class AnalysisChart(AnalysisView):
    """``/analyse.svg``: the chart as a file of its own."""

    template_name = "practices/analysis.svg"

    def render_to_response(self, context, **kwargs):
        if context["problems"]:
            self.template_name = AnalysisView.template_name
            return super().render_to_response(context, **kwargs)
        headers = {"Content-Disposition": 'attachment; filename="analyse.svg"'}
        return super().render_to_response(context, content_type="image/svg+xml", headers=headers, **kwargs)


def _read(data):
    """(Query, {own parameter: value}, [Problem]) of a query string."""
    rest, own, problems = data.copy(), {}, []
    allowed = {"rows": [*AXES], "columns": [*AXES], "basis": [*BASES], "row": None, "column": None}
    usual = {"rows": ROWS, "columns": COLUMNS if data.get("rows") != COLUMNS else ROWS, "basis": "any"}
    for name in OWN:
        values = rest.pop(name, [])
        own[name] = values[0] if values else usual.get(name, "")
        if len(values) > 1:
            problems.append(given_twice(name, values))
        elif values and allowed[name] and own[name] not in allowed[name]:
            problems.append(Problem(name, own[name], _("There is no such value."), allowed[name]))
    if not problems and own["rows"] == own["columns"]:
        others = [name for name in AXES if name != own["rows"]]
        problems.append(Problem("columns", own["columns"], _("Rows and columns are the same."), others))
    asked = Query(rest, also=OWN)
    return asked, own, problems + asked.problems


def _unknown_cell(tab, own):
    """[Problem] where ``row`` or ``column`` names nothing that the table has, or one is given without the other."""
    axes = {"row": tab.rows, "column": tab.columns}
    if not any(own[name] for name in axes):
        return []
    slugs = {name: [value.slug for value in axis] for name, axis in axes.items()}
    return [
        Problem(name, own[name], _("There is no such value."), known)
        for name, known in slugs.items()
        if own[name] not in known
    ]


def _listed(tab, own):
    """(the first cases of the cell that ``row`` and ``column`` name, how many more it has)."""
    if not own["row"]:
        return [], 0
    cases = tab.cases_of(own["row"], own["column"])
    pks = Ordered(cases, tab.catalogue.orders["title"]).cut(0, MOST_LISTED)
    found = Practice.objects.in_bulk(pks)
    return [found[pk] for pk in pks], len(cases) - len(pks)


# The chart in its own units: a step of the grid, and room for the names of rows and columns.
STEP, LEFT, LETTER, LONGEST = 40, 260, 14, 34


def chart(tab):
    """What the template draws: circles whose area is the number of cases, with their names."""
    # The names of the columns lean, so that they need less height than length.
    top = round(LETTER * (1.5 + 0.36 * min(LONGEST, max((len(value.title) for value in tab.columns), default=0))))
    circles = [
        {
            "x": LEFT + STEP * (x + 0.5),
            "y": top + STEP * (y + 0.5),
            "r": round(STEP * 0.46 * cell.share**0.5, 1),
            "cell": cell,
        }
        for y, (_row, cells) in enumerate(tab.table)
        for x, cell in enumerate(cells)
    ]
    names = dict(zip(("rows", "columns"), (AXES[name].heading for name in tab.names), strict=True))
    return {
        "title": _("%(rows)s by %(columns)s: the larger a circle, the more examples") % names,
        "width": LEFT + STEP * len(tab.columns) + top,
        "height": top + STEP * len(tab.rows) + LETTER,
        "left": LEFT,
        "top": top,
        "circles": [circle for circle in circles if circle["cell"].count],
        "rows": [(top + STEP * (y + 0.5), value.title) for y, value in enumerate(tab.rows)],
        "columns": [(LEFT + STEP * (x + 0.5), value.title) for x, value in enumerate(tab.columns)],
    }


def _plain(text):
    """A name that no spreadsheet takes for a formula."""
    text = str(text)
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
