"""The columns of a table of cases: one definition for template, import, export and documentation.

A row is a case in the plain form (practices.case.contents). Both headers and the key are recognised, whatever
their case, blanks, hyphens and spelling of umlauts.
"""

import re
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.folding import fold
from core.plaintext import quoted
from exchange.columns.cases import COLUMNS

_NUMBERED = re.compile(r"^(?P<name>.*?\D)[\s_.\-]*(?P<number>\d{1,2})$")
BY_KEY = {column.key: column for column in COLUMNS}
WRITTEN = tuple(column for column in COLUMNS if column.written)
# What a cell alone says of a case; the others are read together (exchange.checking.row).
ALONE = tuple(column for column in COLUMNS if column.member)
# Columns of one value that may be numbered all the same, because they belong to a numbered one.
COMPANIONS = {"locator", "source_url"}


def plain(header):
    """A header as it is compared: letters and digits only, folded."""
    return re.sub(r"[^0-9a-z]", "", fold(str(header)))


@cache
def _known():
    return {plain(name): column.key for column in COLUMNS for name in column.names}


def recognise(header):
    """(key, number) of the column a header means, number 0 where it has none; None for an unknown one."""
    known = _known()
    if (key := known.get(plain(header))) is not None:
        return key, 0
    match = _NUMBERED.match(str(header).strip())
    key = known.get(plain(match["name"])) if match else None
    if key is None or not (BY_KEY[key].many or key in COMPANIONS):
        return None
    return key, int(match["number"])


def names():
    """{every recognised spelling: key}, for proposals."""
    return {name: column.key for column in COLUMNS for name in column.names}


def heading(column, field):
    """How a column is named to whoever wrote its heading: “column F “Thema””; by our name where they have none.

    ``column``: {"header", "letter"}, either of them empty or missing.
    """
    if not column.get("header"):
        return heading_of(field, get_language())
    if not column.get("letter"):
        return quoted(column["header"])
    return _("column %(letter)s %(header)s") % {"letter": column["letter"], "header": quoted(column["header"])}


def heading_of(field, language):
    """How a field is headed in the template."""
    column = BY_KEY.get(field)
    if column is None:
        return field
    return column.heading(language)


def shown(member, value, vocabulary):
    """A member of the plain form as text, for reports and messages; several values one below the other."""
    if value in (None, "", []):
        return ""
    return BY_KEY[member].kind.shown(member, value, vocabulary)
