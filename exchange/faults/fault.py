"""What is wrong with a row: named by field and value, with the reason and a proposal."""

from dataclasses import dataclass, field

LONGEST_SHOWN = 200


@dataclass
class Fault:
    """``choices``: [{"reference", "label"}] where somebody may choose one of several places.

    ``kind``: "unknown" for a value that no list has. Where it stands in the table (exchange.checking.locations):
    ``header`` and ``letter`` of the column, the ``cell``, and what was ``typed`` there of the value.
    ``clash``: somebody else changed the same meanwhile.
    """

    field: str
    value: str
    message: str
    proposal: str = ""
    choices: list = field(default_factory=list)
    kind: str = ""
    header: str = ""
    letter: str = ""
    cell: str = ""
    typed: str | None = None
    clash: bool = False

    def __post_init__(self):
        if self.typed is None:
            self.typed = self.value

    def as_json(self):
        value = self.typed if len(self.typed) <= LONGEST_SHOWN else f"{self.typed[:LONGEST_SHOWN]}…"
        plain = {"field": self.field, "value": value, "message": self.message, "proposal": self.proposal}
        more = {"header": self.header, "letter": self.letter, "cell": self.cell, "choices": self.choices}
        return plain | {name: said for name, said in more.items() if said}


def fault_of(error, field, value, called=""):
    """A Fault of a practices.lookup.unknown.NotUnderstood (or AmbiguousPlace); ``called`` goes before its message."""
    message = f"{called}: {error}" if called else str(error)
    return Fault(field, value, message, error.proposal, getattr(error, "choices", []))
