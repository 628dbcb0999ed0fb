"""The forms to log in and to choose a password of one's own."""

from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workplace.login.backend import counted


def wait(seconds):
    """The sentence for whoever tried too often."""
    if seconds < 60:
        text = ngettext(
            "Too many attempts. The next one is looked at in {} second.",
            "Too many attempts. The next one is looked at in {} seconds.",
            seconds,
        )
        return text.format(seconds)
    minutes = -(-seconds // 60)
    text = ngettext(
        "Too many wrong attempts. Try again in {} minute; until then none is looked at, the right password neither.",
        "Too many wrong attempts. Try again in {} minutes; until then none is looked at, the right password neither.",
        minutes,
    )
    return text.format(minutes)


class LoginForm(AdminAuthenticationForm):
    def get_invalid_login_error(self):
        if seconds := getattr(self.request, "login_refused", 0):
            return ValidationError(wait(seconds), code="too_many")
        return super().get_invalid_login_error()


def own_password_form(request):
    """The form class for ``request``'s user: the old password is counted as a login is."""

    class OwnPasswordForm(AdminPasswordChangeForm):
        def clean_old_password(self):
            try:
                with counted(request, self.user.get_username()) as count:
                    old = super().clean_old_password()
                    count.right = True
            except PermissionDenied:
                raise ValidationError(wait(request.login_refused), code="too_many") from None
            return old

        def clean(self):
            old, new = self.cleaned_data.get("old_password"), self.cleaned_data.get("new_password1")
            if old and old == new:
                self.add_error("new_password1", ValidationError(_("This is the old one; choose another."), code="same"))
            return super().clean()

    return OwnPasswordForm
