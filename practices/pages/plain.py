"""``/einfach/``: what the atlas is, in plain language, with one plain sentence for each term."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from handlungsfelder.models import Buergerrolle, Handlungsfeld, Handlungsmuster, KommunenRolle

# A term added later stands with its title alone. The sentences are ours, after the definitions of the codebook.
SENTENCES = {
    "bauen-wohnen-flaeche": _("Houses stand empty, and at the edge of town new ones are built. What can a town do?"),
    "zusammenleben-daseinsvorsorge": _("Pool, library, meeting place, help: people and town keep them together."),
    "digitalisierung": _("Computers and the internet can help small places, if the connection is fast enough."),
    "nachhaltigkeit": _("Towns make their own energy and use less of everything."),
    "mobilitaet": _("People without a car get about, although the bus seldom comes."),
    "handel-logistik": _("You can still go shopping in a small place."),
    "arbeit-produktion": _("In small towns people work, invent, harvest and make things."),
    "mit-entscheiden": _("People have a say when the town plans something."),
    "mit-anpacken": _("People do something for their town themselves."),
    "protestieren": _("People say no in public and begin something of their own."),
    "raeume-aneignen": _("People take over a place that was hardly used and make something good of it."),
    "sich-selbst-versorgen": _("A place makes its own energy or its own food."),
    "gemeinsam-bauen": _("People get together and build a house."),
    "dinge-selbst-herstellen": _("People make things themselves, in a workshop for all."),
    "beteiligte": _("They are asked by the town and can say what they think."),
    "engagierte": _("They help others and are not paid for it."),
    "marktakteure": _("They run a business that is good for the place."),
    "ermoeglicherin": _("The town makes it possible: it gives rooms, land or money."),
    "moderatorin": _("The town brings people together who want different things, and lets them talk."),
    "koordinatorin": _("The town makes sure that one thing fits with another."),
    "vernetzerin": _("The town brings people together, or joins with other towns."),
    "initiatorin": _("The town begins."),
    "anerkennerin": _("The town says thank you in public."),
}
GROUPS = (
    (Handlungsfeld, _("The themes"), _("What is it about?")),
    (Handlungsmuster, _("What people do"), _("The study calls this Handlungsmuster.")),
    (Buergerrolle, _("Which part people play"), _("The study calls this Bürgerrolle.")),
    (KommunenRolle, _("Which part the town plays"), _("The study names six.")),
)


class PlainView(TemplateView):
    template_name = "practices/plain.html"

    def get_context_data(self, **kwargs):
        groups = [
            (heading, about, [(term, SENTENCES.get(term.slug, "")) for term in model.objects.all()])
            for model, heading, about in GROUPS
        ]
        return super().get_context_data(groups=groups, **kwargs)
