"""A row of a table → what it says of a case."""

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.folding import spelled_out
from core.permanent_ids import read_id
from exchange.columns import values
from exchange.columns.codings import ForTheRow, basis_of, codings
from exchange.columns.headings import ALONE, BY_KEY
from exchange.columns.kinds import Row
from exchange.faults.fault import Fault
from exchange.reading import limits
from exchange.reading.table import is_blank
from practices.lookup import terms
from practices.lookup.places import Places
from practices.lookup.sources import Sources
from practices.models import Picture

LONGEST_SLUG = 120
MAIN = ("handlungsfeld_basis", "handlungsfeld_chapter", "handlungsfeld_note")
POINTS = ("Point", "MultiPoint")
# Columns of one cell that are read together.
JOINT = ("slug", "id", "status", "base_version", *MAIN, "coding_basis", "coding_chapter", "coding_reason", "lat", "lon")


@dataclass
class Statement:
    """What a row says. ``members``: those of the plain form that the table has columns for.

    ``main`` holds what it says of the main Handlungsfeld ("slug", "basis", "chapter", "note"), codings are
    exchange.columns.codings.Coded, ``row`` fills in what they leave open, and ``otherwise`` where that says nothing.
    ``otherwise_members``: those of a case that has none. ``base``: the version of the case that the row was made from.
    ``id``: the permanent id (UUID) that it names.
    """

    number: int
    slug: str = ""
    slug_given: bool = False
    status: str = ""
    base: int | None = None
    id: UUID | None = None
    members: dict = field(default_factory=dict)
    main: dict = field(default_factory=dict)
    row: ForTheRow = field(default_factory=ForTheRow)
    otherwise: ForTheRow = field(default_factory=ForTheRow)
    otherwise_members: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)
    notices: list = field(default_factory=list)

    def speaks_of(self, member):
        """Whether the table says something of a member of the plain form."""
        return member in self.members or (member == "handlungsfeld" and bool(self.main))

    def fill(self, coded):
        """A Coded → a coding of the plain form; what was said for all rows only where row and cell say nothing."""
        return (self.otherwise if coded.bare and not self.row else self.row).fill(coded)


class RowReader:
    """Reads the rows of one table: the vocabulary, places and sources are looked up once for all of them."""

    def __init__(self, meanings, chosen_places=None, values=None, defaults=None):
        """``values``: {column: {text: value}} that was said; ``defaults``: {column: text} for rows that say nothing."""
        self.meanings = [meaning for meaning in meanings if meaning.key and BY_KEY[meaning.key].read]
        self.present = {meaning.key for meaning in self.meanings}
        self.vocabulary, self.places, self.sources = terms.Vocabulary(values), Places(chosen_places), Sources()
        self._pictures, self.defaults = {}, defaults or {}

    def read(self, record):
        """A Record → Statement."""
        said = Statement(record.number)
        keys = {meaning.index: meaning.key for meaning in self.meanings}
        for index, kind, shown in record.faults:
            if index == -1 or index in keys:
                said.faults.append(_fault_of_cell(kind, keys.get(index, "row"), shown))
        spoilt = {index for index, *_rest in record.faults}
        found = {key: [] for key in self.present}
        for meaning in self.meanings:
            value = record.cells[meaning.index] if meaning.index < len(record.cells) else None
            if meaning.index not in spoilt and not is_blank(value):
                found[meaning.key].append((meaning.number, value))
        # A member with a spoilt cell is neither emptied nor read by halves.
        self._spoilt = {keys[index] for index in spoilt if index in keys}
        self._take(said, Row(found, self, said.faults, said.notices))
        return said

    def _take(self, said, row):
        texts = {key: row.text(key) for key in JOINT if key in row.found}
        self._take_names(said, row, texts)
        if text := texts.get("base_version"):
            said.base = row.converted(values.as_whole_number, "base_version", text)
        self._take_main(said, row, texts)
        said.row, said.otherwise = self._for_the_row(texts, said.faults), self._for_the_row(self.defaults, said.faults)
        row.points = _points(row, texts)
        for column in ALONE:
            if column.key in row.found or (column.key == "places" and row.points):
                said.members[column.key] = column.kind.read(column.key, row)
        self._take_defaults(said, row)
        for key in self._spoilt:
            said.members.pop(key, None)

    def _for_the_row(self, texts, faults):
        names = self.vocabulary.names("coding_basis")
        basis = basis_of(texts.get("coding_basis", ""), "coding_basis", faults, names)
        return ForTheRow(basis, texts.get("coding_chapter", ""), texts.get("coding_reason", ""))

    def _take_defaults(self, said, row):
        """What somebody said for all rows, for a case that has nothing there."""
        for key in ("as_of", "sources"):
            if text := self.defaults.get(key):
                alone = Row({key: [(0, text)]}, self, said.faults, said.notices)
                said.otherwise_members[key] = BY_KEY[key].kind.read(key, alone)

    def _take_names(self, said, row, texts):
        said.slug = texts.get("slug", "")
        said.slug_given = bool(said.slug)
        if text := texts.get("id"):
            self._take_id(said, text)
        title = next(iter(row.numbered("title").values()), "")
        if not said.slug and title:
            said.slug = slugify(spelled_out(title))[:LONGEST_SLUG].strip("-")
            if not said.slug:
                said.faults.append(Fault("slug", "", _("No slug can be made of the title; please give one.")))
        if not said.slug and not title and not said.id and not self._spoilt & {"title", "slug"}:
            said.faults.append(Fault("title", "", _("The row has neither a title nor a slug.")))
        if status := texts.get("status", ""):
            names = terms.choices("status")
            said.status = names.find(status) or ""
            if not said.status:
                message = _("“%(value)s” is no status; there are: %(allowed)s.")
                allowed = ", ".join(names.shown.values())
                said.faults.append(
                    Fault("status", status, message % {"value": status, "allowed": allowed}, names.nearest(status))
                )

    def _take_id(self, said, text):
        """Tables of others number their rows in a column of this name, so that anything else is passed over."""
        said.id = read_id(text)
        if said.id is None:
            message = _("“%(value)s” is no permanent id of the atlas (a UUID) and was passed over.")
            said.notices.append(message % {"value": text[:60]})

    def _take_main(self, said, row, texts):
        for key in MAIN:
            if key in texts:
                said.main[key.removeprefix("handlungsfeld_")] = texts[key]
        if basis := said.main.get("basis"):
            names = self.vocabulary.names("handlungsfeld_basis")
            said.main["basis"] = basis_of(basis, "handlungsfeld_basis", said.faults, names)
        if "handlungsfeld" not in row.found:
            return
        known = codings("handlungsfeld", row.found["handlungsfeld"], self.vocabulary, said.faults)
        if len(known) > 1:
            titles = ", ".join(self.vocabulary.names("handlungsfeld").title(one.slug) for one in known)
            message = _("A case has one main Handlungsfeld; put the others under “Weitere Handlungsfelder”.")
            said.faults.append(Fault("handlungsfeld", titles, message))
        said.main["slug"] = known[0].slug if known else ""
        if known and not known[0].bare:
            said.main |= {name: getattr(known[0], name) for name in ("basis", "chapter", "note")}

    def has_picture(self, digest):
        if digest not in self._pictures:
            self._pictures[digest] = Picture.objects.filter(digest=digest[:64]).values_list("pk", flat=True).first()
        return self._pictures[digest] is not None

    def picture_pk(self, digest):
        return self._pictures[digest]


def _points(row, texts):
    """[(lat, lon)] of the columns of degrees, or of a GeoJSON geometry."""
    lat, lon = texts.get("lat", ""), texts.get("lon", "")
    if lat or lon:
        for key, text in (("lat", lat), ("lon", lon)):
            if not text:
                row.faults.append(Fault(key, "", _("Latitude and longitude go together.")))
        return _point(lat, lon, row) if lat and lon else []
    for _number, geometry in row.found.get("geometry", ()):
        return _geometry_points(geometry, bool(row.found.get("places")), row.faults)
    return []


def _point(lat, lon, row):
    read = [
        row.converted(lambda text, most=most: values.as_degrees(text, most), key, text)
        for key, text, most in (("lat", lat, 90), ("lon", lon, 180))
    ]
    return [tuple(read)] if None not in read else []


def _geometry_points(geometry, named, faults):
    kind = geometry.get("type") if isinstance(geometry, dict) else geometry
    if kind not in POINTS:
        if not named:
            message = _("A case lies at a point; “%(kind)s” is none. Name the place in a property.")
            faults.append(Fault("geometry", str(kind)[:40], message % {"kind": str(kind)[:40]}))
        return []
    coordinates = geometry.get("coordinates")
    points = [coordinates] if kind == "Point" else coordinates
    try:
        pairs = [(float(point[1]), float(point[0])) for point in points]
    except (TypeError, ValueError, IndexError, KeyError):
        faults.append(Fault("geometry", str(coordinates)[:80], _("These are no coordinates (longitude, latitude).")))
        return []
    for lat, lon in pairs:
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            message = _("No point on earth: GeoJSON gives degrees (WGS 84), first longitude, then latitude.")
            faults.append(Fault("geometry", f"{lon:g}, {lat:g}", message))
            return []
    return pairs


def _fault_of_cell(kind, field, shown):
    """The Fault of what a reader found in a cell (see exchange.reading.table)."""
    messages = {
        "formula": _("Formulas are not taken over. Paste the value instead (in a CSV write ' before a text with =)."),
        "error": _("The spreadsheet shows an error here."),
        "long": _("The text has %(size)s characters; at most %(most)s are read.")
        % {"size": shown, "most": limits.MAX_CELL},
        "null": _("The text holds a null character."),
        "surrogate": _("The text holds signs that are no Unicode."),
        "wide": _("The row has more cells than the header. Is a delimiter or a quotation mark missing?"),
    }
    proposal = f"'{shown}" if kind == "formula" else ""
    return Fault(field, "" if kind == "long" else shown, messages[kind], proposal)
