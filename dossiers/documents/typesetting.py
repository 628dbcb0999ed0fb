"""Documents set by typst: PDF/UA-1 with tags, embedded fonts, the map as vectors. Runs in the child process alone."""

import json
import tempfile
from importlib.util import find_spec
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

FONTS = {"font_source_serif_pro": "SourceSerifPro-Regular.otf", "font_source_sans_pro": "SourceSansPro-Regular.otf"}
# Stands for a letter that neither font holds: PDF/UA wants each letter to be one.
UNKNOWN = "?"
MAP = '#set page(width: auto, height: auto, margin: 0pt)\n#image("map.svg", width: 120mm)'


def pdf(template, data):
    """A PDF as bytes. What was typed reaches typst as data in a file, never as its language."""
    with _room(_written(data, _letters())) as folder:
        (folder / "main.typ").write_text(
            (Path(__file__).parent / template).read_text(encoding="utf-8"), encoding="utf-8"
        )
        return typst.compile(folder / "main.typ", root=folder, pdf_standards=["ua-1"], **_fonts())


def card(data):
    """The picture of the first case as PNG bytes, 1200 by 630."""
    with _room(_written(data, _letters())) as folder:
        (folder / "main.typ").write_text(
            (Path(__file__).parent / "card.typ").read_text(encoding="utf-8"), encoding="utf-8"
        )
        return typst.compile(folder / "main.typ", root=folder, format="png", ppi=72, **_fonts())


def picture(data):
    """The map as PNG bytes; None where there is none."""
    if not data["map"]:
        return None
    with _room(data) as folder:
        (folder / "main.typ").write_text(MAP, encoding="utf-8")
        return typst.compile(folder / "main.typ", root=folder, format="png", ppi=220, **_fonts())


class _room(tempfile.TemporaryDirectory):
    """A folder with the data in it."""

    def __init__(self, data):
        super().__init__(prefix="dossier-")
        folder = Path(self.name)
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (folder / "map.svg").write_text(data["map"], encoding="utf-8")

    def __enter__(self):
        return Path(super().__enter__())


def _fonts():
    return {"font_paths": [str(_folder(package)) for package in FONTS], "ignore_system_fonts": True}


def _folder(package):
    return Path(find_spec(package).origin).parent / "files"


def _letters():
    """The code points that both fonts hold."""
    held = [set(TTFont(_folder(package) / file, lazy=True).getBestCmap()) for package, file in FONTS.items()]
    return held[0] & held[1]


def _written(value, letters):
    """The data with what can't be set replaced, the drawn map apart."""
    if isinstance(value, str):
        return "".join(letter if ord(letter) in letters or letter == "\n" else UNKNOWN for letter in value)
    if isinstance(value, list):
        return [_written(one, letters) for one in value]
    if isinstance(value, dict):
        return {name: one if name == "map" else _written(one, letters) for name, one in value.items()}
    return value
