"""Sessions as files in ``var/sessions``: logging in and the stamp of the last act never wait for the database.

SQLite has one writer at a time, and an import may be it for minutes. Signed cookies would need no writer either, but a
copied cookie would stay valid after logging out. And the server can tell before it reads a body whether somebody is
logged in, by looking for a file.
"""

from pathlib import Path

from django.conf import settings
from django.contrib.sessions.backends import file
from django.core.exceptions import SuspiciousOperation


class SessionStore(file.SessionStore):
    @classmethod
    def _get_storage_path(cls):
        Path(settings.SESSION_FILE_PATH).mkdir(mode=0o700, parents=True, exist_ok=True)
        return str(settings.SESSION_FILE_PATH)


def is_open(key):
    """Whether there is such a session. Costs a look at a folder."""
    try:
        return bool(key) and SessionStore().exists(key)
    except SuspiciousOperation:  # no key at all
        return False
