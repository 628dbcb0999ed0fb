"""Modules joined into one file: the same names, once each, and a word where a form isn't understood."""

from pathlib import Path

import pytest

from atlas.static_files.joining import joined
from atlas.static_files.storage import ENTRIES

FOLDER = Path(__file__).parents[2] / "static" / "js"
BOTH = 'import { a } from "./a.js";\nimport { b as c } from "./b.js";\nshow(a(), c);\n'


def test_what_two_modules_need_stands_there_once_and_before_them():
    files = {
        "main.js": BOTH,
        "a.js": 'import { b } from "./b.js";\nconst own = 1;\nexport function a() {\n  return b + own;\n}\n',
        "b.js": "const own = 2;\nexport const b = own;\n",
    }
    text = joined("main.js", files.__getitem__)
    assert text.count("const own = 2;") == 1
    assert text.index("const own = 2;") < text.index("const own = 1;") < text.index("show(a(), c)")
    assert "const { b: c } = module0;" in text
    assert "return { a };" in text


@pytest.mark.parametrize("line", ['import a from "./a.js";', 'import "./a.js";', "export default 7;", "export { a };"])
def test_another_form_is_refused(line):
    with pytest.raises(ValueError, match="not understood"):
        joined("main.js", {"main.js": line + "\n"}.__getitem__)


def test_modules_that_need_each_other_are_refused():
    files = {
        "main.js": 'import { a } from "./a.js";\n',
        "a.js": 'import { b } from "./main.js";\n',
    }
    with pytest.raises(ValueError, match=r"main.js → a.js"):
        joined("main.js", files.__getitem__)


@pytest.mark.parametrize("entry", ENTRIES)
def test_our_own_modules_can_be_joined(entry):
    text = joined(entry, lambda name: (FOLDER / name).read_text(encoding="utf-8"))
    assert 'from "./' not in text
    assert text.count("(() => {\n") >= 1
