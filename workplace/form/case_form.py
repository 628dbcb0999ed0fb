"""The form of a case: fields and rows ↔ the plain form of practices.case.contents."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from core.folding import spelled_out
from handlungsfelder.models import Handlungsfeld, Teilaspekt
from practices.case.contents import normal
from practices.models import Practice
from practices.models.profile.members import given
from practices.systems import READ
from workplace.form import profile
from workplace.form.names import names_of
from workplace.form.rows import CodingRow, PictureRow, PlaceRow, SourceRow, rows_of
from workplace.pictures.intake import store


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
    vars().update(profile.fields())

    class Meta:
        model = Practice
        fields = (
            "title",
            "slug",
            "summary",
            "description",
            "transfer",
            "handlungsfeld_basis",
            "handlungsfeld_chapter",
            "handlungsfeld_note",
            "carrier",
            "as_of",
            "confirmed",
            "coding_note",
            "title_en",
            "summary_en",
            "description_en",
            "transfer_en",
        )
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "summary_en": forms.Textarea(attrs={"rows": 2}),
            "description": forms.Textarea(attrs={"rows": 12}),
            "description_en": forms.Textarea(attrs={"rows": 12}),
            "transfer": forms.Textarea(attrs={"rows": 6}),
            "transfer_en": forms.Textarea(attrs={"rows": 6}),
            "coding_note": forms.Textarea(attrs={"rows": 2}),
            "handlungsfeld_note": forms.Textarea(attrs={"rows": 2}),
            "confirmed": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What stands in the rows of the profile, for the model to check with the rest.
        self.listed, self.elsewhere = {}, {}
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
        return self._text("description")

    def clean_description_en(self):
        return self._text("description_en")

    def clean_transfer(self):
        return self._text("transfer")

    def clean_transfer_en(self):
        return self._text("transfer_en")

    def _text(self, name):
        return self.cleaned_data[name].replace("\r\n", "\n").strip()

    def _post_clean(self):
        field = Handlungsfeld.objects.filter(slug=self.cleaned_data.get("handlungsfeld_slug", "")).first()
        if field is not None:
            self.instance.handlungsfeld = field
        self.instance.profile = given(profile.content_of(self.cleaned_data) | self.listed)
        super()._post_clean()

    def add_error(self, field, error):
        """What the model finds in a list of the profile belongs to its rows: ``elsewhere``."""
        if field is None and hasattr(error, "error_dict"):
            apart = {name: error.error_dict.pop(name) for name in profile.LISTS if name in error.error_dict}
            self.elsewhere |= {name: [str(t) for e in errors for t in e.messages] for name, errors in apart.items()}
        super().add_error(field, error)

    @staticmethod
    def initial_of(content):
        main = content["handlungsfeld"] or {}
        initial = {name: content[name] for name in CaseForm.Meta.fields if name in content}
        return initial | {
            "handlungsfeld_slug": main.get("slug", ""),
            **{f"handlungsfeld_{part}": main.get(part, "") for part in ("basis", "chapter", "note")},
            **profile.initial_of(content),
        }


# All that stands once, as it is sent.
NAMES = (*CaseForm.Meta.fields, "handlungsfeld_slug", *profile.NAMES)
# As they stand in the form: the further Handlungsfelder below the others.
CODED = {system.member: system for system in sorted(READ, key=lambda system: system.is_further)}
FORMSETS = {
    "places": rows_of(PlaceRow, ("place",)),
    **{name: rows_of(CodingRow, ("term",)) for name in CODED},
    "sources": rows_of(SourceRow),
    "images": rows_of(PictureRow),
    **{member.name: rows_of(profile.row_of(member), profile.names_of(member)) for member in profile.LISTED},
}


def rows_for(name, items):
    """What the rows of a part show: [{field: value}]. Sources are called by their titles."""
    rows = [FORMSETS[name].form.initial_of(item) for item in items]
    if name == "sources" and rows:
        called = names_of({row["source"] for row in rows})
        rows = [row | {"source": called.get(row["source"], row["source"])} for row in rows]
    return rows


def chosen(data):
    """The data as sent, with what was chosen where a name wasn't clear, as long as the name is still the same."""
    data = data.copy()
    for name in [name for name in data if name.endswith("-choice") and data[name]]:
        row = name.removesuffix("-choice")
        field = f"{row}-{FORMSETS[row.split('-')[0]].form.named}" if row.split("-")[0] in FORMSETS else ""
        if field and data.get(f"{row}-asked") == data.get(field):
            data[field] = data[name]
    return data


def pairs_of(content):
    """A plain form as its form would send it: [[name, value]]."""
    content = normal(content)
    pairs = [[name, "" if value is None else str(value)] for name, value in CaseForm.initial_of(content).items()]
    for part in FORMSETS:
        rows = rows_for(part, content[part])
        pairs += [[f"{part}-TOTAL_FORMS", str(len(rows))], [f"{part}-INITIAL_FORMS", str(len(rows))]]
        pairs += [[f"{part}-{at}-{name}", value] for at, row in enumerate(rows) for name, value in row.items()]
    return pairs


class CaseForms:
    """The form of a case and its rows together."""

    def __init__(self, data=None, files=None, *, content=None, initial=None, instance=None):
        """Either what was sent (``data``, ``files``), or a plain form to start from, or typed values (``initial``)."""
        content = content and normal(content)
        data = data and chosen(data)
        self.case = CaseForm(
            data, instance=instance, initial=initial["case"] if initial else CaseForm.initial_of(content or normal({}))
        )
        self.parts = {}
        for name, formset in FORMSETS.items():
            rows = initial["parts"][name] if initial else rows_for(name, (content or {}).get(name, []))
            self.parts[name] = formset(data, files, prefix=name, initial=rows, choices=self._choices(name))

    @property
    def codings(self):
        """[(rows, System)] of the coding systems."""
        return [(self.parts[member], system) for member, system in CODED.items()]

    @property
    def profile(self):
        """[profile.Part] of the groups of the profile."""
        return profile.parts_of(self.case, self.parts)

    @staticmethod
    def _choices(name):
        return {"term": choices_of(CODED[name].term)} if name in CODED else {}

    def is_valid(self):
        # Every row is asked, so that all that is wrong is said at once.
        rows = not [part for part in self.parts.values() if not part.is_valid()]
        self.case.listed = {name: self.parts[name].items() for name in profile.LISTS if self.parts[name].is_valid()}
        case = self.case.is_valid()
        for name, texts in self.case.elsewhere.items():
            self.parts[name].non_form_errors().extend(texts)
        return case and rows and not self.case.elsewhere

    def content(self):
        """The plain form of what was sent. Only for valid forms, and within the transaction that saves it."""
        data = self.case.cleaned_data
        content = {name: data[name] for name in CaseForm.Meta.fields if not name.startswith("handlungsfeld_")}
        content |= profile.content_of(data)
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
