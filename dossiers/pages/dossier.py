"""``/dossier/?…``: a form for the documents of a selection; ``/dossier.pdf`` and others: the documents."""

import logging

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from dossiers.documents import making
from dossiers.documents.contents import contents
from dossiers.selection import MOST_LETTERS, chosen
from dossiers.shortlist import MOST
from practices.api.answers import base_url

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {
    "dossier.pdf": "application/pdf",
    "dossier.docx": WORD,
    "ratsvorlage.docx": WORD,
    "handzettel.pdf": "application/pdf",
}
logger = logging.getLogger(__name__)


class DossierView(TemplateView):
    """What the documents hold, a title and a town to type, and a button for each. Nothing is stored."""

    template_name = "dossiers/dossier.html"

    def get(self, request):
        found = chosen(request.GET)
        context = {
            "nav": "shortlist",
            "chosen": found,
            "most": MOST,
            "most_letters": MOST_LETTERS,
            "typed": request.GET,
        }
        return self.render_to_response(context, status=400 if found.problems else 200)


class DocumentView(View):
    """A document of the kind that stands in the address (one of ``TYPES``)."""

    kind = ""

    def get(self, request):
        found = chosen(request.GET)
        if found.problems:
            context = {
                "nav": "shortlist",
                "chosen": found,
                "most": MOST,
                "most_letters": MOST_LETTERS,
                "typed": request.GET,
            }
            return render(request, "dossiers/dossier.html", context, status=400)
        try:
            document = making.made(self.kind, _data(request, found))
        except making.Busy:
            return _later(request, _("Several documents are just being made. Please try again in a few seconds."))
        except making.Failed as error:
            logger.error("No document: %s", error)
            return _later(request, _("The document could not be made. Please try again, or with fewer examples."))
        name = f"{slugify(found.title)[:60] or 'atlas'}.{self.kind.partition('.')[2]}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-cache"}
        return HttpResponse(document, content_type=TYPES[self.kind], headers=headers)


def _data(request, found):
    base = base_url(request)
    query = request.GET.copy()
    for name in ("title", "town"):
        query.pop(name, None)
    path = "/merkliste/" if "praxis" in query else "/"
    address = f"{base}{path}" + (f"?{query.urlencode()}" if query else "")
    return contents(
        found.practices, title=found.title, town=found.town, address=address, base=base, missing=found.missing
    )


def _later(request, text):
    context = {"title": _("Not just now"), "text": text}
    response = render(request, "refused.html", context, status=503)
    response["Retry-After"] = "5"
    return response
