"""The rows of a case's form: codings, places, sources and pictures, each of which may be added and taken out."""

from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.models import Basis, Licence
from workplace.form.names import PlaceNames, SourceNames, Unclear

MOST_ROWS = 200


class RowForm(forms.Form):
    """A row that may be left empty and taken out. ``key`` names the field without which it is empty.

    ``names`` finds what is meant by what was typed into the field ``named``, for all rows of the part together;
    ``choices`` are what may be meant, where that isn't clear: [(value, label)].
    """

    key = ()
    named = ""
    names = None
    choices = ()

    def has_changed(self):
        return True

    @property
    def is_blank(self):
        return not any(self.cleaned_data.get(name) for name in self.key)

    def meant(self):
        """The slug of what the field ``named`` names. Raises ValidationError; the page offers ``choices`` then."""
        text = self.cleaned_data[self.named].strip()
        try:
            return self.names.find(text) if text else ""
        except Unclear as unclear:
            self.choices = unclear.choices
            raise ValidationError(str(unclear)) from unclear


class CodingRow(RowForm):
    key = ("term", "chapter", "note")

    term = forms.ChoiceField(label=gettext_lazy("Term"), required=False)
    basis = forms.ChoiceField(
        label=gettext_lazy("rests on"), choices=Basis.choices, initial=Basis.EDITORIAL, required=False
    )
    chapter = forms.CharField(label=gettext_lazy("chapter or passage"), max_length=40, required=False)
    note = forms.CharField(
        label=gettext_lazy("reason or remark"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self):
        data = super().clean()
        if self.is_blank or self.errors:
            return data
        if not data.get("term"):
            self.add_error("term", _("Choose a term, or empty the row."))
        elif data.get("basis") == Basis.SOURCE and not data.get("chapter"):
            self.add_error("chapter", _("A coding that rests on a source names the chapter or passage."))
        elif data.get("basis") != Basis.SOURCE and not data.get("note"):
            self.add_error("note", _("An editorial coding gives a short reason."))
        return data

    def item(self):
        data = self.cleaned_data
        return {
            "slug": data["term"],
            "basis": data["basis"] or Basis.EDITORIAL.value,
            "chapter": data["chapter"],
            "note": " ".join(data["note"].split()),
        }

    @staticmethod
    def initial_of(item):
        return {"term": item["slug"], **{name: item[name] for name in ("basis", "chapter", "note")}}


class PlaceRow(RowForm):
    key = ("place",)
    named, finder = "place", PlaceNames

    place = forms.CharField(label=gettext_lazy("place"), max_length=120, required=False)

    def clean_place(self):
        return self.meant()

    def item(self):
        return self.cleaned_data["place"]

    @staticmethod
    def initial_of(item):
        return {"place": item}


class SourceRow(RowForm):
    key = ("source", "citation", "locator")
    named, finder = "source", SourceNames

    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"list": "known-sources", "autocomplete": "off"}),
    )
    citation = forms.CharField(
        label=gettext_lazy("or a new source: its full reference"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    url = forms.URLField(label=gettext_lazy("its address"), required=False, max_length=500, assume_scheme="https")
    locator = forms.CharField(label=gettext_lazy("chapter or page"), max_length=200, required=False)

    def clean_source(self):
        return self.meant()

    def clean(self):
        data = super().clean()
        if self.is_blank or self.errors:
            return data
        if not data.get("source") and not data.get("citation"):
            self.add_error("source", _("Name a source, or give the full reference of a new one."))
        if not data.get("locator"):
            self.add_error("locator", _("Say where in the source it stands."))
        return data

    def item(self):
        """The citation; a new source is entered by the way (within the transaction that saves the case)."""
        data = self.cleaned_data
        try:
            slug = data["source"] or self.names.added(data["citation"], data["url"])
        except Unclear as unclear:
            raise ValidationError(str(unclear)) from unclear
        return {"source": slug, "locator": data["locator"]}

    @staticmethod
    def initial_of(item):
        return {"source": item["source"], "locator": item["locator"]}


class PictureRow(RowForm):
    key = ("picture", "upload")

    picture = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    upload = forms.FileField(label=gettext_lazy("file (JPEG, PNG, WebP, at most 10 MB)"), required=False)
    alt = forms.CharField(label=gettext_lazy("alternative text"), max_length=300, required=False)
    author = forms.CharField(label=gettext_lazy("author of the picture"), max_length=200, required=False)
    licence = forms.ChoiceField(label=gettext_lazy("licence"), choices=[("", "–"), *Licence.choices], required=False)

    def clean(self):
        data = super().clean()
        if self.is_blank or self.errors:
            return data
        for name in ("alt", "author", "licence"):
            if not data.get(name):
                self.add_error(name, _("A picture needs this before it can be shown."))
        return data

    def item(self):
        return {name: self.cleaned_data[name] for name in ("picture", "alt", "author", "licence")}

    @staticmethod
    def initial_of(item):
        return dict(item)


class Rows(forms.BaseFormSet):
    """Rows of one part; ``items()`` are those that are neither blank nor taken out."""

    def __init__(self, *args, choices=None, **kwargs):
        self.choices = choices or {}
        super().__init__(*args, **kwargs)

    @cached_property
    def names(self):
        """What finds the places or sources of all rows at once."""
        end = f"-{self.form.named}"
        return self.form.finder(
            [text for name, text in self.data.items() if name.startswith(f"{self.prefix}-") and name.endswith(end)]
        )

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if self.is_bound and form.named:
            form.names = self.names
        form.fields["DELETE"].label = _("take out")
        for name, choices in self.choices.items():
            form.fields[name].choices = choices

    def items(self):
        return [form.item() for form in self.forms if not form.cleaned_data.get("DELETE") and not form.is_blank]

    def kept(self):
        return [form for form in self.forms if not form.cleaned_data.get("DELETE") and not form.is_blank]

    def clean(self):
        seen = set()
        for form in self.kept() if self.once and not any(self.errors) else ():
            value = tuple(form.cleaned_data.get(name) for name in self.once)
            if all(value) and value in seen:
                form.add_error(self.once[0], _("“%(value)s” is given twice.") % {"value": value[0]})
            seen.add(value)

    once = ()


def rows_of(form, once=(), extra=1):
    made = forms.formset_factory(
        form, formset=Rows, extra=extra, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
    )
    made.once = once
    return made
