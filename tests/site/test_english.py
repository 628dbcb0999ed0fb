"""What somebody who reads only English meets: one word for one concept, names and dates they can read."""

import re
from pathlib import Path

import pytest
import yaml

FIXTURES = Path(__file__).parents[2] / "fixtures"
# German concept: what the English texts must not call it, since they call it something else.
OTHER_WORDS = {
    "Landkreis": r"(?<!rural )district(?! heating)",
    "Bürgerbus": r"(?<!Bürgerbus, )citizens' bus",
    "tragen, Träger": r"\bcarrie[ds]\b(?! (on|out))|\bcarrier",
    "gemeinnützig": r"charitable",
    "Leitbild": r"mission statement",
    "bleibt offen": r"left open",
}


def english(content):
    """Every English text of a shipped file."""
    if isinstance(content, dict):
        for name, value in content.items():
            if name.endswith("_en") and isinstance(value, str):
                yield value
            else:
                yield from english(value)
    elif isinstance(content, list):
        for entry in content:
            yield from english(entry)


def test_a_concept_has_one_english_word_in_all_shipped_texts():
    files = sorted(FIXTURES.rglob("*.yaml"))
    found = [
        (path.stem, concept, text[:60])
        for path in files
        for text in english(yaml.safe_load(path.read_text(encoding="utf-8")))
        for concept, word in OTHER_WORDS.items()
        if re.search(word, text, re.I)
    ]
    assert len(files) > 50
    assert found == []


@pytest.mark.django_db
@pytest.mark.usefixtures("study")
def test_pages_in_english_explain_what_is_german(client):
    pages = {path: client.get(f"{path}?lang=en", follow=True).content.decode() for path in ("/", "/ueber/")}
    case = client.get("/praxis/olfen-leohaus/?lang=en", follow=True).content.decode()
    assert "North Rhine-Westphalia" in case and "Nordrhein-Westfalen" not in case
    assert re.search(r"<dd>\d{1,2} [A-Z][a-z]+ \d{4}</dd>", case), "the day first, the month in letters"
    assert "Handlungsmuster (pattern of action)" in case
    assert "The opportunity: follows from the Handlungsfeld" in pages["/"]
    assert re.search(r">\s*Funding\s*<", pages["/"])
    assert "rural district (Landkreis)" in pages["/ueber/"] and "Legal notice" in pages["/ueber/"]
    assert not any("{#" in page for page in (*pages.values(), case)), "a comment of a template is no text"
