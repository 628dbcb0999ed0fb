"""The columns of a table of cases: one definition for template, import, export and documentation.

A row is a case in the plain form (practices.editorial.contents). Both headers and the key are recognised, whatever
their case, blanks, hyphens and spelling of umlauts. Texts of the file format are data, not interface, so both
languages stand here side by side.
"""

import re
from dataclasses import dataclass
from functools import cache

from practices.search.folding import fold

_NUMBERED = re.compile(r"^(?P<name>.*?\D)[\s_.\-]*(?P<number>\d{1,2})$")


@dataclass(frozen=True)
class Column:
    """``many``: several values in a cell, and numbered columns (``single`` 1, ``single`` 2 …) are joined.

    ``read``: the import uses it.

    ``written``: the export has it. ``template``: how many columns of this kind the template shows.
    ``options``: the name of the list that the template offers as a drop-down. ``help``: for the template, in German.
    """

    key: str
    german: str
    english: str
    help: str
    also: tuple = ()
    many: bool = False
    single: str = ""
    read: bool = True
    written: bool = True
    template: int = 1
    options: str = ""
    width: int = 24

    @property
    def names(self):
        return tuple(filter(None, (self.key, self.german, self.english, self.single, *self.also)))


def _informational(key, german, english, text, also=()):
    return Column(key, german, english, text, also=also, read=False, template=0)


CODING_HELP = (
    "Kurzname oder Titel aus der Liste; mehrere je Zeile oder durch Semikolon getrennt. "
    "Ausführlich: Titel | laut Quelle oder redaktionell | Kapitel | Grund"
)

COLUMNS = (
    Column(
        "slug",
        "Slug",
        "Slug",
        "Kurzname in der Adresse. Leer: wird aus dem Titel gebildet.",
        also=("Kurzname", "Kurzname (Slug)", "Kürzel"),
    ),
    Column(
        "status",
        "Status",
        "Status",
        "Wird nicht geändert: Neues ist ein Entwurf, über alles Weitere entscheidet die Redaktion.",
        template=0,
    ),
    Column(
        "title",
        "Titel",
        "Title",
        "Pflicht, höchstens 160 Zeichen.",
        also=("Titel (deutsch)", "Title (German)", "Name", "Bezeichnung"),
        width=40,
    ),
    Column(
        "title_en",
        "Titel (englisch)",
        "Title (English)",
        "Höchstens 160 Zeichen.",
        also=("Englischer Titel", "English title", "Title en"),
        width=40,
    ),
    Column(
        "summary",
        "Kurzfassung",
        "Summary",
        "Pflicht, ein Satz, höchstens 300 Zeichen.",
        also=("Kurzfassung (deutsch)", "Summary (German)", "Kurzbeschreibung", "Zusammenfassung"),
        width=50,
    ),
    Column(
        "summary_en",
        "Kurzfassung (englisch)",
        "Summary (English)",
        "Höchstens 300 Zeichen.",
        also=("Englische Kurzfassung", "English summary"),
        width=50,
    ),
    Column(
        "description",
        "Beschreibung",
        "Description",
        "Pflicht, 60 bis 150 eigene Wörter.",
        also=("Beschreibung (deutsch)", "Description (German)", "Text"),
        width=60,
    ),
    Column(
        "handlungsfeld",
        "Handlungsfeld",
        "Handlungsfeld",
        "Pflicht: das Haupt-Handlungsfeld, Titel oder Kurzname.",
        also=("Haupt-Handlungsfeld", "Main Handlungsfeld", "Field of action", "Thema"),
        options="handlungsfeld",
        width=30,
    ),
    Column(
        "handlungsfeld_basis",
        "Handlungsfeld beruht auf",
        "Handlungsfeld basis",
        "„laut Quelle“ (dann mit Kapitel) oder „redaktionell“ (dann mit Grund).",
        also=("Grundlage Handlungsfeld", "Handlungsfeld Grundlage"),
        options="basis",
    ),
    Column(
        "handlungsfeld_chapter",
        "Handlungsfeld Kapitel",
        "Handlungsfeld chapter",
        "Kapitel oder Fundstelle, höchstens 40 Zeichen.",
        also=("Kapitel Handlungsfeld", "Handlungsfeld Fundstelle"),
    ),
    Column(
        "handlungsfeld_note",
        "Handlungsfeld Grund",
        "Handlungsfeld note",
        "Grund oder Anmerkung, höchstens 400 Zeichen.",
        also=("Handlungsfeld Begründung", "Begründung Handlungsfeld", "Handlungsfeld reason"),
        width=40,
    ),
    Column(
        "further_handlungsfelder",
        "Weitere Handlungsfelder",
        "Further Handlungsfelder",
        CODING_HELP,
        also=("Weiteres Handlungsfeld", "Further Handlungsfeld"),
        many=True,
        single="Weiteres Handlungsfeld",
        template=2,
        options="handlungsfeld",
        width=30,
    ),
    Column(
        "teilaspekte",
        "Teilaspekte",
        "Teilaspekte",
        CODING_HELP,
        also=("Teilaspekt",),
        many=True,
        single="Teilaspekt",
        template=3,
        options="teilaspekte",
        width=30,
    ),
    Column(
        "handlungsmuster",
        "Handlungsmuster",
        "Handlungsmuster",
        CODING_HELP,
        also=("Action patterns", "Action pattern"),
        many=True,
        single="Handlungsmuster",
        template=3,
        options="handlungsmuster",
        width=26,
    ),
    Column(
        "buergerrollen",
        "Bürgerrollen",
        "Bürgerrollen",
        CODING_HELP,
        also=("Bürgerrolle", "Roles of citizens", "Role of citizens"),
        many=True,
        single="Bürgerrolle",
        template=3,
        options="buergerrollen",
        width=26,
    ),
    Column(
        "coding_basis",
        "Codierung beruht auf",
        "Coding basis",
        "Gilt für alle Codierungen der Zeile, die selbst nichts sagen.",
        also=("Grundlage der Codierung", "Basis of the coding"),
        written=False,
        options="basis",
    ),
    Column(
        "coding_chapter",
        "Kapitel der Codierung",
        "Coding chapter",
        "Kapitel für alle Codierungen der Zeile, die selbst keines nennen.",
        also=("Fundstelle der Codierung",),
        written=False,
    ),
    Column(
        "coding_reason",
        "Begründung der Codierung",
        "Coding reason",
        "Grund für alle Codierungen der Zeile, die selbst keinen nennen.",
        also=("Begründung", "Grund der Codierung", "coding_note_default", "Reason"),
        written=False,
        width=40,
    ),
    Column(
        "coding_note",
        "Anmerkung zur Codierung",
        "Note on the coding",
        "Wo die Quelle für Handlungsmuster oder Bürgerrolle nichts hergibt, steht es hier.",
        also=("Hinweis zur Codierung", "Coding note"),
        width=40,
    ),
    Column(
        "carrier",
        "Träger",
        "Carrier",
        "Aus der Liste; leer: die Quelle sagt es nicht.",
        also=("Trägerschaft", "Träger der Praxis"),
        options="carrier",
    ),
    Column(
        "as_of",
        "Stand (Jahr)",
        "As of (year)",
        "Pflicht: das Jahr, von dem die Beschreibung spricht; ein Datum geht auch.",
        also=("Stand", "Jahr", "As of", "Year"),
        width=12,
    ),
    Column(
        "confirmed",
        "Zuletzt bestätigt",
        "Last confirmed",
        "Datum, an dem zuletzt jemand nachgesehen hat.",
        also=("Bestätigt", "Bestätigt am", "Confirmed"),
        width=16,
    ),
    Column(
        "places",
        "Orte",
        "Places",
        "Name, auch mit Land: Schönau (Baden-Württemberg); oder Kurzname; oder geonames:2835297. "
        "Mehrere je Zeile oder durch Semikolon getrennt.",
        also=("Ort", "Place", "Gemeinde", "Stadt", "Kommune", "Town", "Municipality", "Ortsname"),
        many=True,
        single="Ort",
        template=2,
    ),
    Column(
        "lat",
        "Breite",
        "Latitude",
        "Grad WGS 84. Gelesen, wo kein Ort genannt ist oder mehrere so heißen.",
        also=("Breitengrad", "Geographische Breite", "Geografische Breite", "y"),
        width=12,
    ),
    Column(
        "lon",
        "Länge",
        "Longitude",
        "Grad WGS 84, zusammen mit der Breite.",
        also=("Längengrad", "Geographische Länge", "Geografische Länge", "lng", "long", "x"),
        width=12,
    ),
    Column(
        "sources",
        "Quellen",
        "Sources",
        "Eine je Zeile: voller Beleg oder Kurzname | Kapitel oder Seite | Adresse",
        also=("Quelle", "Source", "Beleg", "Belege", "Literatur", "Citation"),
        many=True,
        single="Quelle",
        template=1,
        width=50,
    ),
    Column(
        "locator",
        "Fundstelle",
        "Locator",
        "Kapitel oder Seite für Quellen der Zeile, die selbst keine nennen; „Fundstelle 2“ gehört zu „Quelle 2“.",
        also=("Seite", "Kapitel oder Seite", "Page"),
        written=False,
    ),
    Column(
        "source_url",
        "Adresse der Quelle",
        "Source URL",
        "Adresse (https://…) für neue Quellen der Zeile, die selbst keine nennen.",
        also=("Quelle URL", "Quellen-URL", "Link der Quelle"),
        written=False,
        width=40,
    ),
    Column(
        "images",
        "Bilder",
        "Images",
        "Prüfsumme eines Bildes im Atlas | Alternativtext | Urheber | Lizenz",
        also=("Bild", "Image", "Pictures"),
        many=True,
        single="Bild",
        template=0,
    ),
    # In a GeoJSON the point of a case; no column of a table.
    Column("geometry", "Geometrie", "Geometry", "Punkt (GeoJSON).", written=False, template=0),
    _informational(
        "handlungsfeld_title", "Handlungsfeld (Titel)", "Handlungsfeld (title)", "Titel des Handlungsfelds."
    ),
    _informational(
        "handlungsmuster_titles", "Handlungsmuster (Titel)", "Handlungsmuster (titles)", "Titel der Handlungsmuster."
    ),
    _informational("buergerrollen_titles", "Bürgerrollen (Titel)", "Bürgerrollen (titles)", "Titel der Bürgerrollen."),
    _informational("place_names", "Ortsnamen", "Place names", "Namen der Orte."),
    _informational("countries", "Staaten", "Countries", "ISO 3166-1.", also=("Country", "Staat")),
    _informational("states", "Länder", "States", "ISO 3166-2.", also=("State", "Bundesland", "Bundesländer")),
    _informational("source_citations", "Belege im Wortlaut", "Source citations", "Volle Belege mit Fundstellen."),
    _informational("url", "Adresse", "URL", "Die Seite des Falls.", also=("Link", "Webadresse")),
    _informational("created", "Angelegt", "Created", "Zeitpunkt der Erfassung.", also=("Erstellt",)),
    _informational("updated", "Geändert", "Updated", "Zeitpunkt der letzten Änderung."),
    Column(
        "error",
        "Fehler",
        "Error",
        "Was beim letzten Einlesen zu beanstanden war.",
        read=False,
        written=False,
        template=0,
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
WRITTEN = tuple(column for column in COLUMNS if column.written)
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
