"""Which code answers: part of every ETag that is made from the data version."""

from hashlib import blake2b
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUFFIXES = {".py", ".html", ".mo"}
ROOMS = ("atlas", "dossiers", "exchange", "workplace", "practices", "handlungsfelder", "core", "templates", "locale")


def fingerprint(with_packages=False):
    """A short hash of every file that shapes an answer; the same on every machine with the same release.

    ``with_packages``: of the packages it was locked with too, for what they shape and is stored.
    """
    digest = blake2b((ROOT / "requirements.txt").read_bytes() if with_packages else b"", digest_size=8)
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in SUFFIXES:
                digest.update(path.read_bytes())
    return digest.hexdigest()
