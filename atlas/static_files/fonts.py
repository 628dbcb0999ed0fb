"""The two type families of the pages, cut down to the letters they need and packed for browsers.

From PyPI, SIL Open Font License 1.1. Adobe reserves the name “Source”, so what is changed here bears another.
"""

import hashlib
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from fontTools import subset

# Latin with its extensions for Europe, punctuation, currencies, arrows and signs of arithmetic.
LETTERS = [*range(0x20, 0x180), *range(0x218, 0x21C), *range(0x2010, 0x2040), 0x20AC, *range(0x2190, 0x2194), 0x2212]
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "tnum"]
FILES = {
    "serif-regular": ("font_source_serif_pro", "SourceSerifPro-Regular.otf"),
    "serif-semibold": ("font_source_serif_pro", "SourceSerifPro-Semibold.otf"),
    "sans-regular": ("font_source_sans_pro", "SourceSansPro-Regular.otf"),
    "sans-semibold": ("font_source_sans_pro", "SourceSansPro-Semibold.otf"),
}
NAMES = {"serif": "Atlas Serif", "sans": "Atlas Sans"}
# Of the name table: copyright, licence and its address stay; family, full name and PostScript name are ours.
KEPT, OURS = (0, 13, 14), (1, 4, 6)


def made(name):
    """The path of a packed font; made when it is first asked for."""
    package, file = FILES[name]
    source = Path(find_spec(package).origin).parent / "files" / file
    digest = hashlib.blake2b(source.read_bytes() + repr((LETTERS, FEATURES, KEPT)).encode(), digest_size=8).hexdigest()
    path = Path(settings.VAR_DIR) / "fonts" / digest / f"{name}.woff2"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".fresh")
        _pack(source, fresh, NAMES[name.partition("-")[0]])
        fresh.replace(path)
    return path


def _pack(source, target, name):
    options = subset.Options(flavor="woff2", hinting=False, layout_features=FEATURES, name_IDs=[*KEPT, *OURS])
    font = subset.load_font(source, options)
    cut = subset.Subsetter(options)
    cut.populate(unicodes=LETTERS)
    cut.subset(font)
    for record in font["name"].names:
        if record.nameID in OURS:
            record.string = name.replace(" ", "") if record.nameID == 6 else name
    subset.save_font(font, target, options)


class FontFinder(BaseFinder):
    """``fonts/<name>.woff2`` for Django's static files."""

    def check(self, **kwargs):
        return []

    def list(self, ignore_patterns):
        for name in FILES:
            path = made(name)
            yield path.name, _Folder(path.parent)

    def find(self, path, find_all=False, **kwargs):
        folder, _slash, file = path.partition("/")
        name = file.removesuffix(".woff2")
        found = str(made(name)) if folder == "fonts" and name in FILES and path.endswith(".woff2") else None
        return ([found] if found else []) if find_all else (found or [])


class _Folder(FileSystemStorage):
    prefix = "fonts"
