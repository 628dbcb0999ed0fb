"""How complete a case is, and what is missing: for the meter beside the form."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.languages import reads_german
from core.plaintext import marked_up
from practices.case.contents import CODINGS, PARTS
from practices.case.merging import label_of
from practices.models.profile.members import GROUPS, MEMBERS
from practices.systems import lacks_coding

WORDS = (25, 150)


@dataclass(frozen=True)
class Item:
    """One thing a good case has. ``field`` is the member of the plain form where it belongs."""

    field: str
    label: str
    done: bool
    needed: bool = False

    @property
    def anchor(self):
        """The id of its field, or of its part of the form."""
        if self.field in (*CODINGS, *PARTS):
            return self.field
        return "id_handlungsfeld_slug" if self.field == "handlungsfeld" else f"id_{self.field}"


@dataclass(frozen=True)
class Meter:
    """``untold``: the groups of the profile that say nothing. They are optional, and count for nothing."""

    items: list
    untold: list

    @property
    def percent(self):
        return round(100 * sum(item.done for item in self.items) / len(self.items))

    @property
    def missing(self):
        return [item for item in self.items if not item.done]


def words_of(text):
    return len((text or "").split())


def meter(content):
    """Meter of a plain form, which may be unfinished. ``needed`` items stand between it and publication."""
    main = content.get("handlungsfeld") or {}
    low, high = WORDS
    length = words_of(content.get("description"))
    foreign = [member for member, value in content.items() if member.endswith("_en") and reads_german(value)]
    suspected = {member: found for member, value in content.items() if (found := marked_up(value))}
    return Meter(
        [
            *(Item(member, str(found), False) for member, found in suspected.items()),
            *(Item(member, _("%(name)s reads like German") % {"name": label_of(member)}, False) for member in foreign),
            Item("title", _("a title"), bool(content.get("title")), needed=True),
            Item("summary", _("a summary in one sentence"), bool(content.get("summary")), needed=True),
            Item("description", _("a description"), length > 0, needed=True),
            Item(
                "description",
                _("%(low)s to %(high)s words in the description (now %(n)s)") % {"low": low, "high": high, "n": length},
                low <= length <= high,
            ),
            Item("handlungsfeld", _("a main Handlungsfeld"), bool(main.get("slug")), needed=True),
            Item("as_of", _("the year it speaks of"), bool(content.get("as_of")), needed=True),
            Item(
                "handlungsmuster",
                _("a Handlungsmuster and a Bürgerrolle, or a note why not"),
                not lacks_coding(content) or bool(content.get("coding_note")),
                needed=True,
            ),
            Item("sources", _("a source with its passage"), bool(content.get("sources")), needed=True),
            Item("places", _("a place"), bool(content.get("places"))),
            Item("teilaspekte", _("a Teilaspekt"), bool(content.get("teilaspekte"))),
            Item("carrier", _("who carries it"), bool(content.get("carrier"))),
            Item(
                "title_en",
                _("title and summary in English"),
                bool(content.get("title_en")) and bool(content.get("summary_en")),
            ),
        ],
        _untold(content),
    )


def _untold(content):
    """The labels of the groups of the profile in which nothing stands."""
    told = {member.group for member in MEMBERS if not member.name.endswith("_basis") and content.get(member.name)}
    return [str(label) for group, label in GROUPS.items() if group not in told]
