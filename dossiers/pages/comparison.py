"""``/vergleich/?praxis=…``: up to four cases side by side."""

from django.views.generic import TemplateView

from dossiers.comparison import MOST_COMPARED, compared
from dossiers.shortlist import shortlist


class ComparisonView(TemplateView):
    template_name = "dossiers/comparison.html"

    def get(self, request):
        chosen = shortlist(request.GET, most=MOST_COMPARED)
        context = {
            "nav": "shortlist",
            "chosen": chosen,
            "problems": chosen.problems,
            "rows": compared(chosen.practices),
            "most": MOST_COMPARED,
            "asked": request.GET.urlencode(),
        }
        return self.render_to_response(context, status=400 if chosen.problems else 200)
