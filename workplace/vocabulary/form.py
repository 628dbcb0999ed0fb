"""The form of a term that cases are coded with: a change of its meaning asks what becomes of the old codings."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handlungsfelder.codebook import MEANING, SHOWN
from workplace.coding.recheck import Answer
from workplace.records.form import RecordForm


class CodedTermForm(RecordForm):
    """``answer`` and ``codebook_note`` go with a change of title, definition or criteria of an existing term."""

    answer = forms.ChoiceField(
        label=gettext_lazy("What changes?"),
        choices=Answer.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=gettext_lazy(
            "Needed when the title, the definition or one of the criteria changes. A new edition of the codebook keeps "
            "the old text."
        ),
    )
    codebook_note = forms.CharField(
        label=gettext_lazy("What changed, and why"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Stands in the public codebook beside the new edition."),
    )

    def touches_meaning(self):
        return bool(self.instance.pk) and any(name in self.changed_data for name in MEANING)

    def touches_codebook(self):
        return any(name in self.changed_data for name in (*SHOWN, "position"))

    def clean(self):
        data = super().clean()
        if self.touches_meaning():
            if not data.get("answer") and "answer" not in self.errors:
                fields = ", ".join(str(self.fields[name].label) for name in MEANING if name in self.changed_data)
                self.add_error(
                    "answer",
                    _("You changed: %(fields)s. Say whether that changes only the wording or the meaning.")
                    % {"fields": fields},
                )
            if not data.get("codebook_note", "").strip():
                self.add_error("codebook_note", _("Say in a sentence what changed; coders read it."))
        elif data.get("answer"):
            self.add_error(
                "answer", _("Title, definition and criteria are as they were, so there is nothing to decide here.")
            )
        elif data.get("codebook_note") and not self.touches_codebook():
            self.add_error(
                "codebook_note", _("Nothing changes in the codebook, so there is no edition to note this in.")
            )
        return data
