"""Which column of a table means what: recognised, remembered, or said by somebody for this file."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from rapidfuzz import fuzz, process

from practices.exchange.columns import BY_KEY, COLUMNS, COMPANIONS, names, plain, recognise
from practices.exchange.errors import UnknownColumns, Unreadable
from practices.models import ColumnMapping

# What a proposal must reach, of 100.
SIMILAR = 75
# What one must reach to be chosen beforehand: a wrong choice is easily overlooked.
LIKELY = 80
LEFT_OUT = ""
SHORT = 3


@dataclass(frozen=True)
class Meaning:
    """``index`` of the column, the ``key`` it stands for ("" left out) and its ``number`` (0 without)."""

    index: int
    header: str
    key: str
    number: int = 0


def called(header, index):
    """How a column is named to people, and remembered: its header, or its letter where it has none."""
    return header or _("column %(letter)s") % {"letter": get_column_letter(index + 1)}


def identity(header):
    """A header as it is compared and remembered; letters of other alphabets stay as they are."""
    return plain(header) or header.strip().casefold()


def understand(table, chosen=None):
    """[Meaning] of the table's columns that hold something.

    ``chosen``: {header: key or ""}, what somebody says for this file. Raises UnknownColumns with a question for each
    column nobody knows, and Unreadable where two columns mean the same or there is neither title nor slug.
    """
    said = {identity(header): key for header, key in (chosen or {}).items()}
    remembered = _remembered(table) | said
    meanings, questions = [], []
    for index, header in enumerate(table.headers):
        if not table.used[index] and recognise(header) is None:
            continue
        name = called(header, index)
        key = remembered.get(identity(name))
        if identity(name) not in said and (known := recognise(header)) is not None:
            meanings.append(Meaning(index, name, *known))
        elif key is not None:
            meanings.append(Meaning(index, name, key))
        else:
            questions.append({"header": name, "column": index + 1, "proposals": proposals(name)})
    if questions:
        raise UnknownColumns(questions)
    _check(meanings)
    return _numbered_apart(meanings)


def _remembered(table):
    headers = {identity(called(header, index))[:200] for index, header in enumerate(table.headers)}
    return dict(ColumnMapping.objects.filter(header__in=headers).values_list("header", "field"))


def remember(chosen):
    """Keep what somebody said of columns, for the next table with the same header."""
    for header, key in chosen.items():
        ColumnMapping.objects.update_or_create(header=identity(header)[:200], defaults={"field": key})


def proposals(header, limit=3):
    """Keys of the columns that a header may mean, the most similar first."""
    found = []
    folded = {plain(name): key for name, key in names().items() if BY_KEY[key].read}
    for _name, _score, key in process.extract(
        plain(header), {name: name for name in folded}, scorer=fuzz.WRatio, limit=8, score_cutoff=SIMILAR
    ):
        # Short names lie within nearly everything.
        if len(key) > SHORT and folded[key] not in found:
            found.append(folded[key])
    return found[:limit]


def is_likely(header, key):
    """Whether a column may be chosen beforehand: one of its names begins or ends like the header, or nearly is it."""
    asked = plain(header)
    called = [plain(name) for name, named in names().items() if named == key]
    return any(_one_ends(asked, name) or fuzz.ratio(asked, name) >= LIKELY for name in called)


def _one_ends(one, other):
    """Whether the shorter text stands at the beginning or at the end of the longer one."""
    short, long = sorted((one, other), key=len)
    return len(short) > SHORT and (long.startswith(short) or long.endswith(short))


def _check(meanings):
    taken = {}
    for meaning in meanings:
        key = meaning.key
        if not key or not BY_KEY[key].read or BY_KEY[key].many or (key in COMPANIONS and meaning.number):
            continue
        if key in taken:
            raise Unreadable(
                _("“%(first)s” and “%(second)s” mean the same column (%(name)s). Leave out or rename one of them.")
                % {"first": taken[key], "second": meaning.header, "name": BY_KEY[key].german}
            )
        taken[key] = meaning.header
    if not taken.keys() & {"slug", "title"}:
        raise Unreadable(
            _(
                "There is neither a column “Titel” nor “Slug”. Do the headers stand in the first row? "
                "They were read as: %(headers)s."
            )
            % {"headers": ", ".join(meaning.header for meaning in meanings)[:300]}
        )


def _numbered_apart(meanings):
    """Columns of several values in the order of their numbers, as their values are joined."""
    return sorted(meanings, key=lambda meaning: (meaning.number, meaning.index))


def check_keys(chosen):
    """Raise Unreadable when somebody names a column that doesn't exist."""
    readable = [column.key for column in COLUMNS if column.read]
    for header, key in chosen.items():
        if key != LEFT_OUT and key not in readable:
            raise Unreadable(
                _("“%(header)s” can't be read as “%(key)s”; there are: %(allowed)s.")
                % {"header": header, "key": key, "allowed": ", ".join(readable)}
            )
