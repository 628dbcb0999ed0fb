"""``/praxis/<slug>/bild.png``: the picture that a chat or a mail shows for a link to a case."""

from django.http import Http404, HttpResponse

from dossiers.documents import making
from dossiers.documents.contents import contents
from practices.models import Practice

DAY = 24 * 60 * 60


def card(request, slug):
    """PNG, 1200 by 630, of a published case; kept for a day by whoever asks, since its address names the version."""
    found = Practice.objects.published().for_list().filter(slug=slug).first()
    if found is None:
        raise Http404
    try:
        picture = making.made("bild.png", contents([found], title=found.label, town="", address="", base=""))
    except (making.Busy, making.Failed):
        return HttpResponse(status=503, headers={"Retry-After": "5"})
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": f"public, max-age={DAY}"})
