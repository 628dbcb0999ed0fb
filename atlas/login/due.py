"""A password that somebody else chose is known to two, so it is good for one login."""

from atlas.login.activity import DUE


def demand(user):
    """Somebody else chose this user's password."""
    _rows().get_or_create(user=user)


def settle(user, session):
    """The user chose one."""
    _rows().filter(user=user).delete()
    session.pop(DUE, None)


def remind(sender, request, user, **kwargs):
    """At each login: signal ``user_logged_in``."""
    if hasattr(request, "session") and _rows().filter(user=user).exists():
        request.session[DUE] = True


def _rows():
    from atlas.models import PasswordDue

    return PasswordDue.objects
