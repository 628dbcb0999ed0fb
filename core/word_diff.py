"""Two texts side by side, word by word."""

import re
from difflib import SequenceMatcher

_PIECES = re.compile(r"\s+|[^\W_]+|[\W_]")


def compare_texts(before, after):
    """Two texts → two lists with one line of (text, marked) each; nothing for an empty text."""
    if before == after:
        return ([[(before, False)]], [[(after, False)]]) if before else ([], [])
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    left, right = [], []
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for at, (kind, a, b, c, d) in enumerate(codes):
        # A blank between two changes belongs to them; else what was rewritten falls apart into single words.
        between = 0 < at < len(codes) - 1 and not "".join(old[a:b]).strip()
        marked = kind != "equal" or between
        _append(left, "".join(old[a:b]), marked)
        _append(right, "".join(new[c:d]), marked)
    return ([left] if left else []), ([right] if right else [])


def _append(line, text, marked):
    """Add a piece to a line; it joins the last one if that is marked alike."""
    if text and line and line[-1][1] == marked:
        line[-1] = (line[-1][0] + text, marked)
    elif text:
        line.append((text, marked))
