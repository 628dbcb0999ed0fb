"""Where a table begins: the row of its headers, below titles, notes and merged heads."""

from dataclasses import dataclass

from exchange.columns.headings import recognise

# So many rows are looked at.
TOP = 30
# A title may happen to be called like one column; a row of headers has at least two.
CERTAIN = 2


@dataclass(frozen=True)
class Head:
    """``position`` of the row among those looked at, its ``headers``, and how many columns are ``known``."""

    position: int
    headers: list
    known: int


def find(rows, means=lambda header: None, position=None):
    """The Head of a table whose first rows are these (lists of text). ``position``: of the row that somebody chose.

    ``means(header)``: the key that somebody said a header means, or None. Where nothing is known, the first row counts
    that is about as full as the fullest one. None when all rows are empty.
    """
    if position is not None:
        return _at(rows, position, means) if position < len(rows) else None
    heads = [_at(rows, at, means) for at, row in enumerate(rows[:TOP]) if any(map(str.strip, row))]
    if not heads:
        return None
    best = max(heads, key=lambda head: head.known)
    if best.known >= CERTAIN:
        return best
    fullest = max(filled(head.headers) for head in heads)
    return next(head for head in heads if filled(head.headers) * 5 >= fullest * 3)


def filled(row):
    return sum(bool(cell.strip()) for cell in row)


def _at(rows, at, means):
    """The row as a head; or together with the row above, where merged cells left their headers there."""
    alone = Head(at, _trimmed(rows[at]), _known(rows[at], means))
    if at == 0:
        return alone
    above, row = rows[at - 1], rows[at]
    width = max(len(above), len(row))
    padded = [[*one, *[""] * (width - len(one))] for one in (row, above)]
    both = [own.strip() or upper for own, upper in zip(*padded, strict=True)]
    known = _known(both, means)
    return Head(at, _trimmed(both), known) if known > alone.known > 0 else alone


def _known(row, means):
    """How many different columns a row names."""
    keys = {means(cell) or recognise(cell) for cell in row if cell.strip()}
    return len(keys - {None})


def _trimmed(row):
    row = [cell.strip() for cell in row]
    while row and not row[-1]:
        row.pop()
    return row
