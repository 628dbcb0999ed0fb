"""How much a table may hold. Beyond it the file is refused with a message, before it fills memory or disk."""

MEGABYTE = 1024 * 1024
MAX_BYTES = 100 * MEGABYTE
# A packed table (XLSX) unpacked; its list of strings is held in memory.
MAX_UNPACKED = 600 * MEGABYTE
MAX_STRINGS = 150 * MEGABYTE
# How many strings that list may hold; a small list isn't counted.
MAX_TEXTS = 1_000_000
MANY_STRINGS = 5 * MEGABYTE
# Of one row as it stands in the file, in bytes.
MAX_ROW = 32 * MEGABYTE
MAX_COLUMNS = 100
MAX_ROWS = 100_000
# Of one cell, in characters.
MAX_CELL = 100_000
# Rows a spreadsheet can number; an XLSX that counts beyond is broken.
MAX_SHEET_ROWS = 1_048_576
