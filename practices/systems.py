"""The coding systems: what a case is coded with, beside its main Handlungsfeld.

The one list that loading, filter, facets, search, API, forms, second coding, import and export go by. A further system
is an entry here, a model of the term (with its key in the codebook) and one of the coding, a migration, and texts.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from practices.models import (
    BuergerrolleCoding,
    FundingCoding,
    HandlungsfeldCoding,
    HandlungsmusterCoding,
    KommunenRolleCoding,
    TeilaspektCoding,
)

# The main Handlungsfeld stands on the case itself: member of the plain form, parameter, and key in the codebook.
MAIN = "handlungsfeld"


@dataclass(frozen=True)
class System:
    """``coding``: the model of the coding; what it is called stands in its Meta.

    ``parameter``: of the filter. ``question``: what a second coder is asked.
    ``add``: over the button for one more. ``hint``: below the heading of the facet.
    ``needed``: a case without any says in its note why. ``weight``: how much it makes two cases alike.
    ``rank``: its turn where people read codings. ``heading``: over the column of a table, in German and English;
    ``single``: over one of several numbered columns (``columns`` of them in the template), ``also``: and what else.
    """

    coding: type
    parameter: str
    question: str
    heading: tuple
    single: str
    also: tuple
    columns: int
    rank: int
    add: str
    hint: str = ""
    weight: int = 0
    needed: bool = False
    width: int = 26

    @property
    def member(self):
        """Its name in the plain form, in the API, and on a Practice."""
        return self.coding._meta.get_field("practice").remote_field.related_name

    @property
    def term(self):
        """The model of its terms."""
        return self.coding._meta.get_field("term").related_model

    @property
    def codebook(self):
        """Its key in the codebook."""
        return self.term.codebook

    @property
    def is_further(self):
        """Whether its terms are those of the main Handlungsfeld."""
        return self.codebook == MAIN

    @property
    def label(self):
        return self.coding._meta.verbose_name_plural

    @property
    def one(self):
        return self.coding._meta.verbose_name


SYSTEMS = (
    System(
        HandlungsfeldCoding,
        "further_handlungsfeld",
        _("Fields that the case touches besides, or none."),
        heading=("Weitere Handlungsfelder", "Further Handlungsfelder"),
        single="Weiteres Handlungsfeld",
        also=("Weiteres Handlungsfeld", "Further Handlungsfeld"),
        columns=2,
        rank=1,
        add=_("add a Handlungsfeld"),
        width=30,
    ),
    System(
        TeilaspektCoding,
        "teilaspekt",
        _("Themes within the Handlungsfelder; several or none."),
        heading=("Teilaspekte", "Teilaspekte"),
        single="Teilaspekt",
        also=("Teilaspekt",),
        columns=3,
        rank=4,
        add=_("add a Teilaspekt"),
        hint=_("The sub-theme: the second level of the themes"),
        weight=3,
        width=30,
    ),
    System(
        HandlungsmusterCoding,
        "handlungsmuster",
        _("What citizens do; several or none."),
        heading=("Handlungsmuster", "Handlungsmuster"),
        single="Handlungsmuster",
        also=("Action patterns", "Action pattern"),
        columns=3,
        rank=2,
        add=_("add a Handlungsmuster"),
        hint=_("The pattern of action: what citizens do"),
        weight=2,
        needed=True,
    ),
    System(
        BuergerrolleCoding,
        "buergerrolle",
        _("The role in which citizens take part; several or none."),
        heading=("Bürgerrollen", "Bürgerrollen"),
        single="Bürgerrolle",
        also=("Bürgerrolle", "Roles of citizens", "Role of citizens"),
        columns=3,
        rank=3,
        add=_("add a Bürgerrolle"),
        hint=_("The role of citizens: as what they take part"),
        weight=1,
        needed=True,
    ),
    System(
        KommunenRolleCoding,
        "kommunenrolle",
        _("What the municipality does for it; several or none."),
        heading=("Rollen der Kommune", "Roles of the municipality"),
        single="Rolle der Kommune",
        also=("Rolle der Kommune", "Kommunenrollen", "Kommunenrolle", "Role of the municipality"),
        columns=2,
        rank=5,
        add=_("add a role of the municipality"),
        hint=_("The role of the municipality: what it does for it"),
        weight=1,
    ),
    System(
        FundingCoding,
        "funding",
        _("Who paid for it, as far as the sources say; several or none."),
        heading=("Förderung", "Funding"),
        single="Mittelgeber",
        also=("Mittelgeber", "Finanzierung", "Fördermittel", "Funder", "Funders"),
        columns=2,
        rank=6,
        add=_("add a giver of money"),
        hint=_("Who paid for it, as far as the sources say"),
    ),
)
BY_MEMBER = {system.member: system for system in SYSTEMS}
BY_PARAMETER = {system.parameter: system for system in SYSTEMS}
MEMBERS = tuple(BY_MEMBER)
NEEDED = tuple(system.member for system in SYSTEMS if system.needed)
# Those whose terms are no other's.
OWN = tuple(system for system in SYSTEMS if not system.is_further)
# As people read them: by rank.
READ = tuple(sorted(SYSTEMS, key=lambda system: system.rank))
# Every member with codings → the key in the codebook that its terms stand under.
CODEBOOK = {MAIN: MAIN} | {system.member: system.codebook for system in SYSTEMS}


def codings_of(practice):
    """The codings of a practice beside its main Handlungsfeld, system by system."""
    return [coding for member in MEMBERS for coding in getattr(practice, member).all()]


def lacks_coding(content):
    """Whether a plain form has a needed system without a coding."""
    return not all(content.get(member) for member in NEEDED)
