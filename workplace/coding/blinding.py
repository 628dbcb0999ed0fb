"""What a blind coder must not read: words that give away how the case in front of them was coded."""

import re

from handlungsfelder import codebook

SHORTEST_NAME = 4
HIDDEN = "[…]"


def names_of(practice):
    """How a text would call the case: its places, and its title up to the colon. Read the locations before."""
    lead = practice.title.partition(":")[0]
    places = {location.place.name for location in practice.locations.all()}
    return {name for name in {lead, *places} if len(name) >= SHORTEST_NAME}


def gives_away(text, practice):
    """Whether a text, like an example of the codebook, names this case."""
    folded = text.casefold()
    return any(name.casefold() in folded for name in names_of(practice))


def veiled(locator, content):
    """A passage without the titles of codes in it: “Kapitel 03.05, Mit anpacken” would name the Handlungsmuster."""
    titles = sorted({e["title"] for system in codebook.SYSTEMS for e in content.get(system, [])}, key=len, reverse=True)
    if not titles:
        return locator
    return re.sub("|".join(map(re.escape, titles)), HIDDEN, locator, flags=re.IGNORECASE)
