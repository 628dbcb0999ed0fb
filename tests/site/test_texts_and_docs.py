"""Nothing untranslated, nothing undocumented, no migration forgotten."""

import gettext
import re
import shutil
import subprocess
import sys
import tomllib

import pytest
from django.core.management import call_command

from atlas.release import ROOMS
from practices.filter.parameters import PARAMETERS
from tests import ROOT

CATALOG = ROOT / "locale/de/LC_MESSAGES/django.po"


def entries(text):
    """(msgid, [msgstr…]) of a catalog written without line wraps; before a msgid stands its context, as in gettext."""
    for block in text.split("\n\n"):
        msgid = re.search(r'^msgid "(.*)"$', block, re.M)
        if msgid and msgid[1]:
            context = re.search(r'^msgctxt "(.*)"$', block, re.M)
            yield (
                (f"{context[1]}\x04{msgid[1]}" if context else msgid[1]),
                re.findall(r'^msgstr(?:\[\d\])? "(.*)"$', block, re.M),
            )


def test_every_text_is_translated_and_none_is_a_guess():
    text = CATALOG.read_text(encoding="utf-8")
    untranslated = [msgid for msgid, strings in entries(text) if not strings or not all(strings)]
    assert untranslated == []
    assert "#, fuzzy" not in text
    assert len(list(entries(text))) > 250


def test_the_compiled_catalog_is_up_to_date():
    with CATALOG.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for msgid, strings in entries(CATALOG.read_text(encoding="utf-8")):
        msgid, expected = (text.replace('\\"', '"').replace("\\n", "\n") for text in (msgid, strings[0]))
        found = compiled.gettext(msgid) if len(strings) == 1 else compiled.ngettext(msgid, msgid, 1)
        assert found == expected


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_every_text_in_use_is_in_the_catalog(tmp_path):
    for folder in set(ROOMS) - {"locale"}:
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "-l", "de", "--no-location", "--no-wrap"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    used = {msgid for msgid, _ in entries((tmp_path / "locale/de/LC_MESSAGES/django.po").read_text(encoding="utf-8"))}
    known = {msgid for msgid, _ in entries(CATALOG.read_text(encoding="utf-8"))}
    assert used - known == set()
    assert known - used == set()


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0, skip_checks=True)


def test_every_parameter_is_documented():
    text = (ROOT / "docs/filter.md").read_text(encoding="utf-8")
    assert [name for name in PARAMETERS if f"`{name}`" not in text] == []


def test_every_setting_is_documented():
    settings = (ROOT / "atlas/settings.py").read_text(encoding="utf-8")
    names = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', settings))
    assert {"SECRET_KEY", "DATABASE_URL", "TILE_URL", "IMPRINT_NAME"} <= names
    text = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
    assert [name for name in names if f"`{name}`" not in text] == []


def test_every_dependency_is_explained():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + [d for g in project["dependency-groups"].values() for d in g]
    text = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    assert [name for name in (re.match(r"[\w-]+", line)[0] for line in wanted) if name not in text] == []


ARCHITECTURE = ROOT / "docs/architecture.md"
PACKAGES = [room for room in ROOMS if (ROOT / room / "__init__.py").exists()]


def test_every_module_that_the_docs_name_exists():
    there = {
        f"/{path.relative_to(ROOT)}" for room in [*PACKAGES, "tests", "bench"] for path in (ROOT / room).rglob("*")
    }
    missing = [
        f"{page.name}: {name}"
        for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
        for name in re.findall(r"`([\w./-]*\w\.py)`", page.read_text(encoding="utf-8"))
        if not any(path.endswith(f"/{name}") for path in there) and not (ROOT / name).exists()
    ]
    assert missing == []


def test_every_room_is_named_in_the_docs():
    """The rooms, and the folders in each of them."""
    text = ARCHITECTURE.read_text(encoding="utf-8")
    folders = [path.parent for room in PACKAGES for path in (ROOT / room).glob("*/__init__.py")]
    unnamed = [room for room in PACKAGES if not re.search(rf"^{room}/ ", text, re.M)]
    unnamed += [
        str(folder.relative_to(ROOT))
        for folder in folders
        if folder.name not in ("management", "migrations") and f" {folder.name}/" not in text
    ]
    assert unnamed == []


def test_templates_keep_to_120_characters():
    """A line that holds a picture as an address can't be divided."""
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "templates").rglob("*.html")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > 120 and 'href="data:' not in line
    ]
    assert long == []
