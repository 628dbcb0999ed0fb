"""Members of a profile that hold more than one value: several of a list, objects with parts, and a ground."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from practices.models.coding import Basis
from practices.models.profile.kinds import Choice, Kind

# More is refused by name; far more is no profile any more.
MOST_ENTRIES, MOST_READ = 30, 500


def check_number(value):
    if len(value) > MOST_ENTRIES:
        raise ValidationError(_("At most %(most)s entries; these are %(n)s.") % {"most": MOST_ENTRIES, "n": len(value)})


class Several(Kind):
    """Several of a list, each once, in their order."""

    empty, listed = (), True

    def __init__(self, choices):
        self.one = Choice(choices)
        self.choices = choices

    @property
    def wanted(self):
        return _("a list")

    def fits(self, value):
        return isinstance(value, list) and len(value) <= MOST_READ and all(map(super().fits, value))

    def normal(self, value):
        return list(value or ())

    def check(self, value):
        for at, one in enumerate(value):
            self.one.check(one)
            if one in value[:at]:
                raise ValidationError(_("“%(value)s” is given twice.") % {"value": self.one.shown(one)})

    def shown(self, value):
        return self.one.shown(value)

    def identity(self, entry):
        return entry


class Entries(Kind):
    """A list of objects. ``parts``: {name: kind}; ``needed``: those that an entry must have.

    ``names``: the parts by which it is known; the first of them is there always.
    """

    empty, listed = (), True

    def __init__(self, parts, needed, names):
        self.parts, self.needed, self.names = parts, needed, names

    @property
    def wanted(self):
        return _("a list of objects with %(names)s") % {"names": ", ".join(self.parts)}

    def fits(self, value):
        return isinstance(value, list) and len(value) <= MOST_READ and all(map(self._fits, value))

    def _fits(self, entry):
        return (
            isinstance(entry, dict)
            and entry.keys() <= self.parts.keys()
            and all(self.parts[name].fits(part) for name, part in entry.items())
            and bool(entry.get(self.names[0]))
        )

    def normal(self, value):
        return [{name: kind.normal(entry.get(name)) for name, kind in self.parts.items()} for entry in value or ()]

    def check(self, value):
        check_number(value)
        seen = set()
        for entry in value:
            name = entry[self.names[0]]
            for part, kind in self.parts.items():
                if entry[part] != kind.empty:
                    try:
                        kind.check(entry[part])
                    except ValidationError as error:
                        raise ValidationError([f"{name}: {text}" for text in error.messages]) from None
                elif part in self.needed:
                    raise ValidationError(_("“%(value)s” is not complete.") % {"value": name or self.shown(entry)})
            if self.identity(entry) in seen:
                raise ValidationError(_("“%(value)s” is given twice.") % {"value": name})
            seen.add(self.identity(entry))

    def shown(self, value):
        return " · ".join(kind.shown(value[name]) for name, kind in self.parts.items() if value[name] != kind.empty)

    def identity(self, entry):
        """What makes two entries the same one; also of an entry that names not all of its parts."""
        return tuple(entry.get(name) for name in self.names)


class Ground(Kind):
    """On what a group of members rests: {"basis", "chapter", "note"} as of a coding; None for nothing said.

    A passage alone says that it is a source, a reason alone that it is our judgement.
    """

    empty = None
    PARTS = ("basis", "chapter", "note")

    @property
    def wanted(self):
        return _("an object with %(names)s") % {"names": ", ".join(self.PARTS)}

    def fits(self, value):
        if value is None:
            return True
        fit = super().fits
        return isinstance(value, dict) and value.keys() <= set(self.PARTS) and all(fit(part) for part in value.values())

    def normal(self, value):
        found = {part: (value or {}).get(part) or "" for part in self.PARTS}
        if not any(found.values()):
            return None
        implied = Basis.SOURCE if found["chapter"] else Basis.EDITORIAL
        return found | {"basis": found["basis"] or implied.value}

    def check(self, value):
        if value["basis"] not in Basis.values:
            raise ValidationError(
                _("“%(value)s” is not known; there are: %(allowed)s.")
                % {"value": value["basis"][:60], "allowed": ", ".join(map(str, Basis.labels))}
            )
        if value["basis"] == Basis.SOURCE and not value["chapter"]:
            raise ValidationError(_("What rests on a source names the chapter or passage."))
        if value["basis"] == Basis.EDITORIAL and not value["note"]:
            raise ValidationError(_("What is our judgement gives a short reason."))
        if len(value["chapter"]) > 40 or len(value["note"]) > 400:
            raise ValidationError(_("The passage has at most 40 characters, the reason at most 400."))

    def shown(self, value):
        basis = Basis(value["basis"]).label if value["basis"] in Basis.values else value["basis"]
        return " · ".join(filter(None, (f"{basis} {value['chapter']}".strip(), value["note"])))
