"""The codings of a case as its page shows them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst

from practices.systems import MAIN, READ, SYSTEMS


@dataclass(frozen=True)
class Coding:
    """One coded term with its reason, and the edition of the codebook (``codebook``, or None) it was coded under.

    ``address``: of the term's page, or of the cases coded with it.
    """

    label: str
    address: str
    basis: str
    chapter: str
    note: str
    codebook: int | None
    system: str
    slug: str


def groups_of(practice, needed):
    """[(heading, [Coding])] of the systems that every case should be coded in (``needed``), or of the others."""
    groups = [("Handlungsfeld", [_main(practice), *_further(practice)])] if needed else []
    for system in READ:
        codings = [_coding(system, coding) for coding in getattr(practice, system.member).all()]
        if codings and system.needed == needed and not system.is_further:
            groups.append((capfirst(system.label), codings))
    return groups


def _further(practice):
    return [
        _coding(system, coding)
        for system in SYSTEMS
        if system.is_further
        for coding in getattr(practice, system.member).all()
    ]


def _main(practice):
    term, reason = practice.handlungsfeld, (practice.handlungsfeld_basis, practice.handlungsfeld_chapter)
    return Coding(
        term.label,
        term.get_absolute_url(),
        *reason,
        practice.handlungsfeld_note,
        practice.handlungsfeld_codebook,
        MAIN,
        term.slug,
    )


def _coding(system, coding):
    term = coding.term
    page = getattr(term, "get_absolute_url", None)
    address = page() if page else f"{reverse('practices:atlas')}?{system.parameter}={term.slug}"
    return Coding(
        term.label, address, coding.basis, coding.chapter, coding.note, coding.codebook, system.codebook, term.slug
    )
