"""``/dossier/?…``: a form for the documents of a selection; ``/dossier.pdf`` and others: the documents."""

import logging

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from dossiers.documents import making
from dossiers.documents.contents import contents
from dossiers.selection import MOST_LETTERS, TYPED, chosen
from dossiers.shortlist import MOST, PARAMETER
from practices.api.answers import base_url
from practices.catalogue import in_one_state, of_any_state

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
        return self.render_to_response(_context(found), status=400 if found.problems else 200)


class DocumentView(View):
    """A document of the kind that stands in the address (one of ``TYPES``).

    What it holds is read of one state of the data; while it is made, the database waits for nobody.
    """

    kind = ""

    @classmethod
    def as_view(cls, **given):
        return of_any_state(super().as_view(**given))

    def get(self, request):
        found, data = in_one_state(lambda: _read(request))
        if data is None:
            return render(request, "dossiers/dossier.html", _context(found), status=400)
        headers = {"ETag": making.tag_of(self.kind, data), "Cache-Control": "private, no-cache"}
        if (held := get_conditional_response(request, etag=headers["ETag"])) is not None:
            for name, value in headers.items():
                held[name] = value
            return held
        try:
            document = making.made(self.kind, data)
        except making.Busy:
            return _later(request, _("Several documents are just being made. Please try again in a few seconds."))
        except making.Failed as error:
            logger.error("No document: %s", error)
            return _later(request, _("The document could not be made. Please try again, or with fewer examples."))
        name = f"{slugify(found.title)[:60] or 'atlas'}.{self.kind.partition('.')[2]}"
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return HttpResponse(document, content_type=TYPES[self.kind], headers=headers)


def _read(request):
    """(Chosen, what the document says), the latter None where there is none to be made."""
    found = chosen(request.GET)
    if found.problems or found.is_too_much:
        return found, None
    base = base_url(request)
    query = request.GET.copy()
    for name in TYPED:
        query.pop(name, None)
    path = "/merkliste/" if PARAMETER in query else "/"
    address = f"{base}{path}" + (f"?{query.urlencode()}" if query else "")
    texts = {"title": found.title, "town": found.town, "address": address, "base": base}
    return found, contents(found.practices, missing=found.missing, **texts)


def _context(found):
    return {"nav": "shortlist", "chosen": found, "most": MOST, "most_letters": MOST_LETTERS}


def _later(request, text):
    context = {"title": _("Not just now"), "text": text}
    response = render(request, "refused.html", context, status=503)
    response["Retry-After"] = "5"
    return response
