"""A password that somebody else chose is known to two, so it is good for one login."""

from workplace.login.activity import DUE
from workplace.login.models import PasswordDue


def demand(user):
    """Somebody else chose this user's password."""
    PasswordDue.objects.get_or_create(user=user)


def settle(user, session):
    """The user chose one."""
    PasswordDue.objects.filter(user=user).delete()
    session.pop(DUE, None)


def remind(sender, request, user, **kwargs):
    """At each login: signal ``user_logged_in``."""
    if hasattr(request, "session") and PasswordDue.objects.filter(user=user).exists():
        request.session[DUE] = True
