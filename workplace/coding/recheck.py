"""What becomes of the codings with a term whose wording or meaning changed, and the queue of those to check again."""

from dataclasses import dataclass

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.acting import acting, name_of
from core.following import collected
from handlungsfelder import codebook
from handlungsfelder.models import CodebookVersion
from practices.models import (
    Practice,
)
from practices.systems import BY_MEMBER, MAIN, SYSTEMS
from workplace.workflow import blind_coders, decisions, steps
from workplace.workflow.steps import Refused


class Answer(models.TextChoices):
    """What a change of a term means for the codings made with it."""

    WORDING = "wording", gettext_lazy("Only the wording: codings stay, and count as made under the new edition.")
    KEEP = "keep", gettext_lazy("The meaning: old codings stay as they are, under the edition they were made with.")
    RECHECK = "recheck", gettext_lazy("The meaning: old codings are to be checked again.")


def change_term(save, system, slug, answer, note, user):
    """Call ``save`` (writes the term), keep the new edition, and do with the old codings what ``answer`` says.

    ``answer`` "" is for a change that doesn't touch what the term means. One transaction; returns the edition.
    """
    with collected(), acting(user=user):
        before = codebook.current()
        save()
        edition = codebook.new_edition(by=user, by_name=name_of(user), note=note)
        if before is None or edition.number == before.number:
            return edition
        if answer in (Answer.WORDING, ""):
            _move(system, slug, before, edition.number)
        elif answer == Answer.RECHECK:
            _mark(system, slug)
    return edition


def _codings_of(system, slug):
    """Querysets of the codings with a term, with the prefix of their columns."""
    if system == MAIN:
        yield Practice.objects.filter(handlungsfeld__slug=slug), "handlungsfeld_"
    for one in SYSTEMS:
        if one.codebook == system:
            yield one.coding.objects.filter(term__slug=slug), ""


def _move(system, slug, before, number):
    """Codings made under the wording that held until now count as made under edition ``number``.

    Such as were made when the term meant something else keep the edition they have.
    """
    meant = codebook.meaning(codebook.entries(before.content, system).get(slug))
    same = [
        edition.number
        for edition in CodebookVersion.objects.filter(number__lt=number)
        if codebook.meaning(codebook.entries(edition.content, system).get(slug)) == meant
    ]
    for codings, prefix in _codings_of(system, slug):
        codings.filter(**{f"{prefix}codebook__in": same}).update(**{f"{prefix}codebook": number})


def _mark(system, slug):
    for codings, prefix in _codings_of(system, slug):
        codings.update(**{f"{prefix}recheck": True})


@dataclass(frozen=True)
class Flagged:
    """A coding that is to be checked again. ``member`` and ``slug`` name it within the case."""

    member: str
    system: str
    slug: str
    title: str
    basis: str
    chapter: str
    note: str
    coder: str
    codebook: int | None


def queue(user):
    """[(practice, [Flagged])] of the cases with codings to check again that this user may see, by title.

    Cases that the user is coding blind are left out: they would show its codings.
    """
    wanted = models.Q(handlungsfeld_recheck=True)
    for system in SYSTEMS:
        wanted |= models.Exists(system.coding.objects.filter(practice=models.OuterRef("pk"), recheck=True))
    practices = Practice.objects.filter(wanted).exclude(pk__in=blind_coders.blinded_cases(user))
    seen = [p for p in practices.select_related("handlungsfeld_coder").for_list() if steps.may_see(p, user)]
    found = {practice.pk: [] for practice in seen}
    for practice in seen:
        if practice.handlungsfeld_recheck:
            found[practice.pk].append(_flagged(practice, MAIN, MAIN, practice.handlungsfeld, "handlungsfeld_"))
    for system in SYSTEMS:
        rows = system.coding.objects.filter(practice__in=list(found), recheck=True).select_related("term", "coder")
        for row in rows:
            found[row.practice_id].append(_flagged(row, system.member, system.codebook, row.term))
    return [(practice, found[practice.pk]) for practice in seen]


def _flagged(row, member, system, term, prefix=""):
    coder = getattr(row, f"{prefix}coder")
    return Flagged(
        member=member,
        system=system,
        slug=term.slug,
        title=term.label,
        coder=name_of(coder),
        **{name: getattr(row, f"{prefix}{name}") for name in ("basis", "chapter", "note", "codebook")},
    )


def may_confirm(practice, user):
    """Whether somebody may say that a coding still holds: reviewers, and the author of the case."""
    return steps.may_confirm(practice, user)


def still_right(practice, member, slug, user, version=None):
    """The coding (of the case in the state ``version``) holds under the current edition too, and is this user's now.

    Raises Refused or Overtaken.
    """
    if not may_confirm(practice, user) or blind_coders.blinded(practice, user):
        raise Refused(_("That a coding still holds is for the author of the case and for the group Redaktion to say."))
    values = {"recheck": False, "coder": user, "codebook": codebook.current_number()}
    if member == MAIN:
        rows = Practice.objects.filter(pk=practice.pk, handlungsfeld__slug=slug, handlungsfeld_recheck=True)
        values = {f"handlungsfeld_{name}": value for name, value in values.items()}
    elif member in BY_MEMBER:
        rows = BY_MEMBER[member].coding.objects.filter(practice=practice, term__slug=slug, recheck=True)
    else:
        rows = None
    with transaction.atomic(), acting(user=user):
        if version is not None:
            decisions.locked(practice.pk)
            decisions.check(practice.pk, version)
        # update() leaves "last edited" alone: what the public reads didn't change.
        if rows is None or not rows.update(**values):
            raise Refused(_("This coding isn't to be checked any more: somebody was faster, or it was removed."))
