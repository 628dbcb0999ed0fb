"""What a document itself says, in the language of the moment."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

CREDITS = "Natural Earth · © GeoBasis-DE / BKG · GeoNames"


def words(number):
    """{name: text} for a document of so many cases."""
    return _of_all(number) | _of_the_dossier() | _of_the_council_paper()


def _of_all(number):
    examples = ngettext("An example of good practice", "%(n)s examples of good practice", number) % {"n": number}
    return {
        "atlas": "Gute-Praxis-Atlas",
        "examples": examples,
        "for": _("for"),
        "as_of": _("Taken from the atlas on"),
        "source": _("Source"),
        "sources": _("Sources"),
        "ours": _("Our own reading, not the sources’."),
        "about": _("About this document"),
        "licence": _(
            "Texts and codings: Gute-Praxis-Atlas, CC BY 4.0, in words of our own after the sources named; “source” "
            "means that the passage named says so, “editorial” that it is our judgement."
        ),
        "places": _(
            "Places and populations: GeoNames, CC BY 4.0; German municipalities: © GeoBasis-DE / BKG, data changed."
        ),
        "selection": _("The same selection in the atlas:"),
        "missing": _("Asked for, but can no longer be shown:"),
        "unknown": _("not stated"),
        "rest": _("More in the selection:"),
        "further": _("and {n} more"),
    }


def _of_the_dossier():
    return {
        "overview": _("Overview"),
        "number": _("No."),
        "example": _("Example"),
        "place": _("Place"),
        "size": _("Inhabitants"),
        "carrier": _("Run by"),
        "state": _("Status"),
        "page": _("Page"),
        "map": _("Where the examples are"),
        "map_alt": _("Map of the examples: each dot has the number of its example in the overview."),
        "place_alt": _("Map: where the example is."),
        "map_source": _("Map:") + " " + CREDITS,
        "facts": _("At a glance"),
        "contact": _("Contact"),
        "links": _("Read on"),
        "lesson": _("What others can take from it"),
        "questions": _("What to ask them"),
        "questions_ours": _("Our questions: the sources don't answer them."),
        "ask": _("What we should ask the others"),
        "ask_ours": _("Our own questions. What the sources leave open stands with each example."),
        "ask_all": [
            _("Who began it, and what was decisive?"),
            _("How long did it take from the first idea to the first day?"),
            _("Who objected, and what became of that?"),
            _("What does it need every year: money, hours, people?"),
            _("What would you not do again?"),
            _("May we come and see it, and whom do we call?"),
        ],
        "german": _("The description is in German."),
    }


def _of_the_council_paper():
    return {
        "paper": _("Council paper"),
        "author": _("Submitted by"),
        "body": _("Committee"),
        "date": _("Date"),
        "facts_head": _("Background"),
        "others": _("Examples from other municipalities"),
        "transfer": _("Could it be done here?"),
        "costs": _("Cost and running cost"),
        "climate": _("Effect on the climate"),
        "proposal": _("Proposed resolution"),
        "blank_facts": _("[What is at stake in our town, and what has been decided so far]"),
        "blank_transfer": _("[What is similar here and what is different; who would have to join in]"),
        "blank_costs": _("[Our own cost, once and every year; budget line; funding applied for]"),
        "blank_climate": _("[Effect on the climate: positive, negative, none; why]"),
        "blank_proposal": _("[The council resolves …]"),
        "blank": _("Only the town can fill in what is in square brackets."),
        "costs_unknown": _("The sources say nothing about the cost of these examples."),
        "untold_costs": _("For the others the sources give no cost."),
    }
