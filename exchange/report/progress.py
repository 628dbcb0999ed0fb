"""How far an import is: told to nobody, to a terminal, or to a file that a page reads."""

import sys
import time
from pathlib import Path

import orjson
from django.utils.translation import gettext as _

from exchange.report.report import write_whole

EVERY_SECONDS = 0.5
FILE = "progress.json"


def label(phase):
    return {
        "read": _("Reading the file"),
        "check": _("Checking the rows"),
        "write": _("Writing the rows"),
    }.get(phase, "")


class Silent:
    """``phase()`` begins a phase of ``total`` steps (0: unknown), ``advance()`` goes on in it."""

    name, total, done = "", 0, 0

    def phase(self, name, total=0):
        self.name, self.total, self.done = name, total, 0
        self.tell()

    def advance(self, steps):
        self.done += steps
        self.tell()

    def reach(self, done):
        self.done = done
        self.tell()

    def tell(self):
        pass


class Terminal(Silent):
    """A bar on a terminal."""

    WIDTH = 30

    def __init__(self, stream=sys.stderr):
        self.stream, self.told = stream, 0.0

    def tell(self):
        now, ended = time.monotonic(), self.total and self.done >= self.total
        if not ended and now - self.told < EVERY_SECONDS / 5:
            return
        self.told = now
        text = f"{self.done}"
        if self.total:
            full = self.WIDTH * self.done // self.total
            text = f"{'█' * full}{'░' * (self.WIDTH - full)} {self.done}/{self.total}"
        self.stream.write(f"\r\033[K{label(self.name)} {text}" + ("\n" if ended else ""))
        self.stream.flush()


class InFile(Silent):
    """Kept in ``progress.json`` of a folder: {"phase", "done", "total", "at"}."""

    def __init__(self, folder):
        self.path, self.told, self.last = Path(folder) / FILE, 0.0, None

    def tell(self):
        now = time.monotonic()
        if self.name == self.last and now - self.told < EVERY_SECONDS:
            return
        self.told, self.last = now, self.name
        state = {"phase": self.name, "done": self.done, "total": self.total, "at": time.time()}
        write_whole(self.path, orjson.dumps(state))


def read(folder):
    """The state that InFile keeps; an empty one before there is any."""
    try:
        return orjson.loads((Path(folder) / FILE).read_bytes())
    except FileNotFoundError:
        return {"phase": "", "done": 0, "total": 0, "at": 0}
