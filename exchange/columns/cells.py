r"""What stands in a cell with several values: one item per line, its parts separated by " | ".

``\`` keeps the next sign as it is: ``\|``, ``\;``, ``\\`` and a blank at either end; ``\n``, ``\r``, ``\t`` are line
breaks and tabs. So every text can be written and read back.
"""

import re

LINE, PART, SEVERAL = "\n", "|", ";"
_CODES = {"n": "\n", "r": "\r", "t": "\t"}
_ESCAPE = re.compile(r"\\([nrt\\|;\s])")
_WRITTEN = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\", "|": "\\|", ";": "\\;"}
_SPECIAL = re.compile(r"[\n\r\t\\|;]")
# A cell that begins like this may be run as a formula by a spreadsheet; an apostrophe before it disarms it.
_ARMED = re.compile(r"'*[=+\-@\t\r＝＋－＠]")


def split(text, separator):
    """The pieces between unescaped separators, as they stand."""
    pieces, start, at = [], 0, 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            at += 2
            continue
        if text[at] == separator:
            pieces.append(text[start:at])
            start = at + 1
        at += 1
    pieces.append(text[start:])
    return pieces


def strip(piece):
    """Without blanks at either end, unless they are escaped."""
    piece = piece.lstrip()
    bare = piece.rstrip()
    if bare.endswith("\\") and len(bare) < len(piece) and (len(bare) - len(bare.rstrip("\\"))) % 2:
        return piece[: len(bare) + 1]
    return bare


def unescape(piece):
    return _ESCAPE.sub(lambda match: _CODES.get(match[1], match[1]), piece) if "\\" in piece else piece


def parse(text, several=True):
    """The items of a cell, each a list of its parts (str). ``several``: a line without parts is split at ";" too."""
    items = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split(LINE):
        parts = split(line, PART)
        if len(parts) == 1 and several:
            items += [[unescape(strip(piece))] for piece in split(line, SEVERAL) if strip(piece)]
        elif any(strip(part) for part in parts):
            items.append([unescape(strip(part)) for part in parts])
    return items


def divisible(text):
    """The lines of a cell as (pieces, parts): the first part's pieces between its semicolons, and all parts (str)."""
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split(LINE):
        parts = split(line, PART)
        if any(strip(part) for part in parts):
            pieces = [unescape(strip(piece)) for piece in split(parts[0], SEVERAL) if strip(piece)]
            yield pieces, [unescape(strip(part)) for part in parts]


def _written(part):
    text = _SPECIAL.sub(lambda match: _WRITTEN[match[0]], part)
    if text[-1:].isspace():
        text = f"{text[:-1]}\\{text[-1]}"
    return f"\\{text}" if text[:1].isspace() else text


def write(items):
    """Items (lists of parts) → the text of a cell. Empty parts at the end are left out, but never the second."""
    return LINE.join(" | ".join(map(_written, _without_tail(parts))) for parts in items)


def _without_tail(parts):
    parts = list(parts)
    while len(parts) > 2 and not parts[-1]:
        parts.pop()
    return parts


def disarm(text):
    """The text as it may stand in a CSV cell: nothing that a spreadsheet would run."""
    return f"'{text}" if _ARMED.match(text) else text


def rearm(text):
    """What disarm() was given."""
    return text[1:] if text[:1] == "'" and _ARMED.match(text) else text


def items_of(value, names, several=True):
    """A cell → its items, each a list of parts (str). From JSON: lists, and objects with their members by name."""
    if isinstance(value, str):
        return parse(value, several)
    if isinstance(value, dict):
        return [[text(value.get(name)) for name in names]]
    if isinstance(value, list):
        return [item for one in value for item in (items_of(one, names) if isinstance(one, dict) else [[text(one)]])]
    return [] if value is None else [[text(value)]]


def text(value):
    """A value from JSON as text."""
    return "" if value is None else str(value)
