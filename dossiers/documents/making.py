"""A document made in a process of its own, within time and memory, few at a time, and kept for who asks again."""

import hashlib
import json
import subprocess
import sys

from django.conf import settings
from django.core.cache import caches

from core.locks import Taken, alone

SECONDS, AT_ONCE = 20, 2


class Busy(Exception):
    """As many documents as the machine makes at once are being made."""


class Failed(Exception):
    """The process ended without a document; the message says how, for the log."""


def made(kind, data):
    """The document of that kind (``dossier.pdf`` …) as bytes; ``data`` as ``contents()`` gives it."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
    key = f"{kind}-{hashlib.blake2b(text, digest_size=20).hexdigest()}"
    found = caches["documents"].get(key)
    if found is None:
        found = _in_turn(kind, text, range(AT_ONCE))
        caches["documents"].set(key, found)
    return found


def _in_turn(kind, text, places):
    for place in places:
        try:
            with alone(f"document-{place}", wait=False):
                return _run(kind, text)
        except Taken:
            continue
    raise Busy


def _run(kind, text):
    command = [sys.executable, "-m", "dossiers.documents", kind]
    try:
        done = subprocess.run(command, input=text, capture_output=True, cwd=settings.BASE_DIR, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise Failed(f"{kind}: not done after {SECONDS} s") from None
    if done.returncode:
        raise Failed(f"{kind}: ended with {done.returncode}: {done.stderr.decode(errors='replace')[-500:]}")
    return done.stdout
