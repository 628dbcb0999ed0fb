"""A line that names sources → one reference each: "A; B" are two, "Müller, A.; Meier, B. (2020): Titel" is one."""

import re

# What a reference has of its own: a year (or that there is none), or an address.
_STANDS_ALONE = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|\bo\. ?J\.|\bn\. ?d\.|https?://|www\.", re.IGNORECASE)
# "Müller, A." and "von der Heide, K.-H. (Hrsg.)": nothing but an author, whose reference follows.
_AUTHOR = re.compile(r"[^\d,:()]{2,40},\s*(?:[^\W\d_]\.[\s-]?){1,4}(?:\(?(?:Hrsg|Hg|eds?)\.?\)?:?)?")
# "Müller, Anna", where the next one goes on like "Meier, Berta (2020)".
_WRITTEN_OUT = re.compile(r"[^\d,:()]{2,40},\s*[^\W\d_][\w.-]*(?:\s[^\W\d_][\w.-]*)?")
_AUTHOR_AND_YEAR = re.compile(r"[^\d:()]{2,60}\(\s*(?:1[5-9]|20)\d\d\w?\s*\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
# What goes on with the reference before it.
_GOES_ON = re.compile(r"(?:S|p|pp|Bd|Nr|Kap|H)\.|Seiten?\b|Kapitel\b|Heft\b|Band\b|[a-zäöüß0-9]+\b(?!-)")


def divided(pieces, known):
    """The references (list of str) that the pieces between semicolons are. ``known(text)``: the atlas has that one."""
    found, authors = [], []
    for place, piece in enumerate(pieces):
        if known(piece):
            found += [*filter(None, ["; ".join(authors)]), piece]
            authors = []
        elif _is_author(piece, pieces[place + 1 :]):
            authors.append(piece)
        elif found and not authors and _goes_on(piece):
            found[-1] += f"; {piece}"
        else:
            found.append("; ".join([*authors, piece]))
            authors = []
    return [*found, "; ".join(authors)] if authors else found


def _goes_on(piece):
    return bool(_ADDRESS.fullmatch(piece) or (_GOES_ON.match(piece) and not _STANDS_ALONE.search(piece)))


def _is_author(piece, following):
    if not following or _STANDS_ALONE.search(piece):
        return False
    if _AUTHOR.fullmatch(piece):
        return True
    first = next((one for one in following if not _WRITTEN_OUT.fullmatch(one)), "")
    return bool(_WRITTEN_OUT.fullmatch(piece) and _AUTHOR_AND_YEAR.match(first))
