"""Where in somebody's own table a fault stands: the heading as they wrote it, the cell, and what they typed there."""

from exchange.reading.table import is_blank

# Where a fault of a column that the table doesn't have comes from.
MADE_OF = {
    "slug": ("title",),
    "places": ("lat", "lon"),
    "handlungsfeld_basis": ("coding_basis",),
    "handlungsfeld_chapter": ("coding_chapter",),
    "handlungsfeld_note": ("coding_reason",),
}
LONGEST_TYPED = 200


class Locator:
    """Knows the columns of one table; ``cells``: whether it has rows and columns that a spreadsheet names."""

    def __init__(self, meanings, cells=True):
        self.cells, self.by_key = cells, {}
        for meaning in meanings:
            self.by_key.setdefault(meaning.key, []).append(meaning)

    def locate(self, fault, record):
        """Give a fault its ``header``, ``letter``, ``cell`` and ``typed``: of its value only what stands in the row."""
        meaning = self._column(fault, record)
        if meaning is None:
            fault.typed = ""
            return
        text = _text(record, meaning)
        fault.header = meaning.header
        if self.cells:
            fault.letter, fault.cell = meaning.letter, f"{meaning.letter}{record.number}"
        if _same(fault.value) not in _same(text):
            fault.typed = text if len(text) <= LONGEST_TYPED else ""

    def _column(self, fault, record):
        """The column a fault stands in: of several the one that holds its value, else the first with anything."""
        for key in (fault.field, *MADE_OF.get(fault.field, ())):
            if columns := self.by_key.get(key):
                value = _same(fault.value)
                holds = (one for one in columns if value and value in _same(_text(record, one)))
                filled = (one for one in columns if _text(record, one))
                return next(holds, None) or next(filled, columns[0])
        return None


def _text(record, meaning):
    cell = record.cells[meaning.index] if meaning.index < len(record.cells) else None
    return "" if is_blank(cell) else str(cell).strip()


def _same(text):
    return " ".join(str(text).split()).casefold()
