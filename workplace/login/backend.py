"""Django's own way to look at a name and a password, behind the count of attempts."""

import logging

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from workplace.login import attempts, browsers
from workplace.login.addresses import client_address
from workplace.login.waiting import unless_locked

logger = logging.getLogger("atlas.login")


class AccountBackend(ModelBackend):
    """Refuses before the password is hashed where too many were tried: PermissionDenied ends ``authenticate()``.

    ``request.login_refused`` then says for how many seconds.
    """

    def authenticate(self, request, username=None, password=None, **kwargs):
        if username is None or password is None:
            return None
        with counted(request, username) as count:
            user = super().authenticate(request, username=username, password=password, **kwargs)
            count.right = user is not None
        return user


class counted:
    """``with counted(request, name) as count:`` around a look at a password; set ``count.right`` where it was right."""

    right = False

    def __init__(self, request, name):
        self.request, self.name = request, name
        self.address = client_address(request) if request is not None else "a command"
        self.browser = browsers.number_for(request.COOKIES, name) if request is not None else ""

    def __enter__(self):
        try:
            self.attempt = attempts.begin(self.name, self.address, self.browser)
        except attempts.TooManyAttempts as refused:
            if self.request is not None:
                self.request.login_refused = refused.seconds
            raise PermissionDenied from refused
        return self

    def __exit__(self, kind, *exception):
        if self.right and kind is None:
            attempts.forgive(self.attempt, self.name, self.address, self.browser)
        elif self.attempt.last:
            logger.warning("login: too many wrong attempts from %s, further ones are refused", self.address)


def note_login(sender, request, user, **kwargs):
    """Who came in, when and from where; nobody is kept out because the database is being written just now."""
    user.last_login = timezone.now()
    with unless_locked("the day of the last login was not noted"):
        type(user)._default_manager.filter(pk=user.pk).update(last_login=user.last_login)
    logger.info("login: %s from %s", user.get_username(), client_address(request))


def note_failure(sender, credentials, request=None, **kwargs):
    """A failed login. Only the name of an account that exists is told: people type passwords into the wrong field."""
    if getattr(request, "login_refused", 0):
        return  # nothing was looked at, and whoever asks on must not fill the log
    name = credentials.get("username") or ""
    known = get_user_model()._default_manager.filter(username=name).exists()
    address = client_address(request) if request is not None else "a command"
    logger.warning("login failed: %s from %s", name if known else "an unknown account", address)
