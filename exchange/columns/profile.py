"""The columns of the profile (practices.models.profile): one for each member, read and told by what it may hold."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from exchange.columns import cells, kinds
from exchange.columns.codings import basis_of
from exchange.columns.column import Column
from exchange.columns.values import as_date
from exchange.faults.fault import Fault
from practices.lookup import terms
from practices.lookup.unknown import NotUnderstood
from practices.models.profile.composites import Entries, Ground, Several
from practices.models.profile.kinds import Choice, Day
from practices.models.profile.members import BY_NAME

UNKNOWN_CHOICE = _("“%(value)s” is not known; there are: %(allowed)s.")


class Told(kinds.Kind):
    """A member of one value, read as somebody types it into the form."""

    def __init__(self, kind):
        self.kind = kind

    def read(self, key, row):
        text = self.kind.typed(row.text(key)) if row.holds_number(key) else row.text(key)
        try:
            return self.kind.read(text) if text else self.kind.empty
        except ValidationError as error:
            row.faults.append(Fault(key, text, " ".join(error.messages)))
            return self.kind.empty

    def cell(self, key, case):
        value = case.content[key]
        return None if value == self.kind.empty else value

    def shown(self, key, value, vocabulary):
        return self.kind.shown(value)


class Many(kinds.Kind):
    """A member of several entries; the parts of one are separated by " | "."""

    many = True

    def __init__(self, kind):
        self.kind = kind

    def read(self, key, row):
        return [entry for _number, value in row.found[key] for entry in self._entries(key, value, row)]

    def shown(self, key, value, vocabulary):
        return "\n".join(map(self.kind.shown, value))


class Listed(Many):
    """Several of a list."""

    one = kinds.Choice(UNKNOWN_CHOICE)

    def _entries(self, key, value, row):
        if isinstance(value, dict) or (isinstance(value, list) and not all(isinstance(one, str) for one in value)):
            row.faults.append(Fault(key, str(value)[:120], str(_("A text is expected here."))))
            return
        for text, *_rest in cells.items_of(value, ()):
            if found := self.one.chosen(key, text, row):
                yield found

    def cell(self, key, case):
        return cells.write([one] for one in case.content[key])


class Objects(Many):
    """Objects with parts."""

    def _entries(self, key, value, row):
        """The entries; one from JSON has the parts that it names, and keeps the others as they are."""
        parts = self.kind.parts
        for named in self._named(key, value, row):
            try:
                yield {name: _read(parts[name], text) for name, text in named.items()}
            except ValidationError as error:
                row.faults.append(Fault(key, " | ".join(named.values())[:120], " ".join(error.messages)))

    def _named(self, key, value, row):
        """{part: text} of each entry."""
        parts = self.kind.parts
        if isinstance(value, list):
            for one in value:
                yield from self._named(key, one, row)
        elif isinstance(value, dict) and (strange := value.keys() - parts.keys()):
            message = _("An entry has no part “%(name)s”; there are: %(names)s.")
            told = {"name": min(strange)[:60], "names": ", ".join(parts)}
            row.faults.append(Fault(key, str(value)[:120], message % told))
        elif isinstance(value, dict):
            yield {name: _typed(parts[name], value[name]) for name in parts if name in value}
        else:
            for given in cells.items_of(value, tuple(parts), several=False):
                if len(given) > len(parts):
                    message = _("An entry has %(n)s parts at most: %(names)s.")
                    told = {"n": len(parts), "names": " | ".join(parts)}
                    row.faults.append(Fault(key, " | ".join(given)[:120], message % told))
                else:
                    yield dict.fromkeys(parts, "") | dict(zip(parts, given, strict=False))

    def cell(self, key, case):
        parts = self.kind.parts.items()
        return cells.write([part.typed(entry[name]) for name, part in parts] for entry in case.content[key])


class OfGroup(kinds.Kind):
    """On what a group rests: rests on | passage | reason."""

    def __init__(self, kind):
        self.kind = kind

    def read(self, key, row):
        value = next((value for _number, value in row.found[key]), None)
        found = cells.items_of(value, self.kind.PARTS, several=False)
        if not found:
            return None
        basis, chapter, note, *more = (*found[0], "", "")
        if any(more) or len(found) > 1 or (isinstance(value, dict) and value.keys() - set(self.kind.PARTS)):
            row.faults.append(Fault(key, str(value)[:120], str(_("One ground: rests on | passage | reason."))))
            return None
        basis = basis_of(basis, key, row.faults, row.vocabulary.names(key))
        return self.kind.normal({"basis": str(basis), "chapter": chapter, "note": note})

    def cell(self, key, case):
        value = case.content[key]
        return cells.write([[value[part] for part in self.kind.PARTS]]) if value else None

    def shown(self, key, value, vocabulary):
        return self.kind.shown(value)


def _read(kind, text):
    """A part of an entry → its value. Raises ValidationError."""
    if not text:
        return kind.empty
    if isinstance(kind, Choice):
        names = terms.choices(terms.LISTED_KINDS[kind.choices])
        found = names.find(text)
        if found is None:
            raise ValidationError(UNKNOWN_CHOICE % {"value": text[:60], "allowed": ", ".join(names.shown.values())})
        return found
    if isinstance(kind, Day):
        try:
            return as_date(text).isoformat()
        except NotUnderstood as error:
            raise ValidationError(str(error)) from None
    return kind.read(text)


def _typed(kind, value):
    """A part of an entry from JSON as somebody would type it: a point there is never one of thousands."""
    return kind.typed(cells.text(value) if isinstance(value, list | dict) else kinds.text_of(value))


def _kind_of(member):
    kind = member.kind
    if isinstance(kind, Several):
        return Listed(kind)
    if isinstance(kind, Entries):
        return Objects(kind)
    if isinstance(kind, Ground):
        return OfGroup(kind)
    return kinds.Choice(UNKNOWN_CHOICE) if isinstance(kind, Choice) else Told(kind)


# Heading in German and English, what stands in it, other names, and the name of one of several numbered columns.
_HEADINGS = {
    "phase": ("Phase", "Phase", "Wie weit es war; aus der Liste. Leer: niemand weiß es.", ("Projektphase",)),
    "phase_year": ("Phase bekannt (Jahr)", "Phase known in (year)", "Das Jahr, von dem die Phase bekannt ist."),
    "begin": ("Beginn", "Begin", "Jahr oder Jahr und Monat: 2014, 2014-06.", ("Laufzeit von", "Start")),
    "end": ("Ende", "End", "Jahr oder Jahr und Monat. Leer: läuft weiter oder unbekannt.", ("Laufzeit bis",)),
    "further_carriers": (
        "Weitere Träger",
        "Further carriers",
        "Neben dem ersten Träger; aus der Liste, mehrere durch Semikolon.",
        ("Weitere Trägerschaft",),
        "Weiterer Träger",
    ),
    "initiator": ("Initiator", "Initiator", "Wer es begann: Stelle, Organisation oder Gruppe.", ("Initiatorin",)),
    "partners": ("Beteiligte", "Partners", "Wer mitwirkt.", ("Partner", "Kooperationspartner")),
    "cost_amount": ("Kosten (Betrag)", "Cost (amount)", "Eine ganze Zahl, mit Währung.", ("Kosten in Euro",)),
    "cost_currency": ("Währung", "Currency", "EUR, CHF …"),
    "cost": ("Kosten (wofür)", "Cost (what for)", "Was der Betrag umfasst, oder die Kosten in Worten.", ("Kosten",)),
    "staff": ("Personal und Ehrenamt", "Staff and volunteers", "Bezahlt und unbezahlt.", ("Personal", "Ehrenamt")),
    "effects": ("Wirkung", "Effect", "Was daraus wurde.", ("Wirkungen", "Ergebnis", "Effects", "Results")),
    "evidence": (
        "Beleg der Wirkung",
        "Kind of evidence",
        "Woher man die Wirkung kennt; aus der Liste. Leer: keine bekannt.",
        ("Art des Belegs", "Evidence"),
    ),
    "figures": (
        "Zahlen der Wirkung",
        "Figures of the effect",
        "Je Zeile: was | Wert | Einheit | Jahr | was (englisch) | Einheit (englisch)",
        ("Kennzahlen",),
        "Zahl der Wirkung",
    ),
    "prizes": ("Auszeichnungen", "Prizes", "Je Zeile: Preis | Jahr", ("Preise", "Awards"), "Auszeichnung"),
    "preconditions": ("Voraussetzungen", "Preconditions", "Was vorher da war oder da sein musste."),
    "obstacles": ("Stolpersteine", "Obstacles", "Was schiefging oder schwer war.", ("Hindernisse",)),
    "open_questions": ("Offene Fragen", "Open questions", "Was die Quellen offen lassen und fürs Entscheiden zählt."),
    "links": (
        "Weiterlesen",
        "Read on",
        "Je Zeile: Titel | Art (eigene Website, Bericht, Presse) | Adresse | Tag des Zugriffs",
        (),
        "Verweis",
    ),
    "contact": ("Ansprechstelle", "Contact", "Stelle oder Organisation, nie eine Privatperson.", ("Kontakt",)),
    "contact_address": (
        "Adresse der Ansprechstelle",
        "Address of the contact",
        "Ihre öffentliche Adresse im Netz oder Mailadresse.",
        ("Kontaktadresse",),
    ),
    "course_basis": ("Stand und Laufzeit beruhen auf", "State and duration rest on"),
    "actors_basis": ("Träger und Beteiligte beruhen auf", "Carriers and partners rest on"),
    "means_basis": ("Mittel beruhen auf", "Means rest on"),
    "effect_basis": ("Wirkung beruht auf", "Effect rests on"),
    "lessons_basis": ("Voraussetzungen und Stolpersteine beruhen auf", "Preconditions and obstacles rest on"),
}
_GROUND_HELP = "laut Quelle oder redaktionell | Kapitel | Grund"


def _column(member):
    if member.english:
        german, english = _HEADINGS[member.german][:2]
        return Column(
            member.name,
            f"{german} (englisch)",
            f"{english} (English)",
            "Dasselbe auf Englisch.",
            kind=_kind_of(member),
            member=True,
            template=0,
            width=40,
        )
    german, english, *rest = _HEADINGS[member.name]
    help_, also, single, *_more = (*rest, *((_GROUND_HELP, (), "")[len(rest) :]))
    return Column(
        member.name,
        german,
        english,
        help_,
        kind=_kind_of(member),
        also=also,
        single=single,
        member=True,
        options="" if isinstance(member.kind, Ground) else terms.LISTED.get(member.name, ""),
        width=40 if member.kind.worded or member.kind.listed else 20,
    )


PROFILE = tuple(map(_column, BY_NAME.values()))
