"""The suite: a folder for each room, promises about the whole site in ``site``, a real browser in ``browser``."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
