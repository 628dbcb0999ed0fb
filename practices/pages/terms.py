"""Pages that tell a term of the vocabulary, with its cases."""

from dataclasses import dataclass

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from handlungsfelder.models import Buergerrolle, Funding, Handlungsfeld, Handlungsmuster, KommunenRolle
from practices.catalogue import current
from practices.catalogue.drawing import drawing_of
from practices.filter.selection import Selection
from practices.models import Practice
from practices.pages.mentions import mentions_of

MOST = 60


def first_of(parameter, term):
    """The published practices with this term, in the order of their titles."""
    return Selection({parameter: [term]}).ordered


class TermList(ListView):
    """All terms of one kind with the number of their published cases."""

    template_name = "handlungsfelder/term_list.html"
    context_object_name = "terms"

    def get_context_data(self, **kwargs):
        counts = current().sets[self.parameter]
        return super().get_context_data(
            heading=self.heading,
            introduction=self.introduction,
            parameter=self.parameter,
            entries=[(term, len(counts.get(term.slug, ()))) for term in self.object_list],
            **kwargs,
        )


@dataclass(frozen=True)
class Bar:
    """How many cases of a page have a term of another system; ``share``: of the longest bar, in percent."""

    term: object
    count: int
    share: int


class TermDetail(DetailView):
    """One term told in a few sentences, and the cases coded with it: as a chart, on a map, one by one.

    ``across``: the parameter of the terms that the chart counts, and what they are called.
    """

    across, across_called = "handlungsfeld", _("by Handlungsfeld")

    template_name = "handlungsfelder/term.html"
    context_object_name = "term"

    def get_context_data(self, **kwargs):
        selection = Selection({self.parameter: [self.object]})
        shown = selection.ordered
        drawing, beyond = drawing_of(selection)
        return super().get_context_data(
            heading=self.heading,
            overview=self.overview,
            parameter=self.parameter,
            system=self.system,
            card_query=f"{self.parameter}={self.object.slug}",
            total=len(shown),
            bars=self.bars(selection),
            across=self.across,
            across_called=self.across_called,
            drawing=drawing,
            beyond=beyond,
            unlocated=selection.without_dot(),
            practices=Practice.objects.in_turn(shown.cut(0, MOST)),
            **kwargs,
        )

    def bars(self, selection):
        """[Bar] of the terms that any of the cases has, the longest first."""
        catalogue = selection.catalogue
        counted = [
            (term, selection.cases.intersection_cardinality(catalogue.sets[self.across][term.slug]))
            for term in catalogue.vocabulary[self.across]
        ]
        most = max((count for _term, count in counted), default=0)
        found = [Bar(term, count, round(100 * count / most)) for term, count in counted if count]
        return sorted(found, key=lambda bar: -bar.count)


class OfHandlungsfeld:
    model, parameter, system = Handlungsfeld, "handlungsfeld", "handlungsfeld"
    heading, overview = _("Handlungsfelder"), reverse_lazy("handlungsfelder:handlungsfelder")
    introduction = _(
        "The examples are arranged in seven fields of action (Handlungsfelder), one for each chapter of the study."
    )


class OfHandlungsmuster:
    model, parameter, system = Handlungsmuster, "handlungsmuster", "handlungsmuster"
    heading, overview = _("Handlungsmuster"), reverse_lazy("handlungsfelder:handlungsmuster_list")
    introduction = _(
        "What citizens do when they change their town: seven patterns of action (Handlungsmuster) that run through all "
        "fields."
    )


class OfBuergerrolle:
    model, parameter, system = Buergerrolle, "buergerrolle", "buergerrollen"
    heading, overview = _("Bürgerrollen"), reverse_lazy("handlungsfelder:buergerrollen")
    introduction = _("As what citizens take part: three roles (Bürgerrollen); the study refers to Selle (2014).")


class OfKommunenRolle:
    model, parameter, system = KommunenRolle, "kommunenrolle", "kommunenrollen"
    heading, overview = _("Rollen der Kommune"), reverse_lazy("handlungsfelder:kommunenrollen")
    introduction = _(
        "What a municipality can be for projects of its citizens: six roles that the study names. "
        "The definitions are ours."
    )


class OfFunding:
    model, parameter, system = Funding, "funding", "funding"
    heading, overview = _("Funding"), reverse_lazy("handlungsfelder:fundings")
    introduction = _(
        "Who paid for it, as far as the sources say. These terms are ours, not the study's; where none is given, "
        "the sources are silent."
    )


class HandlungsfeldList(OfHandlungsfeld, TermList):
    pass


class HandlungsmusterList(OfHandlungsmuster, TermList):
    pass


class BuergerrolleList(OfBuergerrolle, TermList):
    pass


class KommunenRolleList(OfKommunenRolle, TermList):
    pass


class FundingList(OfFunding, TermList):
    pass


class FundingDetail(OfFunding, TermDetail):
    pass


class KommunenRolleDetail(OfKommunenRolle, TermDetail):
    pass


class HandlungsmusterDetail(OfHandlungsmuster, TermDetail):
    pass


class BuergerrolleDetail(OfBuergerrolle, TermDetail):
    pass


class HandlungsfeldDetail(OfHandlungsfeld, TermDetail):
    """A theme also shows its Teilaspekte, Herausforderungen and Chancen, and the cases that touch it."""

    template_name = "handlungsfelder/handlungsfeld.html"
    across, across_called = "handlungsmuster", _("by Handlungsmuster")

    def get_context_data(self, **kwargs):
        touching = first_of("further_handlungsfeld", self.object)
        return super().get_context_data(
            teilaspekte=self.object.teilaspekte.all(),
            herausforderungen=self.object.herausforderungen.all(),
            chancen=self.object.chancen.all(),
            mentions=mentions_of(self.object),
            touching=Practice.objects.in_turn(touching.cut(0, MOST)),
            touching_total=len(touching),
            **kwargs,
        )
