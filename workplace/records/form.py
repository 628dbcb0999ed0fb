"""A form that knows which version of a record it started from, and merges what somebody else saved meanwhile."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import formats
from django.utils.translation import gettext as _

from practices.records import contents
from practices.records.kinds import kind_of
from workplace.records import targets


class RecordForm(forms.ModelForm):
    """``base``: the token of the Target that the form shows. What two people changed is shown to the second one.

    The admin sets ``user``, and ``shown``: values that the form begins with instead of the record's own.
    ``meanwhile``: Rows of (saved, typed), where somebody else saved the same since; ``taken_over``: Rows of (before,
    now) of what only they changed, ``saved_by`` whom.
    """

    base = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    user, shown = None, None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.target, self.refusal, self.saved_by = None, "", ""
        self.meanwhile, self.taken_over = [], []
        if self.instance._state.adding:
            del self.fields["base"]
        elif not self.is_bound:
            self.target = targets.Target.of(self.instance, self.user)
            self.initial |= contents.initial_of(self.target.kind, self.target.content) | (self.shown or {})
            # What was typed from an older state keeps it in mind, so that saving it merges.
            self.initial["base"] = (self.shown or {}).get("base") or self.target.token

    def _post_clean(self):
        super()._post_clean()
        if self.instance._state.adding or self.instance.pk is None:
            return
        self.target = targets.locked(self.instance, self.user)
        mine = self.target.content | self._sent()
        self.refusal = self.target.hindrance(self.user)
        if self.refusal:
            self.meanwhile = self._beside(self.target.content, mine)
            told = _("%(reason)s What you typed is kept; you can save it once that is decided.")
            self.add_error(None, told % {"reason": self.refusal})
            return
        self.content = mine
        base = self.cleaned_data.get("base", "")
        # What is no value of its field yet is compared once it is one.
        if base != self.target.token and not set(self.errors) & set(mine):
            self._merge(base, mine)

    def _sent(self):
        """The plain form of the fields that were sent."""
        columns, foreign, many = contents.fields_of(kind_of(self.instance))
        data = self.cleaned_data  # without what is no value of its field
        sent = {f.name: getattr(self.instance, f.name) for f in columns if f.name in data}
        sent |= {f.name: contents.key_of(data[f.name]) for f in foreign if f.name in data}
        return sent | {f.name: sorted(map(contents.key_of, data[f.name])) for f in many if f.name in data}

    def _merge(self, base, mine):
        """Take over what only others changed; let this person decide on what both did."""
        target, number = self.target, base.partition(".")[0]
        known = number.isascii() and number.isdecimal() and len(number) < 10
        started = targets.content_at(target.kind, target.pk, int(number)) if known else None
        content, taken, conflicts = contents.merge(started or {}, target.content, mine)
        self.data = self.data.copy()
        self.data["base"] = target.token
        if not taken and not conflicts:
            return
        self.meanwhile = self._beside(target.content, mine, conflicts)
        if started is not None:
            self.taken_over = self._beside(started, target.content, taken)
        self.saved_by = target.last().by_name or "–"
        for name in set(self.errors) - {NON_FIELD_ERRORS, *target.content}:
            del self.errors[name]  # asked of a change that may be none any more: it is asked again
        self._show(contents.initial_of(target.kind, {name: content[name] for name in taken}), taken)
        told = _(
            "While you were writing, %(by)s saved this too. What you typed is kept: look at the differences and save "
            "again."
        )
        self.add_error(None, told % {"by": self.saved_by})

    def _beside(self, before, after, names=None):
        """Rows of the fields in which two plain forms differ; ``names``: of these only."""
        found = contents.differences(self.target.kind, before, {name: after.get(name) for name in before})
        return [row for row in found if names is None or row.member in names]

    def _show(self, initial, names):
        """Put values into the fields as if they had been sent."""
        for name in names:
            field = self.fields.get(name)
            if field is None:
                continue
            value = initial.get(name)
            if isinstance(value, list):
                self.data.setlist(name, map(str, value))
            elif value is None or value is False:
                self.data.pop(name, None)
            else:
                self.data[name] = str(formats.localize_input(value) if field.localize else field.prepare_value(value))
