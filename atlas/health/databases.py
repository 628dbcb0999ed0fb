"""``DATABASE_URL`` as the settings take it, or a sentence that says what is wrong with it (never with its password)."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

ENGINES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")
EXAMPLE = "postgres://user:password@host:5432/atlas, or leave it out for SQLite in the folder of the data"


def database_of(url, password_file=""):
    """The database (dict, as Django's DATABASES has it) of an address.

    ``password_file``: where the password is, when the address names none. ImproperlyConfigured for what can't be read.
    """
    if not url.strip():
        raise ImproperlyConfigured(f"DATABASE_URL is empty. Give {EXAMPLE}.")
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  (a port that is no number fails here)
        found = environ.Env.db_url_config(url)
    except (ValueError, KeyError, TypeError, AttributeError, ImproperlyConfigured):
        raise ImproperlyConfigured(f"DATABASE_URL is no address of a database. Give {EXAMPLE}.") from None
    if found.get("ENGINE") not in ENGINES:
        raise ImproperlyConfigured(
            f"DATABASE_URL begins with {parts.scheme[:20]!r}; the atlas knows SQLite and PostgreSQL. Give {EXAMPLE}."
        )
    if not found.get("NAME"):
        raise ImproperlyConfigured(f"DATABASE_URL names no database. Give {EXAMPLE}.")
    if password_file and not found.get("PASSWORD"):
        found["PASSWORD"] = _read(password_file)
    return found


def _read(path):
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no text"
        raise ImproperlyConfigured(f"DATABASE_PASSWORD_FILE: {path} can't be read ({reason}).") from None
