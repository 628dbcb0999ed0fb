"""The profile in the form of a case: a field for what stands once, rows for what may stand several times."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.models import Basis, Carrier
from practices.models.profile.composites import Ground, Several
from practices.models.profile.kinds import Choice, Day
from practices.models.profile.members import BY_NAME, GROUPS, MEMBERS
from workplace.form.rows import RowForm

# What stands in rows of its own.
LISTED = tuple(member for member in MEMBERS if member.kind.listed)
SINGLE = tuple(member for member in MEMBERS if not member.kind.listed and not isinstance(member.kind, Ground))
GROUNDS = tuple(member for member in MEMBERS if isinstance(member.kind, Ground))
GROUND_LABELS = {
    "basis": gettext_lazy("rests on"),
    "chapter": gettext_lazy("chapter or passage"),
    "note": gettext_lazy("reason or remark"),
}


class MemberField(forms.CharField):
    """Read as the member's kind reads what people type; whether it holds together the model says."""

    def __init__(self, member):
        super().__init__(
            label=member.label, help_text=member.help, required=False, max_length=2000, widget=_widget(member.kind)
        )
        self.kind = member.kind

    def clean(self, value):
        text = super().clean(value)
        return self.kind.read(text) if text else self.kind.empty


def _widget(kind):
    if isinstance(kind, Choice):
        return forms.Select(choices=[("", "–"), *kind.choices.choices])
    if isinstance(kind, Day):
        return forms.DateInput(attrs={"type": "date"})
    return forms.Textarea(attrs={"rows": 2}) if kind.worded else forms.TextInput()


def _ground_fields(member):
    group = member.group
    return {
        f"{group}_basis": forms.ChoiceField(
            label=GROUND_LABELS["basis"], choices=[("", "–"), *Basis.choices], required=False
        ),
        f"{group}_chapter": forms.CharField(label=GROUND_LABELS["chapter"], max_length=40, required=False),
        f"{group}_note": forms.CharField(
            label=GROUND_LABELS["note"], max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 1})
        ),
    }


def fields():
    """{name: form field} of what stands once."""
    made = {member.name: MemberField(member) for member in SINGLE}
    for member in GROUNDS:
        made |= _ground_fields(member)
    return made


NAMES = tuple(fields())
LISTS = tuple(member.name for member in LISTED)


def initial_of(content):
    """What the fields show of a plain form."""
    initial = {member.name: content[member.name] for member in SINGLE}
    for member in GROUNDS:
        ground = content[member.name] or {}
        initial |= {f"{member.group}_{part}": ground.get(part, "") for part in Ground.PARTS}
    return initial


def content_of(data):
    """What clean data says of the members that stand once."""
    content = {member.name: data.get(member.name, member.kind.empty) for member in SINGLE}
    for member in GROUNDS:
        ground = {part: data.get(f"{member.group}_{part}", "") for part in Ground.PARTS}
        ground["note"] = " ".join(ground["note"].split())
        content[member.name] = member.kind.normal(ground)
    return content


class CarrierRow(RowForm):
    key = ("carrier",)

    carrier = forms.ChoiceField(
        label=gettext_lazy("further carrier"), choices=[("", "–"), *Carrier.choices], required=False
    )

    def item(self):
        return self.cleaned_data["carrier"]

    @staticmethod
    def initial_of(item):
        return {"carrier": item}


class EntryRow(RowForm):
    """An object of one of the lists; ``entries``: its kind."""

    entries = None

    def clean(self):
        data = super().clean()
        if self.is_blank or self.errors:
            return data
        for name, kind in self.entries.parts.items():
            if data[name] == kind.empty:
                if name in self.entries.needed:
                    self.add_error(name, _("This is needed here."))
                continue
            try:
                kind.check(data[name])
            except ValidationError as error:
                self.add_error(name, error)
        return data

    def item(self):
        return {name: self.cleaned_data[name] for name in self.entries.parts}

    @classmethod
    def initial_of(cls, item):
        return {name: cls.entries.parts[name].typed(value) for name, value in item.items()}


LABELS = {
    "text": gettext_lazy("what was counted"),
    "value": gettext_lazy("number"),
    "unit": gettext_lazy("unit"),
    "year": gettext_lazy("year"),
    "text_en": gettext_lazy("what was counted (English)"),
    "unit_en": gettext_lazy("unit (English)"),
    "title": gettext_lazy("title"),
    "kind": gettext_lazy("kind"),
    "url": gettext_lazy("address"),
    "accessed": gettext_lazy("looked at on"),
}


@dataclass(frozen=True)
class _Part:
    """What MemberField asks of a member, for a part of an entry."""

    kind: object
    label: str
    help: str = ""


def row_of(member):
    """The form of a row of one of the lists."""
    if isinstance(member.kind, Several):
        return CarrierRow
    made = {name: MemberField(_Part(kind, LABELS[name])) for name, kind in member.kind.parts.items()}
    return type(f"{member.name.title()}Row", (EntryRow,), made | {"entries": member.kind, "key": tuple(made)})


def names_of(member):
    """The fields of a row by which it is known."""
    return ("carrier",) if isinstance(member.kind, Several) else member.kind.names


ADD = {
    "further_carriers": gettext_lazy("add a carrier"),
    "figures": gettext_lazy("add a figure"),
    "prizes": gettext_lazy("add a prize"),
    "links": gettext_lazy("add a link"),
}


@dataclass(frozen=True)
class Part:
    """A group of the profile as the form shows it: ``fields`` bound, ``rows`` as (formset, label, add)."""

    key: str
    label: str
    fields: list
    rows: list
    ground: list

    @property
    def given(self):
        """Whether anything stands there, or is wrong."""
        bound = [*self.fields, *self.ground]
        rows = [row for rows, _label, _add in self.rows for row in (*rows.errors, *rows.initial_forms)]
        return any(field.errors or field.value() not in (None, "") for field in bound) or any(rows)


def parts_of(case, formsets):
    """[Part] of the groups, of a form and its formsets."""
    found = []
    for key, label in GROUPS.items():
        names = [member.name for member in SINGLE if member.group == key]
        rows = [(formsets[m.name], m.label, ADD[m.name]) for m in LISTED if m.group == key]
        ground = [f"{key}_{part}" for part in Ground.PARTS] if f"{key}_basis" in BY_NAME else []
        found.append(Part(key, label, [case[name] for name in names], rows, [case[name] for name in ground]))
    return found
