"""A document made in a process of its own, within time and memory, few at a time.

Nothing of it is kept: a document holds what somebody typed, which is promised not to be stored, and costs a second.
"""

import json
import os
import subprocess
import sys
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from core.locks import Taken, alone

SECONDS, AT_ONCE = 20, 2
# What the process is told of the machine; nothing of the atlas, no secret above all.
TOLD = ("HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "TMPDIR")
SHAPES = (".py", ".typ")
MAKERS = ("typst", "python-docx", "font-source-serif-pro", "font-source-sans-pro")


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


def tag_of(kind, data):
    """An ETag: all that shapes the document. Weak, since a Word file says at which second it was packed."""
    return f'W/"{blake2b(json.dumps([kind, _makers(), data]).encode(), digest_size=12).hexdigest()}"'


@lru_cache(maxsize=1)
def _makers():
    digest = blake2b(repr([version(name) for name in MAKERS]).encode(), digest_size=8)
    for path in sorted(Path(__file__).parent.iterdir()):
        if path.suffix in SHAPES:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _run(kind, text):
    command = [sys.executable, "-m", "dossiers.documents", kind]
    told = {name: os.environ[name] for name in TOLD if name in os.environ}
    try:
        done = subprocess.run(
            command, input=text, capture_output=True, cwd=settings.BASE_DIR, env=told, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"{kind}: not done after {SECONDS} s") from None
    if done.returncode:
        raise Failed(f"{kind}: ended with {done.returncode}: {done.stderr.decode(errors='replace')[-500:]}")
    return done.stdout
