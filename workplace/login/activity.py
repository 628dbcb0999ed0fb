"""How long a login lasts: 12 hours at most, and an hour after the last act of the person, unless the host says else."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from practices.api.errors import problem
from workplace.login import browsers

BEGUN, SEEN, DUE = "begun", "seen", "password_due"
# The stamp is renewed at most so often (seconds), so that not every page writes a file.
GRAIN = 30
# What pages ask for on their own while nobody is there: that is no act of a person.
OF_THEIR_OWN = ("/autosave/", "/progress/", "/similar/")
WORKPLACE, STEPS = "/admin/", "/steps/"
BEFORE_A_PASSWORD = ("admin:password_change", "admin:logout", "admin:login", "admin:jsi18n")


class ActivityMiddleware:
    """Ends a session that lasts too long, keeps the stamp of the last act, and asks for the password that is due.

    A browser that logged in is known from then on; one that tried too often gets 429.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self._answer(request)
        seconds = getattr(request, "login_refused", 0)
        if seconds and response.status_code in (200, 403):
            response.status_code, response["Retry-After"] = 429, str(seconds)
        elif who := getattr(request, "login_began", None):
            browsers.remember(request, response, who)
        return response

    def _answer(self, request):
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or SESSION_KEY not in request.session:
            return self.get_response(request)
        if _is_over(request.session, time.time()):
            logout(request)
            if not request.path_info.endswith(OF_THEIR_OWN):
                messages.info(request, _("You were logged out, since you had been away for long. Log in to go on."))
        else:
            _stamp(request, time.time())
            if request.session.get(DUE) and (answer := _ask_for_a_password(request)):
                return answer
        return self.get_response(request)


def begin(sender, request, user, **kwargs):
    """A login begins: signal ``user_logged_in``."""
    request.login_began = user
    if hasattr(request, "session"):
        request.session[BEGUN] = request.session[SEEN] = int(time.time())


def _is_over(session, now):
    begun, seen = session.get(BEGUN, now), session.get(SEEN, now)
    return now - begun > settings.SESSION_LONGEST * 60 or now - seen > settings.SESSION_IDLE * 60


def _stamp(request, now):
    session = request.session
    acts = not request.path_info.endswith(OF_THEIR_OWN)
    if BEGUN not in session or (acts and now - session.get(SEEN, 0) >= GRAIN):
        session.setdefault(BEGUN, int(now))
        session[SEEN] = int(now)


def _ask_for_a_password(request):
    """Where a password that somebody else chose is still to be changed, nothing else is open."""
    if request.path_info.startswith(WORKPLACE):
        change = reverse("admin:password_change")
        open_ = {reverse(name) for name in BEFORE_A_PASSWORD}
        if request.path_info in open_:
            return None
        messages.info(request, _("Choose a password of your own: somebody else set the present one."))
        return HttpResponseRedirect(change)
    if request.path_info.endswith(STEPS):
        return problem(403, _("Not allowed"), _("Choose a password of your own in the workplace first."))
    return None
