"""What stands in a document, as plain data: the process that sets it reads nothing else."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from practices.geodata.drawing import drawn, window_of
from practices.models.profile.members import normal
from practices.pages.profile import told

CREDITS = "Natural Earth · © GeoBasis-DE / BKG · GeoNames"


def contents(practices, *, title, town, address, base, missing=()):
    """All that a document says of practices from ``for_list()``, in their order, in the language of the moment.

    ``title``, ``town``: as typed. ``address``: of the selection; ``base``: of the atlas, without a slash at the end.
    ``missing``: sentences on cases that were asked for and can't be shown.
    """
    cases = [_case(number, practice, base) for number, practice in enumerate(practices, 1)]
    return {
        "lang": get_language(),
        "title": title,
        "town": town,
        "date": date_format(timezone.localdate(), "DATE_FORMAT"),
        "address": address,
        "cases": cases,
        "missing": list(missing),
        "map": _map(practices),
        "words": _words(len(cases)),
    }


def _case(number, practice, base):
    profile, places = told(practice), [location.place for location in practice.locations.all()]
    english = get_language() == "en"
    foreign = english and not practice.description_en
    size = [_inhabitants(place) for place in places if place.population]
    values = normal(practice.profile)
    return {
        "number": number,
        "title": practice.label,
        "lead": practice.lead,
        "field": practice.handlungsfeld.label,
        "hf": practice.handlungsfeld.slug,
        "place": "; ".join(_where(place) for place in places) or _("without a place"),
        "size": "; ".join(size),
        "carrier": ", ".join(map(str, practice.carrier_labels)),
        "state": capfirst(practice.phase_told) if practice.phase_told else str(practice.as_of),
        "facts": [_told(fact) for fact in profile.facts],
        "text": _paragraphs(practice.description_en if english and not foreign else practice.description),
        "lang": "de" if foreign else get_language(),
        "sections": [_told(section) for section in profile.sections],
        "lesson": _paragraphs(practice.lesson or ""),
        "silent": profile.silent,
        "questions": _questions(practice, values),
        "cost": [line.text for fact in profile.facts if fact.label == _("Cost") for line in fact.lines],
        "sources": [citation.full for citation in practice.citations.all()],
        "as_of": practice.as_of,
        "address": base + practice.get_absolute_url(),
    }


def _told(fact):
    ground = fact.ground
    return {
        "label": str(fact.label),
        "lines": [{"text": line.text, "lang": line.lang} for line in fact.lines],
        "ground": "" if ground is None else f"{ground.text}: {ground.reason}" if ground.reason else ground.text,
        "evidence": capfirst(fact.evidence) if fact.evidence else "",
    }


def _where(place):
    state = place.state_name if place.state and place.state_name not in place.label else ""
    country = place.country_name if place.country != "DE" and place.country_name != place.label else ""
    return ", ".join(filter(None, [place.label, state, country]))


def _inhabitants(place):
    return number_format(place.population, force_grouping=True)


def _paragraphs(text):
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _questions(practice, values):
    """What the sources leave open and a council would ask; ours, and said to be."""
    asked = [
        (values["cost"] or values["cost_amount"] is not None, _("What did it cost, once and every year since?")),
        (practice.funding.all(), _("Who paid, and is there a programme that would pay today?")),
        (practice.carrier, _("Who runs it, and who is liable?")),
        (values["effects"], _("What came of it, and how do you know?")),
        (values["phase"] or practice.confirmed, _("Does it still run?")),
        (values["obstacles"], _("What was hard, and what would you do otherwise?")),
    ]
    return [question for known, question in asked if not known]


def _map(practices):
    """An SVG with a numbered dot for each place, "" where none has one."""
    numbers = {}
    for number, practice in enumerate(practices, 1):
        for location in practice.locations.all():
            if location.place.lat is not None:
                numbers.setdefault((location.place.lon, location.place.lat), []).append(str(number))
    if not numbers:
        return ""
    drawing = drawn(window_of(list(numbers)), [(lon, lat, 1) for lon, lat in numbers])
    # Of single dots the drawing keeps the order. A case that stands alone needs no number.
    texts = [", ".join(several) if len(practices) > 1 else "" for several in numbers.values()]
    dots = list(zip(drawing.dots, texts, strict=True))
    left, top, width, height = map(float, drawing.view_box.split())
    box = {"left": left, "top": top, "width": width, "height": height}
    return render_to_string("dossiers/map.svg", {"drawing": drawing, "dots": dots, **box})


def _words(number):
    """What the document itself says, in the language of the moment."""
    return {
        "atlas": "Gute-Praxis-Atlas",
        "examples": _("%(n)s examples of good practice") % {"n": number}
        if number != 1
        else _("An example of good practice"),
        "for": _("for"),
        "as_of": _("Taken from the atlas on"),
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
        "map_source": _("Map:") + " " + CREDITS,
        "facts": _("At a glance"),
        "lesson": _("What others can take from it"),
        "ours": _("Our own reading, not the sources’."),
        "questions": _("What to ask them"),
        "questions_ours": _("Our questions: the sources don't answer them."),
        "source": _("Source"),
        "sources": _("Sources"),
        "about": _("About this document"),
        "licence": _(
            "Texts and codings: Gute-Praxis-Atlas, CC BY 4.0. Based on the German federal study “Urbane Kleinstädte” "
            "(urban small towns; BBSR), in words of our own; “source” means that the passage named says so, "
            "“editorial” that it is our judgement."
        ),
        "selection": _("The same selection in the atlas:"),
        "missing": _("Asked for, but can no longer be shown:"),
        "unknown": _("not stated"),
        "german": _("The description is in German."),
        "paper": _("Council paper"),
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
        "date": _("Date"),
        "author": _("Submitted by"),
        "body": _("Committee"),
        "rest": _("More in the selection:"),
        "untold_costs": _("For the others the sources give no cost."),
    }
