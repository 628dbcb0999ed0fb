"""A document made in a process of its own, within time and memory, few at a time. Nothing of it is kept."""

import json
import subprocess
import sys

from django.conf import settings

from core.locks import Taken, alone

SECONDS, AT_ONCE = 20, 2


class Busy(Exception):
    """As many documents as the machine makes at once are being made."""


class Failed(Exception):
    """The process ended without a document; the message says how, for the log."""


def made(kind, data):
    """The document of that kind (``dossier.pdf`` …) as bytes; ``data`` as ``contents()`` gives it."""
    for place in range(AT_ONCE):
        try:
            with alone(f"document-{place}", wait=False):
                return _run(kind, json.dumps(data).encode())
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
