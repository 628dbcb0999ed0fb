"""Browsers that logged in to an account before: a signed cookie says to which, and gives the browser a number."""

import secrets

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

NAME, SALT, AGE = f"{settings.COOKIE_PREFIX}browser", "workplace.login.browsers", 180 * 24 * 3600


def read(cookies):
    """{key of an account: number of the browser}; {} for a browser that never logged in, or a forged cookie."""
    try:
        found = signing.loads(cookies.get(NAME, ""), salt=SALT, max_age=AGE)
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def number_for(cookies, name):
    """The number of this browser, if it logged in to the account of this name before; "" otherwise."""
    return read(cookies).get(_key(name), "")


def remember(request, response, user):
    """Give the browser its cookie for this account, beside the last few others it is used for."""
    mine = _key(user.get_username())
    others = {key: number for key, number in read(request.COOKIES).items() if key != mine}
    known = dict(list(others.items())[-4:]) | {mine: secrets.token_hex(8)}
    response.set_cookie(
        NAME,
        signing.dumps(known, salt=SALT, compress=True),
        max_age=AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _key(name):
    return salted_hmac(SALT, name.strip().casefold()).hexdigest()[:16]
