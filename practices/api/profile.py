"""The profile of a case as the API tells it: every member, texts in the language asked for, null for the unknown."""

from rest_framework import serializers

from practices.models.coding import Basis
from practices.models.profile.composites import Entries, Ground, Several
from practices.models.profile.kinds import Choice, Whole
from practices.models.profile.members import MEMBERS, normal

SHOWN = tuple(member for member in MEMBERS if not member.english)


def told(profile, english):
    """The stored profile as the member ``profile`` of a case."""
    values = normal(profile)
    return {member.name: _told(member, values, english) for member in SHOWN}


def _told(member, values, english):
    value = values[member.name]
    if isinstance(member.kind, Entries):
        return [_entry(member.kind, entry, english) for entry in value]
    if isinstance(member.kind, Several):
        return value
    if member.kind.worded and english:
        value = values[f"{member.name}_en"] or value
    return None if value == member.kind.empty else value


def _entry(kind, entry, english):
    """An entry whose English parts stand in the place of the German ones."""
    return {part: _part(entry, part, english) for part in kind.parts if not part.endswith("_en")}


def _part(entry, part, english):
    value = (english and entry.get(f"{part}_en")) or entry[part]
    return None if value in ("", None) else value


class GroundSerializer(serializers.Serializer):
    """On what a group of members rests: ``source`` (with chapter) or ``editorial`` (with the reason in ``note``)."""

    basis = serializers.ChoiceField(choices=Basis.values)
    chapter = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)


def _field(kind, **kwargs):
    if isinstance(kind, Choice):
        return serializers.ChoiceField(choices=kind.choices.values, **kwargs)
    return serializers.IntegerField(**kwargs) if isinstance(kind, Whole) else serializers.CharField(**kwargs)


def _entries(name, kind):
    parts = {
        part: _field(one, allow_null=part not in kind.needed)
        for part, one in kind.parts.items()
        if not part.endswith("_en")
    }
    made = type(f"{name.title()}Serializer", (serializers.Serializer,), parts | {"__doc__": f"One of the {name}."})
    return made(many=True)


def _declared(member):
    kind = member.kind
    if isinstance(kind, Ground):
        return GroundSerializer(allow_null=True)
    if isinstance(kind, Several):
        return serializers.ListField(child=serializers.ChoiceField(choices=kind.choices.values))
    return _entries(member.name, kind) if isinstance(kind, Entries) else _field(kind, allow_null=True)


class ProfileSerializer(serializers.Serializer):
    """What the case is known for beside its texts; null or an empty list where the sources are silent.

    ``begin``, ``end``: a year or a month (2014, 2014-06). ``cost_amount``: whole units of ``cost_currency`` (ISO 4217).
    ``evidence``: how one knows of ``effects``. Each group of members has its ground, ``…_basis``.
    """

    vars().update({member.name: _declared(member) for member in SHOWN})
