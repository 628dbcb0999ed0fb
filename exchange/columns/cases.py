"""Every column of a table, in the order of the export. Texts of the format are data: both languages stand here."""

from exchange.columns.column import Column
from practices.systems import SYSTEMS


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
    *(
        Column(
            system.member,
            *system.heading,
            CODING_HELP,
            also=system.also,
            many=True,
            single=system.single,
            template=system.columns,
            options=system.codebook,
            width=system.width,
        )
        for system in SYSTEMS
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
    *(
        _informational(
            f"{system.member}_titles",
            *(f"{name} ({titles})" for name, titles in zip(system.heading, ("Titel", "titles"), strict=True)),
            f"Titel der {system.heading[0]}.",
        )
        for system in SYSTEMS
        if system.needed
    ),
    _informational("place_names", "Ortsnamen", "Place names", "Namen der Orte."),
    _informational("countries", "Staaten", "Countries", "ISO 3166-1.", also=("Country", "Staat")),
    _informational("states", "Länder", "States", "ISO 3166-2.", also=("State", "Bundesland", "Bundesländer")),
    _informational(
        "coordinates",
        "Koordinaten der Orte",
        "Coordinates of the places",
        "Jeder Ort in einer Zeile: Name | Breite | Länge",
    ),
    _informational("source_citations", "Belege im Wortlaut", "Source citations", "Volle Belege mit Fundstellen."),
    _informational("url", "Adresse", "URL", "Die Seite des Falls.", also=("Link", "Webadresse")),
    _informational("created", "Angelegt", "Created", "Zeitpunkt der Erfassung.", also=("Erstellt",)),
    _informational("updated", "Geändert", "Updated", "Zeitpunkt der letzten Änderung."),
    Column(
        "base_version",
        "Fassung im Atlas",
        "Version in the atlas",
        "Nummer der Fassung, aus der die Zeile stammt; nicht ändern. So bleibt erhalten, was andere inzwischen ändern.",
        template=0,
    ),
    Column(
        "id",
        "Dauerhafte Kennung",
        "Permanent id",
        "Bleibt dieselbe, auch wenn sich der Slug ändert. Nicht ändern; bei Neuem leer lassen.",
        template=0,
        width=38,
    ),
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
