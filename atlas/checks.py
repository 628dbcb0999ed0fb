"""Settings the atlas refuses to start with, and those it warns of.

``refuse_unsafe`` runs while the settings are read, so that it stops the web server as well as every
management command. ``imprint_is_filled`` is an ordinary system check: a warning, not a refusal.
"""

from django.core.checks import Warning as CheckWarning
from django.core.exceptions import ImproperlyConfigured

LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]", "testserver"}
MOST_DAYS = 36500
PLACEHOLDERS = ("django-insecure", "changeme", "change-me", "secret")


def refuse_unsafe(*, debug, secret_key, allowed_hosts, site_url=""):
    """Raise ImproperlyConfigured for a setting nobody should publish a site with, naming it and the cure."""
    if not secret_key:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. `make run` writes one into var/atlas.env; elsewhere set it in the "
            "environment, e.g. SECRET_KEY=$(openssl rand -hex 32)."
        )
    if len(secret_key) < 32 or secret_key.lower().startswith(PLACEHOLDERS):
        raise ImproperlyConfigured(
            "SECRET_KEY is unsafe: it must have at least 32 characters and be no placeholder. "
            "`openssl rand -hex 32` makes a good one."
        )
    if not allowed_hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS is empty: name the host the atlas answers for.")
    if any(host.strip() in ("*", ".") for host in allowed_hosts):
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS is unsafe: '*' answers for every host name. Name yours, e.g. ALLOWED_HOSTS=atlas.example.de."
        )
    public = [host for host in allowed_hosts if host not in LOCAL_HOSTS]
    if debug and public:
        raise ImproperlyConfigured(
            f"DEBUG is unsafe on a public host ({', '.join(public)}): it shows settings and code to visitors."
        )
    if site_url and not site_url.startswith(("https://", "http://")):
        raise ImproperlyConfigured(f"SITE_URL is not an address: {site_url!r}. Give it as https://atlas.example.de.")


def days_of(name, text):
    """A number of days (int) as the environment gives it; ImproperlyConfigured naming the setting otherwise."""
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST_DAYS):
        raise ImproperlyConfigured(f"{name} is not a number of days from 1 to {MOST_DAYS}: {text!r}.")
    return int(text)


def imprint_is_filled(app_configs, **kwargs):
    """Warn for each part of the imprint (§ 5 DDG) that the host has not filled in yet."""
    from django.conf import settings

    return [
        CheckWarning(
            f"The imprint lacks {name!r}: visitors see a placeholder.",
            hint=f"Set IMPRINT_{name.upper()} in the environment.",
            id="atlas.W001",
        )
        for name, value in settings.IMPRINT.items()
        if not value
    ]
