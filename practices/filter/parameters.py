"""Every parameter of the filter, said once: page, map, facets, API, its document, export and docs follow from it.

OR within one parameter, AND between parameters; docs/filter.md lists them all.
"""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import iso
from practices.filter import conditions, fields
from practices.filter.parameter import Box, Choices, Codes, Parameter, Terms, Words
from practices.filter.towns import TownField
from practices.models import Carrier, Evidence, Phase, Precision
from practices.models.place import TOWN_SIZES
from practices.models.profile.facets import COST, EVIDENCE, KNOWN, NONE, UNKNOWN
from practices.search import matching
from practices.systems import MAIN, SYSTEMS

ORDERINGS = ("title", "-title", "updated", "-updated", "relevance", "likeness", "nearest")
LANGUAGES = ("de", "en")
MAX_PAGE_SIZE = 1000
MAX_ZOOM = 22
MOST_RESIDENTS = 99_999_999
DEFAULT_PAGE_SIZE = 20
LON = r"-?((0|[1-9]\d?|1[0-7]\d)(\.\d{1,15})?|180(\.0{1,15})?)"
LAT = r"-?((0|[1-8]\d?|9)(\.\d{1,15})?|90(\.0{1,15})?)"
# Neither NUL nor what stands for bytes that are no UTF-8.
TEXT = {"type": "string", "maxLength": fields.QueryField.MAX_LENGTH, "pattern": r"^[^\x00\uFFFD]*$"}
BOX = {"type": "string", "pattern": f"^{LON},{LAT},{LON},{LAT}$", "format": "bbox", "example": "5.8,47.2,15.1,55.1"}
SWITCH = ("0", "1")


def town_size_label(size):
    return {
        "below-5000": _("fewer than 5,000 inhabitants"),
        "5000-9999": _("5,000 to 9,999 inhabitants"),
        "10000-19999": _("10,000 to 19,999 inhabitants"),
        "20000-99999": _("20,000 to 99,999 inhabitants"),
        "from-100000": _("100,000 inhabitants and more"),
    }[size]


def evidence_label(value):
    return _("no effect known") if value == NONE else str(Evidence(value).label)


def cost_label(value):
    return {KNOWN: _("cost stated"), UNKNOWN: _("cost not stated")}[value]


def precision_label(value):
    return {
        "place": _("with a town on the map"),
        "region": _("with a region on the map"),
        "country": _("only a country known"),
        "none": _("without a place"),
    }[value]


def _system(system):
    """The parameter of a coding system; that of the further Handlungsfelder has no facet of its own."""
    return Terms(
        system.parameter,
        phrase=gettext_lazy("touching %(name)s") if system.is_further else None,
        condition=conditions.coded(system.parameter),
        heading="" if system.is_further else capfirst(system.one),
        hint=system.hint,
        about="Slug of a Handlungsfeld that the case touches besides its main one."
        if system.is_further
        else f"Slug of a {system.single}.",
    )


def _derived(name, relation, heading, called, hint):
    return Terms(
        name,
        condition=conditions.derived(relation),
        heading=heading,
        hint=hint,
        about=f"Slug of a {called}; cases get it from their main Handlungsfeld.",
    )


PARAMETERS = {
    parameter.name: parameter
    for parameter in (
        Words(
            "q",
            lambda catalogue, text: matching.find(catalogue, text).selection,
            condition=conditions.holding,
            about="Words; every one must be found. Best match first.",
            schema=TEXT,
        ),
        Terms(
            MAIN,
            condition=conditions.main,
            heading=gettext_lazy("Handlungsfeld"),
            hint=gettext_lazy("The field of action: the study's chapter"),
            about="Slug of the main Handlungsfeld.",
        ),
        *(_system(system) for system in SYSTEMS),
        _derived(
            "herausforderung",
            "herausforderungen",
            gettext_lazy("Herausforderung"),
            "Herausforderung",
            gettext_lazy("The challenge: follows from the Handlungsfeld"),
        ),
        _derived(
            "chance",
            "chancen",
            gettext_lazy("Chance"),
            "Chance",
            gettext_lazy("The opportunity: follows from the Handlungsfeld"),
        ),
        Choices(
            "carrier",
            Carrier.values,
            lambda value: str(Carrier(value).label),
            condition=conditions.carried,
            heading=gettext_lazy("Run by"),
            hint=gettext_lazy("The body that runs it or is responsible for it"),
            about="Who carries the practice, alone or with others.",
        ),
        Choices(
            "phase",
            Phase.values,
            lambda value: str(Phase(value).label),
            phrase=gettext_lazy("phase: %(name)s"),
            condition=conditions.in_phase,
            heading=gettext_lazy("Phase"),
            hint=gettext_lazy("How far it had come when it was last known"),
            about="How far the practice had come when it was last known.",
        ),
        Choices(
            "evidence",
            EVIDENCE,
            evidence_label,
            phrase=gettext_lazy("effect: %(name)s"),
            condition=conditions.evidenced,
            heading=gettext_lazy("Evidence of the effect"),
            hint=gettext_lazy("How it is known what came of it"),
            about="How one knows of the effect; none: no effect is told.",
        ),
        Choices(
            "cost",
            COST,
            cost_label,
            condition=conditions.costed,
            heading=gettext_lazy("Cost"),
            about="Whether an amount or words on the cost are given.",
        ),
        Codes(
            "country",
            iso.is_country,
            "ISO 3166-1 alpha-2: DE, AT, CH …",
            iso.country_name,
            condition=conditions.in_place("country"),
            heading=gettext_lazy("Country"),
            about="ISO 3166-1 alpha-2: the practice has a place there.",
        ),
        Codes(
            "state",
            iso.is_state,
            "ISO 3166-2: DE-NI, AT-6, CH-VS …",
            iso.state_name,
            condition=conditions.in_place("state"),
            heading=gettext_lazy("State or region"),
            about="ISO 3166-2 (the list shows the countries of this atlas; every ISO code is understood).",
        ),
        Terms("place", condition=conditions.in_place("slug"), about="Slug of a place."),
        Choices(
            "town_size",
            TOWN_SIZES,
            town_size_label,
            condition=conditions.sized,
            heading=gettext_lazy("Size of town"),
            hint=gettext_lazy("Number of inhabitants, where it is known"),
            about="Size class of a place, where its population is known.",
        ),
        Choices(
            "precision",
            Precision.values,
            precision_label,
            condition=conditions.precise,
            heading=gettext_lazy("On the map"),
            about="How exactly the practice is located.",
        ),
        Box(
            "bbox",
            condition=conditions.boxed,
            about=f"Has a dot inside: {fields.BBoxField.ALLOWED}. Edges included.",
            schema=BOX,
        ),
        Parameter(
            "near",
            TownField(),
            "The town that likeness and nearest compare with: slug of a place with a dot, geonames:ID or ags:AGS.",
            {"type": "string", "format": "town", "maxLength": 100, "example": "ags:13075082"},
        ),
        Parameter(
            "residents",
            fields.WholeNumberField(MOST_RESIDENTS),
            "Inhabitants that likeness compares with, instead of those known of near.",
            {"type": "integer", "minimum": 1, "maximum": MOST_RESIDENTS},
        ),
        Parameter(
            "ordering",
            fields.OneOfField(ORDERINGS),
            "Default: relevance with q, else likeness with near or residents, else title.",
            {"type": "string", "enum": list(ORDERINGS)},
        ),
        Parameter(
            "page",
            fields.WholeNumberField(10**9 - 1),
            "Page number; 404 beyond the last.",
            {"type": "integer", "minimum": 1, "maximum": 10**9 - 1},
        ),
        Parameter(
            "page_size",
            fields.WholeNumberField(MAX_PAGE_SIZE),
            f"Practices on a page ({DEFAULT_PAGE_SIZE}).",
            {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE},
        ),
        Parameter("lang", fields.OneOfField(LANGUAGES)),
        Parameter("facets", fields.OneOfField(SWITCH), everywhere=False),
        Parameter("excerpts", fields.OneOfField(SWITCH), everywhere=False),
        Parameter("zoom", fields.OneOfField([str(zoom) for zoom in range(MAX_ZOOM + 1)]), everywhere=False),
    )
}
NARROWING = {name: parameter for name, parameter in PARAMETERS.items() if parameter.narrows}
EVERYWHERE = frozenset(name for name, parameter in PARAMETERS.items() if parameter.everywhere)
# As the values of a query without any parameter.
NOTHING_ASKED = {name: parameter.absent for name, parameter in PARAMETERS.items()}
