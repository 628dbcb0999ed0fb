"""The form of a case: fields and rows ↔ the plain form of practices.editorial.contents."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handlungsfelder.models import Buergerrolle, Handlungsfeld, Handlungsmuster, Teilaspekt
from practices.admin.places import place_named, source_named
from practices.editorial.contents import normal
from practices.editorial.pictures import store
from practices.models import Basis, Licence, Practice, Source
from practices.search.folding import spelled_out

MOST_ROWS = 200


def slug_of(title):
    """The address proposed for a title."""
    return slugify(spelled_out(title))[:120].strip("-")


def choices_of(model):
    """Terms by slug; Teilaspekte in groups by their Handlungsfeld."""
    if model is not Teilaspekt:
        return [("", "–"), *((term.slug, term.label) for term in model.objects.all())]
    groups = {}
    for term in model.objects.select_related("handlungsfeld").order_by("handlungsfeld__position", "position"):
        groups.setdefault(term.handlungsfeld.label, []).append((term.slug, term.label))
    return [("", "–"), *groups.items()]


class CaseForm(forms.ModelForm):
    """What stands once in a case. Checked like the model, never saved: the view takes ``content()``."""

    handlungsfeld_slug = forms.ChoiceField(label=gettext_lazy("main Handlungsfeld"))

    class Meta:
        model = Practice
        fields = (
            "title",
            "slug",
            "summary",
            "description",
            "handlungsfeld_basis",
            "handlungsfeld_chapter",
            "handlungsfeld_note",
            "carrier",
            "as_of",
            "confirmed",
            "coding_note",
            "title_en",
            "summary_en",
        )
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "summary_en": forms.Textarea(attrs={"rows": 2}),
            "description": forms.Textarea(attrs={"rows": 12}),
            "coding_note": forms.Textarea(attrs={"rows": 2}),
            "handlungsfeld_note": forms.Textarea(attrs={"rows": 2}),
            "confirmed": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["handlungsfeld_slug"].choices = choices_of(Handlungsfeld)
        self.fields["slug"].required = False
        for name in ("summary", "summary_en"):
            self.fields[name].widget.attrs["maxlength"] = 300

    def clean_slug(self):
        return self.cleaned_data["slug"] or slug_of(self.cleaned_data.get("title", ""))

    def clean_summary(self):
        return " ".join(self.cleaned_data["summary"].split())

    def clean_handlungsfeld_note(self):
        return " ".join(self.cleaned_data["handlungsfeld_note"].split())

    def clean_description(self):
        return self.cleaned_data["description"].replace("\r\n", "\n").strip()

    def _post_clean(self):
        field = Handlungsfeld.objects.filter(slug=self.cleaned_data.get("handlungsfeld_slug", "")).first()
        if field is not None:
            self.instance.handlungsfeld = field
        super()._post_clean()

    @staticmethod
    def initial_of(content):
        main = content["handlungsfeld"] or {}
        initial = {name: content[name] for name in CaseForm.Meta.fields if name in content}
        return initial | {
            "handlungsfeld_slug": main.get("slug", ""),
            **{f"handlungsfeld_{part}": main.get(part, "") for part in ("basis", "chapter", "note")},
        }


class RowForm(forms.Form):
    """A row that may be left empty and taken out. ``key`` names the field without which it is empty."""

    key = ()

    def has_changed(self):
        return True

    @property
    def is_blank(self):
        return not any(self.cleaned_data.get(name) for name in self.key)


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

    place = forms.CharField(label=gettext_lazy("place"), max_length=120, required=False)

    def clean_place(self):
        text = self.cleaned_data["place"].strip()
        return place_named(text) if text else ""

    def item(self):
        return self.cleaned_data["place"]

    @staticmethod
    def initial_of(item):
        return {"place": item}


class SourceRow(RowForm):
    key = ("source", "citation", "locator")

    source = forms.ChoiceField(label=gettext_lazy("Source"), required=False)
    citation = forms.CharField(
        label=gettext_lazy("or a new source: its full reference"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    url = forms.URLField(label=gettext_lazy("its address"), required=False, max_length=500, assume_scheme="https")
    locator = forms.CharField(label=gettext_lazy("chapter or page"), max_length=200, required=False)

    def clean(self):
        data = super().clean()
        if self.is_blank or self.errors:
            return data
        if not data.get("source") and not data.get("citation"):
            self.add_error("source", _("Choose a source, or give the full reference of a new one."))
        if not data.get("locator"):
            self.add_error("locator", _("Say where in the source it stands."))
        return data

    def item(self):
        """The citation; a new source is entered by the way (within the transaction that saves the case)."""
        data = self.cleaned_data
        slug = data["source"] or source_named(data["citation"], data["url"])
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

    def add_fields(self, form, index):
        super().add_fields(form, index)
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


CODED = {
    "handlungsmuster": Handlungsmuster,
    "buergerrollen": Buergerrolle,
    "teilaspekte": Teilaspekt,
    "further_handlungsfelder": Handlungsfeld,
}
PARTS = {
    "places": rows_of(PlaceRow, ("place",)),
    **{name: rows_of(CodingRow, ("term",)) for name in CODED},
    "sources": rows_of(SourceRow),
    "images": rows_of(PictureRow),
}


class CaseForms:
    """The form of a case and its rows together."""

    def __init__(self, data=None, files=None, *, content=None, initial=None, instance=None):
        """Either what was sent (``data``, ``files``), or a plain form to start from, or typed values (``initial``)."""
        content = content and normal(content)
        self.case = CaseForm(
            data, instance=instance, initial=initial["case"] if initial else CaseForm.initial_of(content or normal({}))
        )
        self.parts = {}
        for name, formset in PARTS.items():
            rows = initial["parts"][name] if initial else self._rows(formset, (content or {}).get(name, []))
            self.parts[name] = formset(data, files, prefix=name, initial=rows, choices=self._choices(name))

    @staticmethod
    def _rows(formset, items):
        return [formset.form.initial_of(item) for item in items]

    def _choices(self, name):
        if name in CODED:
            return {"term": choices_of(CODED[name])}
        if name == "sources":
            known = [(source.slug, str(source)[:90]) for source in Source.objects.order_by("citation")]
            return {"source": [("", "–"), *known]}
        return {}

    def is_valid(self):
        return all([self.case.is_valid(), *(part.is_valid() for part in self.parts.values())])

    def content(self):
        """The plain form of what was sent. Only for valid forms, and within the transaction that saves it."""
        data = self.case.cleaned_data
        content = {name: data[name] for name in CaseForm.Meta.fields if not name.startswith("handlungsfeld_")}
        content["confirmed"] = data["confirmed"].isoformat() if data["confirmed"] else None
        content["handlungsfeld"] = {
            "slug": data["handlungsfeld_slug"],
            **{part: data[f"handlungsfeld_{part}"] for part in ("basis", "chapter", "note")},
        }
        return normal(content | {name: part.items() for name, part in self.parts.items()})

    def add_errors(self, error):
        """Show a ValidationError of applying where it belongs."""
        if not hasattr(error, "error_dict"):
            self.case.add_error(None, error)
            return
        for member, texts in error.message_dict.items():
            if member in self.case.fields:
                self.case.add_error(member, texts)
            elif member in self.parts:
                self.parts[member].non_form_errors().extend(texts)
            else:
                self.case.add_error(None, [f"{member}: {text}" for text in texts])

    @property
    def problems(self):
        """How many fields are wrong."""
        rows = sum(len(errors) for part in self.parts.values() for errors in part.errors)
        return len(self.case.errors) + rows + sum(len(part.non_form_errors()) for part in self.parts.values())


def store_uploads(forms_, user):
    """Keep the pictures that were sent; what is no picture is an error of its row."""
    for row in forms_.parts["images"].kept():
        upload = row.cleaned_data.get("upload")
        if upload:
            try:
                row.cleaned_data["picture"] = store(upload, user).digest
            except ValidationError as error:
                row.add_error("upload", error)
    return not any(forms_.parts["images"].errors)
