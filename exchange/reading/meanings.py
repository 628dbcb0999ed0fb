"""Which column of a table means what: said for this table, recognised, or remembered of its owner."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from rapidfuzz import fuzz, process

from exchange.columns.headings import BY_KEY, COLUMNS, COMPANIONS, names, plain, recognise
from exchange.reading.errors import UnknownColumns, Unreadable

# What a proposal must reach, of 100.
SIMILAR = 75
# What one must reach to be chosen beforehand: a wrong choice is easily overlooked.
LIKELY = 80
LEFT_OUT = ""
SHORT = 3
SAID, RECOGNISED, REMEMBERED, UNKNOWN = "said", "recognised", "remembered", "unknown"


@dataclass(frozen=True)
class Meaning:
    """``index`` of the column, the ``key`` it stands for ("" left out) and its ``number`` (0 without).

    ``how`` that is known; UNKNOWN: ``key`` is what may be meant, to be chosen beforehand ("" where nothing is likely),
    and ``why``: what is to be said about it.
    """

    index: int
    header: str
    key: str
    number: int = 0
    how: str = SAID
    why: str = ""
    proposals: list = field(default_factory=list, compare=False)

    @property
    def letter(self):
        return get_column_letter(self.index + 1)


def called(header, index):
    """How a column is named to people, and remembered: its header, or its letter where it has none."""
    return header or _("column %(letter)s") % {"letter": get_column_letter(index + 1)}


def names_of(table):
    """How the columns are called; one whose header stood before has its letter beside it."""
    called_so, found = set(), []
    for index, header in enumerate(table.headers):
        name = called(header, index)
        if identity(name) in called_so:
            name = f"{name} ({called('', index)})"
        called_so.add(identity(name))
        found.append(name)
    return found


def identity(header):
    """A header as it is compared and remembered; letters of other alphabets stay as they are."""
    return (plain(header) or header.strip().casefold())[:200]


def survey(table, chosen=None, remembered=None):
    """[Meaning] of every column that holds something, those included that nobody knows.

    ``chosen``: {header: key or ""}, what somebody says for this file; ``remembered``: {identity of a header: key}. What
    is only remembered gives way where another column means the same already, and is asked for again.
    """
    said = {identity(header): key for header, key in (chosen or {}).items()}
    found, called_so = {}, names_of(table)
    for index, header in enumerate(table.headers):
        if not table.used[index] and recognise(header) is None:
            continue
        name = called_so[index]
        if identity(name) in said:
            found[index] = Meaning(index, name, said[identity(name)])
        elif known := recognise(header):
            found[index] = Meaning(index, name, *known, how=RECOGNISED)
    taken = {meaning.key: meaning.header for meaning in found.values()}
    for index, name in enumerate(called_so):
        if index in found or not table.used[index]:
            continue
        key = (remembered or {}).get(identity(name))
        if key is None or (_single(key) and key in taken):
            why = _collision(taken[key], name, key) if key is not None else ""
            found[index] = Meaning(index, name, "", 0, UNKNOWN, why, proposals(name))
        else:
            found[index] = Meaning(index, name, key, how=REMEMBERED)
            taken.setdefault(key, name)
    return [_guessed(found[index], taken) for index in sorted(found)]


def _guessed(meaning, taken):
    """An unknown column with what may be chosen beforehand: nothing that another one means or may mean."""
    if meaning.how != UNKNOWN:
        return meaning
    likely = (key for key in meaning.proposals if key not in taken and is_likely(meaning.header, key))
    if key := next(likely, ""):
        taken[key] = meaning.header
    return Meaning(meaning.index, meaning.header, key, 0, UNKNOWN, meaning.why, meaning.proposals)


def understand(table, chosen=None, remembered=None):
    """[Meaning] of the table's columns, as survey() but all of them known.

    Raises UnknownColumns, with a question for each column whose meaning somebody must say; also where two columns mean
    the same, or none is a title or a slug.
    """
    meanings = survey(table, chosen, remembered)
    if unknown := [meaning for meaning in meanings if meaning.how == UNKNOWN]:
        raise UnknownColumns(_questions(unknown))
    _check(meanings)
    # Columns of several values in the order of their numbers, as their values are joined.
    return sorted(meanings, key=lambda meaning: (meaning.number, meaning.index))


def _questions(meanings):
    return [{"header": m.header, "column": m.index + 1, "proposals": m.proposals} for m in meanings]


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


def _single(key, number=0):
    """Whether only one column may mean this."""
    return bool(key) and BY_KEY[key].read and not BY_KEY[key].many and not (key in COMPANIONS and number)


def _collision(first, second, key):
    return _("“%(first)s” and “%(second)s” mean the same column (%(name)s). Leave out or rename one of them.") % {
        "first": first,
        "second": second,
        "name": BY_KEY[key].german,
    }


def _check(meanings):
    taken = {}
    for meaning in meanings:
        if not _single(meaning.key, meaning.number):
            continue
        if first := taken.get(meaning.key):
            raise UnknownColumns(_questions([first, meaning]), _collision(first.header, meaning.header, meaning.key))
        taken[meaning.key] = meaning
    if not taken.keys() & {"slug", "title"}:
        raise UnknownColumns(
            _questions(meanings),
            _(
                "There is neither a column “Titel” nor “Slug”. Do the headers stand in another row? "
                "They were read as: %(headers)s."
            )
            % {"headers": ", ".join(meaning.header for meaning in meanings)[:300]},
        )


def check_keys(chosen):
    """Raise Unreadable when somebody names a column that doesn't exist."""
    readable = [column.key for column in COLUMNS if column.read]
    for header, key in chosen.items():
        if key != LEFT_OUT and key not in readable:
            raise Unreadable(
                _("“%(header)s” can't be read as “%(key)s”; there are: %(allowed)s.")
                % {"header": header, "key": key, "allowed": ", ".join(readable)}
            )
