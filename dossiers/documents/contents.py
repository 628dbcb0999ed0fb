"""What stands in a document, as plain data: the process that sets it reads nothing else."""

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dossiers.comparison import where
from dossiers.documents.mapping import mapped
from dossiers.documents.words import words
from practices.models.profile.members import normal
from practices.pages.profile import told


def contents(practices, *, title, town, address, base, missing=()):
    """All that a document says of practices from ``for_list()``, in their order, in the language of the moment.

    ``title``, ``town``: as typed. ``address``: of the selection; ``base``: of the atlas, without a slash at the end.
    ``missing``: sentences on cases that were asked for and can't be shown.
    """
    english, today = get_language() == "en", timezone.localdate()
    drawing = mapped(practices)
    return {
        "lang": get_language(),
        "title": title,
        "town": town,
        # Django's own way for English is the American one.
        "date": date_format(today, "j F Y" if english else "DATE_FORMAT"),
        "day": today.isoformat(),
        "address": address,
        "cases": [_case(number, practice, base) for number, practice in enumerate(practices, 1)],
        "missing": list(missing),
        "map": drawing.svg,
        "off_map": drawing.left_out,
        "sources": list(dict.fromkeys(_publication(one) for case in practices for one in case.citations.all())),
        "words": words(len(practices)),
    }


def _case(number, practice, base):
    profile, places = told(practice), [location.place for location in practice.locations.all()]
    english = get_language() == "en"
    foreign = english and not practice.description_en
    values = normal(practice.profile)
    return {
        "number": number,
        "title": practice.label,
        "lead": practice.lead,
        "field": practice.handlungsfeld.label,
        "hf": practice.handlungsfeld.slug,
        "place": "; ".join(where(place) for place in places) or _("without a place"),
        "size": _inhabitants(places),
        "carrier": ", ".join(map(str, practice.carrier_labels)),
        "state": capfirst(practice.phase_told) if practice.phase_told else str(practice.as_of),
        "facts": [_told(fact) for fact in profile.facts],
        "text": _paragraphs(practice.description_en if english and not foreign else practice.description),
        "lang": "de" if foreign else get_language(),
        "sections": [_told(section) for section in profile.sections],
        "effects": [_told(section) for section in profile.sections if section.label == _("What came of it")],
        "lesson": _paragraphs(practice.lesson or ""),
        "silent": profile.silent,
        "questions": _questions(practice, values),
        "cost": [_line(line) for fact in profile.facts if fact.label == _("Cost") for line in fact.lines],
        "contact": profile.contact,
        "links": [{"title": link["title"], "url": link["url"]} for link in profile.links],
        "sources": _references(practice),
        "as_of": practice.as_of,
        "address": base + practice.get_absolute_url(),
    }


def _told(fact):
    """``reason`` is German in every language."""
    ground = fact.ground
    return {
        "label": str(fact.label),
        "lines": [_line(line) for line in fact.lines],
        "ground": ground.text if ground else "",
        "reason": ground.reason if ground else "",
        "evidence": capfirst(fact.evidence) if fact.evidence else "",
    }


def _line(line):
    return {"text": line.text, "lang": line.lang}


def _inhabitants(places):
    """The numbers in the order of the places, a dash where one of several isn't known; "" where none is."""
    numbers = [number_format(place.population, force_grouping=True) if place.population else "–" for place in places]
    return "; ".join(numbers) if any(place.population for place in places) else ""


def _paragraphs(text):
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _references(practice):
    """[reference], each publication once with all its passages."""
    passages = {}
    for citation in practice.citations.all():
        passages.setdefault(_publication(citation), []).append(citation.locator.rstrip("."))
    return [f"{publication}, {'; '.join(found)}." for publication, found in passages.items()]


def _publication(citation):
    return citation.source.citation.rstrip(". ")


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
