"""Forms of accounts: every account has a password, so what Django asks about other ways to log in is left out."""

from django import forms
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workplace.records.form import RecordForm


class PasswordWidget(ReadOnlyPasswordHashWidget):
    """Says whether there is a password, and leads to where a new one is set."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["summary"] = [{"label": _("A password is set.") if value else _("There is no password.")}]
        context["button_label"] = _("Set a new password")
        return context


class AccountForm(RecordForm, UserChangeForm):
    password = ReadOnlyPasswordHashField(
        label=gettext_lazy("Password"),
        widget=PasswordWidget,
        help_text=gettext_lazy("Nobody can read it, not even the host."),
    )


class NewPasswordForm(AdminPasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for field in self.fields.values():
            field.required = True
            field.widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
