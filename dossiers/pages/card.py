"""``/praxis/<slug>/bild.png``: the picture that a chat or a mail shows for a link to a case."""

from django.http import Http404, HttpResponse

from dossiers.documents import making
from dossiers.documents.contents import contents
from practices.catalogue import in_one_state, of_any_state
from practices.models import Practice

DAY = 24 * 60 * 60


@of_any_state
def card(request, slug):
    """PNG, 1200 by 630, of a published case; kept for a day by whoever asks, since its address names the version."""
    data = in_one_state(lambda: _read(slug))
    try:
        picture = making.made("bild.png", data)
    except (making.Busy, making.Failed):
        return HttpResponse(status=503, headers={"Retry-After": "5"})
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": f"public, max-age={DAY}"})


def _read(slug):
    found = Practice.objects.published().for_list().filter(slug=slug).first()
    if found is None:
        raise Http404
    return contents([found], title=found.label, town="", address="", base="")
