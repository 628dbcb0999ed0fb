"""What the OpenAPI document says of parameters and answers. Terms and codes are filled in from the data."""

import pycountry
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from practices.api.serializers import PracticeSerializer
from practices.catalogue.loader import TERMS
from practices.filter.parameter import Choices
from practices.filter.parameters import LANGUAGES, MAX_ZOOM, PARAMETERS, TEXT
from practices.models import Place

MOST_LISTED = 500
PROBLEM_JSON = "application/problem+json"
# The parameters that are lists of terms, places or codes.
LISTED = {name: parameter for name, parameter in PARAMETERS.items() if parameter.many}
TERM_MODELS = TERMS | {"place": Place}


def _query(name, schema, description):
    return OpenApiParameter(name, schema, OpenApiParameter.QUERY, description=description)


def _declared(name):
    return _query(name, PARAMETERS[name].schema, PARAMETERS[name].about)


def _many(name):
    schema = {"type": "array", "items": {"type": "string"}}
    return OpenApiParameter(
        name,
        schema,
        OpenApiParameter.QUERY,
        description=f"{PARAMETERS[name].about} Repeatable (OR).",
        style="form",
        explode=True,
    )


LANG = _query("lang", {"type": "string", "enum": list(LANGUAGES)}, "Language of titles; wins over Accept-Language.")
FACETS = _query("facets", {"type": "string", "enum": ["0", "1"]}, "1: answer with the counts of every facet.")
EXCERPTS = _query(
    "excerpts", {"type": "string", "enum": ["0", "1"]}, "1, with q: where each practice of the page holds the words."
)
ZOOM = OpenApiParameter(
    "zoom",
    {"type": "integer", "minimum": 0, "maximum": MAX_ZOOM},
    OpenApiParameter.QUERY,
    required=True,
    description="Zoom level of a Web Mercator map with tiles of 256 pixels; from 14 on as 14.",
)
TYPED = _query(
    "q",
    TEXT,
    "What was typed so far.",
)
SLUG = OpenApiParameter(
    "slug",
    {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
    OpenApiParameter.PATH,
    description="Slug of the practice.",
)
PAGING = [_declared("page"), _declared("page_size")]
FILTERS = [
    _declared("q"),
    *(_many(name) for name in LISTED),
    *map(_declared, ("bbox", "near", "residents", "ordering")),
    LANG,
]


class ExcerptPartSerializer(serializers.Serializer):
    text = serializers.CharField()
    marked = serializers.BooleanField()


class ReasonSerializer(serializers.Serializer):
    place = serializers.CharField(help_text="Slug of the place of the case that is compared.")
    distance_km = serializers.IntegerField(allow_null=True)
    population = serializers.IntegerField(allow_null=True)
    size = serializers.ChoiceField(["similar", "smaller", "larger"], allow_null=True)
    same_state = serializers.BooleanField()
    text = serializers.CharField()


class FacetEntrySerializer(serializers.Serializer):
    slug = serializers.CharField()
    title = serializers.CharField()
    count = serializers.IntegerField()


class PracticePageSerializer(serializers.Serializer):
    """A page of practices; ``facets`` only when asked for."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = PracticeSerializer(many=True)
    partial = PracticeSerializer(
        many=True,
        required=False,
        help_text="With q, on page 1 and below ten hits: up to ten practices that hold only some of the words, best "
        "first; otherwise empty. Neither in count nor in facets, on the map or in exports.",
    )
    facets = serializers.DictField(child=FacetEntrySerializer(many=True), required=False)
    excerpts = serializers.DictField(
        child=serializers.ListField(child=ExcerptPartSerializer()),
        required=False,
        help_text="By slug: pieces of text, those that match marked.",
    )
    reasons = serializers.DictField(
        child=ReasonSerializer(),
        required=False,
        help_text="With near or residents, by slug: how like the town a practice of the page is, if it has a place.",
    )


ROOT = {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}
GEOJSON = {
    "type": "object",
    "required": ["type", "features", "unlocated"],
    "properties": {
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "unlocated": {"type": "integer", "minimum": 0, "description": "Matching practices without any dot."},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "id", "geometry", "properties"],
                "properties": {
                    "type": {"type": "string", "enum": ["Feature"]},
                    "id": {"type": "string"},
                    "geometry": {
                        "type": "object",
                        "required": ["type", "coordinates"],
                        "properties": {
                            "type": {"type": "string", "enum": ["Point"]},
                            "coordinates": {
                                "type": "array",
                                "items": {"type": "number"},
                                "minItems": 2,
                                "maxItems": 2,
                            },
                        },
                    },
                    "properties": {
                        "type": "object",
                        "required": ["id", "slug", "title", "handlungsfeld", "place_id", "precision", "url"],
                        "properties": {
                            name: {"type": "string"}
                            for name in (
                                "slug",
                                "title",
                                "summary",
                                "handlungsfeld",
                                "handlungsfeld_title",
                                "place",
                                "precision",
                                "url",
                            )
                        }
                        | {
                            "id": {"type": "string", "format": "uuid", "description": "Of the practice."},
                            "place_id": {"type": "string", "format": "uuid"},
                        },
                    },
                },
            },
        },
    },
}
CLUSTERS = {
    "type": "object",
    "required": ["type", "zoom", "count", "unlocated", "repeated", "features"],
    "properties": {
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "zoom": {"type": "integer", "description": "The level used; smaller where too many clusters would come out."},
        "count": {"type": "integer", "minimum": 0, "description": "Matching practices."},
        "unlocated": {"type": "integer", "minimum": 0, "description": "Matching practices without any dot."},
        "repeated": {
            "type": "integer",
            "minimum": 0,
            "description": "Counted once more, because a practice stands in two clusters. The counts of the features "
            "add up to count - unlocated + repeated.",
        },
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "geometry", "properties"],
                "properties": {
                    "type": {"type": "string", "enum": ["Feature"]},
                    "geometry": GEOJSON["properties"]["features"]["items"]["properties"]["geometry"],
                    "properties": {
                        "type": "object",
                        "required": ["count"],
                        "properties": {
                            "count": {"type": "integer", "minimum": 1},
                            "bbox": {
                                "type": "array",
                                "items": {"type": "number"},
                                "minItems": 4,
                                "maxItems": 4,
                                "description": "West, south, east, north of its dots: where to zoom to.",
                            },
                            "place": {"type": "string", "description": "Where all stand in one place."},
                            "place_slug": {"type": "string"},
                            "around": {"type": "string", "description": "Else the place with most of its cases."},
                            "precision": {"type": "string"},
                            "slug": {"type": "string", "description": "This and what follows: of a single practice."},
                            "title": {"type": "string"},
                            "handlungsfeld": {"type": "string"},
                            "url": {"type": "string"},
                        },
                    },
                },
            },
        },
    },
}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["parameter", "value", "message", "allowed"],
                "properties": {
                    "parameter": {"type": "string"},
                    "value": {"type": "string"},
                    "message": {"type": "string"},
                    "allowed": {},
                },
            },
        },
    },
}
TOMBSTONE = PROBLEM | {
    "required": [*PROBLEM["required"], "id", "slug", "tombstone", "since"],
    "properties": PROBLEM["properties"]
    | {
        "id": {"type": "string", "format": "uuid", "description": "The permanent id of the practice."},
        "slug": {"type": "string", "description": "The slug that was asked for."},
        "tombstone": {"type": "boolean", "enum": [True]},
        "since": {"type": "string", "format": "date", "description": "The day since when it isn't public any more."},
    },
}
# What answers at the address of a practice that was public and isn't any more.
FORMER = {
    301: OpenApiResponse(description="The practice has another slug now; Location names its address."),
    (410, PROBLEM_JSON): OpenApiResponse(TOMBSTONE, "A practice stood here; it was withdrawn or deleted"),
}


def practice_page():
    return PracticePageSerializer


def answers(success, media_type="application/json", missing=True, closed=False, decides=False):
    """The responses of an address: its success, and errors as problem details.

    ``closed``: not for everybody. ``decides``: on a version, which is to be named.
    """
    documented = {(200, media_type): success, (400, PROBLEM_JSON): OpenApiResponse(PROBLEM, "Refused query string")}
    if missing:
        documented[404, PROBLEM_JSON] = OpenApiResponse(PROBLEM, "Nothing published here")
    if closed:
        documented[403, PROBLEM_JSON] = OpenApiResponse(PROBLEM, "Not for the asking person, or not possible now")
        documented[415, PROBLEM_JSON] = OpenApiResponse(PROBLEM, "Only application/json is read")
    if decides:
        documented[409, PROBLEM_JSON] = OpenApiResponse(PROBLEM, "The case changed since that version")
        documented[428, PROBLEM_JSON] = OpenApiResponse(PROBLEM, "The version that is decided on is missing")
    documented[405, PROBLEM_JSON] = OpenApiResponse(PROBLEM, "There is no such method here")
    return documented


def fill_in_values(result, generator, request, public):
    """drf-spectacular hook: list the slugs and codes a parameter takes, as they are in the database now."""
    allowed = {name: list(model.objects.values_list("slug", flat=True)) for name, model in TERM_MODELS.items()}
    countries = set(Place.objects.values_list("country", flat=True))
    allowed["country"] = sorted(country.alpha_2 for country in pycountry.countries)
    allowed["state"] = sorted(s.code for s in pycountry.subdivisions if s.country_code in countries)
    allowed |= {name: list(one.field.choices) for name, one in LISTED.items() if isinstance(one, Choices)}
    for path in result["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", []):
                values = allowed.get(parameter["name"]) if parameter["in"] == "query" else None
                if values and len(values) <= MOST_LISTED:
                    parameter["schema"]["items"]["enum"] = values
    return result
