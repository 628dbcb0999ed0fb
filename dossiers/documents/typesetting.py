"""Documents set by typst: PDF/UA-1 with tags, embedded fonts, the map as vectors. Runs in the child process alone."""

import json
import shutil
import tempfile
import unicodedata
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

FONTS = {"font_source_serif_pro": "SourceSerifPro-Regular.otf", "font_source_sans_pro": "SourceSansPro-Regular.otf"}
# Stands for a letter that neither font holds: PDF/UA wants each letter to be one.
UNKNOWN = "?"
MAP = '#set page(width: auto, height: auto, margin: 0pt)\n#image("map.svg", width: 150mm)'


def pdf(template, data):
    """A PDF as bytes. What was typed reaches typst as data in a file, never as its language."""
    made = datetime.fromisoformat(data["day"]).replace(tzinfo=UTC)
    with _room(_written(data, _letters())) as folder:
        return _set(folder, template, pdf_standards=["ua-1"], timestamp=made)


def card(data):
    """The picture of the first case as PNG bytes, 1200 by 630."""
    with _room(_written(data, _letters())) as folder:
        return _set(folder, "card.typ", format="png", ppi=72)


def picture(data):
    """The map as PNG bytes; None where there is none."""
    if not data["map"]:
        return None
    with _room(data) as folder:
        (folder / "map.typ").write_text(MAP, encoding="utf-8")
        return _set(folder, "map.typ", format="png", ppi=200)


@contextmanager
def _room(data):
    """A folder, all that typst may read: the templates, with the data in files."""
    with tempfile.TemporaryDirectory(prefix="dossier-") as name:
        folder = Path(name)
        for template in Path(__file__).parent.glob("*.typ"):
            shutil.copyfile(template, folder / template.name)
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (folder / "map.svg").write_text(data["map"], encoding="utf-8")
        yield folder


def _set(folder, template, **form):
    fonts = [str(_folder(package)) for package in FONTS]
    return typst.compile(folder / template, root=folder, font_paths=fonts, ignore_system_fonts=True, **form)


def _folder(package):
    return Path(find_spec(package).origin).parent / "files"


def _letters():
    """The code points that both fonts hold."""
    held = [set(TTFont(_folder(package) / file, lazy=True).getBestCmap()) for package, file in FONTS.items()]
    return held[0] & held[1] | {ord("\n")}


def _written(value, letters):
    """The data with what can't be set replaced, the drawn map apart."""
    if isinstance(value, str):
        return "".join(_letter(letter, letters) for letter in unicodedata.normalize("NFC", value))
    if isinstance(value, list):
        return [_written(one, letters) for one in value]
    if isinstance(value, dict):
        return {name: one if name == "map" else _written(one, letters) for name, one in value.items()}
    return value


def _letter(letter, letters):
    """The letter, or its plain twin (of a narrow space, a space); nothing, where it only steers others."""
    if ord(letter) in letters:
        return letter
    plain = unicodedata.normalize("NFKC", letter)
    if all(ord(one) in letters for one in plain):
        return plain
    return "" if unicodedata.category(letter) in ("Cf", "Mn", "Me") else UNKNOWN
