"""Model → JSON, as the contract names the members. No queries here: the querysets bring everything along."""

from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from practices.api.profile import ProfileSerializer, told
from practices.models import Carrier, Licence, Practice, Precision, Status
from practices.search.suggestions import TERM_KINDS
from practices.systems import MEMBERS

KINDS = ("practice", "place", *TERM_KINDS)
BASES = ("source", "editorial")


class TermSerializer(serializers.Serializer):
    """A term of the vocabulary."""

    slug = serializers.SlugField()
    title = serializers.CharField(source="label")
    definition = serializers.CharField(source="meaning")
    chapter = serializers.CharField()


class TeilaspektSerializer(TermSerializer):
    handlungsfeld = serializers.SlugField(source="handlungsfeld.slug")


class DerivedTermSerializer(TermSerializer):
    """A term that cases get from their Handlungsfeld."""

    handlungsfelder = serializers.ListField(child=serializers.SlugField(), source="handlungsfeld_slugs")


class CodingSerializer(serializers.Serializer):
    """A coded term with its basis: ``source`` (with chapter) or ``editorial`` (with the reason in ``note``).

    ``codebook``: the edition of the codebook it was coded under; null where it was coded before there was one.
    """

    slug = serializers.SlugField(source="term.slug")
    title = serializers.CharField(source="term.label")
    basis = serializers.ChoiceField(choices=BASES)
    chapter = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    codebook = serializers.IntegerField(allow_null=True)


class MainHandlungsfeldSerializer(serializers.Serializer):
    slug = serializers.SlugField(source="handlungsfeld.slug")
    title = serializers.CharField(source="handlungsfeld.label")
    basis = serializers.ChoiceField(choices=BASES, source="handlungsfeld_basis")
    chapter = serializers.CharField(source="handlungsfeld_chapter", allow_blank=True)
    note = serializers.CharField(source="handlungsfeld_note", allow_blank=True)
    codebook = serializers.IntegerField(source="handlungsfeld_codebook", allow_null=True)


class PlaceSerializer(serializers.Serializer):
    """``lat``/``lon`` in degrees WGS 84, null where precision is country or none. ``id`` never changes."""

    id = serializers.UUIDField(source="uuid")
    slug = serializers.SlugField()
    name = serializers.CharField(source="label")
    country = serializers.CharField()
    state = serializers.CharField(allow_blank=True)
    lat = serializers.FloatField(allow_null=True, min_value=-90, max_value=90)
    lon = serializers.FloatField(allow_null=True, min_value=-180, max_value=180)
    precision = serializers.ChoiceField(choices=Precision.values)
    population = serializers.IntegerField(allow_null=True)


class PlaceOfPracticeSerializer(PlaceSerializer):
    def to_representation(self, location):
        return super().to_representation(location.place)


class CitationSerializer(serializers.Serializer):
    citation = serializers.CharField(source="source.citation")
    locator = serializers.CharField()
    url = serializers.CharField(source="source.url", allow_blank=True)


class ImageSerializer(serializers.Serializer):
    """A picture of the case; ``width`` and ``height`` in pixels. ``alt`` says what is to be seen."""

    url = serializers.SerializerMethodField()
    alt = serializers.CharField()
    author = serializers.CharField()
    licence = serializers.ChoiceField(choices=Licence.values)
    width = serializers.IntegerField(source="picture.width")
    height = serializers.IntegerField(source="picture.height")

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, image):
        return self.context["request"].build_absolute_uri(image.picture.get_absolute_url())


class SuggestionSerializer(serializers.Serializer):
    """``query`` is the query string that shows it; ``url`` the page where it has one of its own."""

    kind = serializers.ChoiceField(choices=KINDS)
    title = serializers.CharField()
    query = serializers.CharField(allow_blank=True)
    url = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField()


class PracticeSerializer(serializers.ModelSerializer):
    """One case. ``id`` never changes, ``slug`` may.

    ``as_of`` is the year the description speaks of; times are ISO 8601. Texts are English where asked for and there,
    else German. ``description`` says what the sources say, ``transfer`` what others can take from it: our own reading.
    """

    id = serializers.UUIDField(source="uuid")
    title = serializers.CharField(source="label")
    summary = serializers.CharField(source="lead")
    description = serializers.CharField(source="text")
    transfer = serializers.CharField(source="lesson")
    url = serializers.SerializerMethodField()
    handlungsfeld = MainHandlungsfeldSerializer(source="*")
    vars().update({member: CodingSerializer(many=True) for member in MEMBERS})
    carrier = serializers.ChoiceField(choices=Carrier.values, allow_null=True)
    carriers = serializers.ListField(child=serializers.ChoiceField(choices=Carrier.values))
    profile = serializers.SerializerMethodField()
    status = serializers.ChoiceField(choices=Status.values)
    places = PlaceOfPracticeSerializer(source="locations", many=True)
    sources = CitationSerializer(source="citations", many=True)
    images = ImageSerializer(many=True)

    class Meta:
        model = Practice
        fields = (
            "id",
            "slug",
            "title",
            "summary",
            "description",
            "transfer",
            "status",
            "url",
            "handlungsfeld",
            *MEMBERS,
            "coding_note",
            "carrier",
            "carriers",
            "profile",
            "as_of",
            "places",
            "sources",
            "images",
            "created",
            "updated",
        )

    def get_url(self, practice) -> str:
        return self.context["request"].build_absolute_uri(practice.get_absolute_url())

    @extend_schema_field(ProfileSerializer)
    def get_profile(self, practice):
        return told(practice.profile, get_language() == "en")

    def to_representation(self, practice):
        answer = super().to_representation(practice)
        answer["carrier"] = answer["carrier"] or None
        return answer
