"""What an export tells of a case beside its plain form: for people and programs to read, not to be changed."""

from django.utils import timezone

from exchange.columns import cells
from exchange.columns.column import Column
from exchange.columns.kinds import Told
from practices.systems import SYSTEMS


def _informational(key, german, english, text, tell, also=()):
    return Column(key, german, english, text, kind=Told(tell), also=also, read=False, template=0)


def _degrees(value):
    return "" if value is None else str(value)


def _titles_of(system):
    return lambda case: "; ".join(coding.term.title for coding in getattr(case.practice, system.member).all())


def _joined(values):
    return "; ".join(dict.fromkeys(filter(None, values)))


TOLD = (
    _informational(
        "handlungsfeld_title",
        "Handlungsfeld (Titel)",
        "Handlungsfeld (title)",
        "Titel des Handlungsfelds.",
        lambda case: case.practice.handlungsfeld.title,
    ),
    *(
        _informational(
            f"{system.member}_titles",
            *(f"{name} ({titles})" for name, titles in zip(system.heading, ("Titel", "titles"), strict=True)),
            f"Titel der {system.heading[0]}.",
            _titles_of(system),
        )
        for system in SYSTEMS
        if system.needed
    ),
    _informational(
        "carriers",
        "Alle Träger",
        "All carriers",
        "Der erste Träger und die weiteren.",
        lambda case: "; ".join(map(str, case.practice.carrier_labels)),
    ),
    _informational(
        "place_names",
        "Ortsnamen",
        "Place names",
        "Namen der Orte.",
        lambda case: "; ".join(place.name for place in case.places),
    ),
    _informational(
        "countries",
        "Staaten",
        "Countries",
        "ISO 3166-1.",
        lambda case: _joined(place.country for place in case.places),
        also=("Country", "Staat"),
    ),
    _informational(
        "states",
        "Länder",
        "States",
        "ISO 3166-2.",
        lambda case: _joined(place.state for place in case.places),
        also=("State", "Bundesland", "Bundesländer"),
    ),
    _informational(
        "coordinates",
        "Koordinaten der Orte",
        "Coordinates of the places",
        "Jeder Ort in einer Zeile: Name | Breite | Länge",
        lambda case: cells.write((place.name, _degrees(place.lat), _degrees(place.lon)) for place in case.places),
    ),
    _informational(
        "source_citations",
        "Belege im Wortlaut",
        "Source citations",
        "Volle Belege mit Fundstellen.",
        lambda case: "\n".join(cited.full for cited in case.practice.citations.all()),
    ),
    _informational(
        "url",
        "Adresse",
        "URL",
        "Die Seite des Falls.",
        lambda case: f"{case.base_url}{case.practice.get_absolute_url()}",
        also=("Link", "Webadresse"),
    ),
    _informational(
        "created",
        "Angelegt",
        "Created",
        "Zeitpunkt der Erfassung.",
        lambda case: timezone.localtime(case.practice.created).isoformat(),
        also=("Erstellt",),
    ),
    _informational(
        "updated",
        "Geändert",
        "Updated",
        "Zeitpunkt der letzten Änderung.",
        lambda case: timezone.localtime(case.practice.updated).isoformat(),
    ),
    Column(
        "base_version",
        "Fassung im Atlas",
        "Version in the atlas",
        "Nummer der Fassung, aus der die Zeile stammt; nicht ändern. So bleibt erhalten, was andere inzwischen ändern.",
        kind=Told(lambda case: case.practice.base_version),
        template=0,
    ),
    Column(
        "id",
        "Dauerhafte Kennung",
        "Permanent id",
        "Bleibt dieselbe, auch wenn sich der Slug ändert. Nicht ändern; bei Neuem leer lassen.",
        kind=Told(lambda case: str(case.practice.uuid)),
        template=0,
        width=38,
    ),
)
