"""The blind second coding of a case: who may, what they see, what they may write, and what is kept of it."""

import json
from hashlib import sha256
from types import SimpleNamespace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.acting import name_of as name_of_user
from handlungsfelder import codebook
from practices.case import contents, merging
from practices.models import Basis, Practice, Revision, SecondCoding, Status
from practices.models.coding import check_basis
from practices.systems import CODEBOOK, MAIN
from workplace.workflow import blind_coders, decisions, steps
from workplace.workflow.steps import Refused

State = SecondCoding.State
# What is coded a second time → the code system its terms come from.
MEMBERS = CODEBOOK
LENGTHS = {"chapter": 40, "note": 400}


def caption_of(member):
    """How people call what is coded."""
    return capfirst(merging.label_of(member))


def detour(practice, user):
    """Whoever is coding the case blind just now is led to their own coding: the case's page shows the first one."""
    coding = blind_coders.open_coding(practice, user)
    return reverse("coding:second_coding", args=[coding.pk]) if coding else None


def finished():
    """The second codings that count: finished ones, without those that were given up."""
    return SecondCoding.objects.filter(state=State.FINISHED).exclude(first={})


def gave_up(coding):
    return coding.state == State.FINISHED and not coding.first


def startable(user):
    """The cases that this user may code a second time, those coded least often first, with ``times`` counted."""
    if not steps.may_enter(user):
        return Practice.objects.none()
    counted = Q(second_codings__state=State.FINISHED) & ~Q(second_codings__first={})
    return (
        Practice.objects.filter(status__in=(Status.PUBLISHED, Status.REVIEW))
        .exclude(_knows_the_codings(user))
        .exclude(Exists(SecondCoding.objects.filter(practice=OuterRef("pk"), coder=user)))
        .annotate(times=Count("second_codings", filter=counted))
        .order_by("times", "title_sort", "slug")
    )


def _knows_the_codings(user):
    """Who entered a case, coded it first or proposed a change to it."""
    known = Q(author=user) | Q(handlungsfeld_coder=user)
    known |= Exists(Revision.objects.filter(practice=OuterRef("pk"), author=user))
    for member in contents.CODINGS:
        model = Practice._meta.get_field(member).related_model
        known |= Exists(model.objects.filter(practice=OuterRef("pk"), coder=user))
    return known


def hindrance(practice, user):
    """Why this user may not code this case a second time (str); "" when they may."""
    if not steps.may_enter(user):
        return _("Coding a case is for the groups Erfassung and Redaktion.")
    if practice.status not in (Status.PUBLISHED, Status.REVIEW):
        return _("Only a case that is in review or published is coded a second time.")
    if Practice.objects.filter(pk=practice.pk).filter(_knows_the_codings(user)).exists():
        return _("You entered, coded or changed this case yourself; somebody else codes it blind.")
    if SecondCoding.objects.filter(practice=practice, coder=user).exists():
        return _("You have coded this case already.")
    return ""


def start(practice, user):
    """A new, empty second coding. Raises Refused."""
    with transaction.atomic():
        practice = decisions.locked(practice.pk)
        if reason := hindrance(practice, user):
            raise Refused(reason)
        return SecondCoding.objects.create(
            practice=practice,
            coder=user,
            coder_name=name_of_user(user),
            codebook=codebook.current_number(),
            content={member: [] for member in MEMBERS},
        )


def known_slugs():
    """{code system: set of slugs} of the vocabulary as it is."""
    return {system: set(model.objects.values_list("slug", flat=True)) for system, model in codebook.SYSTEMS.items()}


def problems(content, *, complete):
    """{(member, slug): [text]} of what is wrong with a content; "" as slug for a member as a whole.

    ``complete``: as a coding must be to be finished (each with its passage or reason, and a main Handlungsfeld).
    """
    found, slugs = {}, known_slugs()
    for member, system in MEMBERS.items():
        for coding in content[member]:
            texts = _problems_of(coding, slugs[system], complete)
            if texts:
                found[member, coding["slug"]] = texts
    main = {coding["slug"] for coding in content[MAIN]}
    for coding in content["further_handlungsfelder"]:
        if coding["slug"] in main:
            texts = found.setdefault(("further_handlungsfelder", coding["slug"]), [])
            texts.append(_("This is the main Handlungsfeld of the case already."))
    if complete and not main:
        found[MAIN, ""] = [_("Choose the main Handlungsfeld.")]
    if len(main) > 1:
        found[MAIN, ""] = [
            _("A case has one main Handlungsfeld; choose one of: %(slugs)s.") % {"slugs": ", ".join(sorted(main))}
        ]
    return found


def _problems_of(coding, slugs, complete):
    texts = []
    if coding["slug"] not in slugs:
        texts.append(_("“%(value)s” is not known.") % {"value": coding["slug"]})
    if coding["basis"] not in Basis.values and (complete or coding["basis"]):
        texts.append(_("Say what the coding rests on: “source” or “editorial”."))
    for name, most in LENGTHS.items():
        if len(coding[name]) > most:
            texts.append(
                _("%(n)s characters; at most %(most)s are allowed: “%(value)s…”")
                % {"n": len(coding[name]), "most": most, "value": coding[name][:30]}
            )
        if "\x00" in coding[name]:
            texts.append(_("“%(value)s” contains a null character.") % {"value": coding[name].replace("\x00", "�")})
    if complete:
        try:
            check_basis(SimpleNamespace(**coding))
        except ValidationError as error:
            texts += error.messages
    return texts


class Overtaken(Refused):
    """Something else was saved since the form was opened (in another tab); nothing is written."""


def state_of(coding):
    """What is coded so far as a short text: the form names it, so that no tab overwrites another unseen."""
    return sha256(json.dumps(coding.content, sort_keys=True).encode()).hexdigest()[:16]


def save(coding, content, user, seen=None):
    """Keep what is coded so far; ``seen``: the state the form started from (None: as it is now).

    Raises Refused, Overtaken, or ValidationError for what can't be kept.
    """
    with transaction.atomic():
        coding = _open(coding, user, content, seen)
        _check(content, complete=False)
        coding.content, coding.codebook = content, codebook.current_number()
        coding.save()
    return coding


def finish(coding, content, user, seen=None):
    """Close the second coding, with the case's codings beside it as they are now. It doesn't change any more.

    ``seen``: as for save(). Raises Refused, Overtaken or ValidationError.
    """
    with transaction.atomic():
        coding = _open(coding, user, content, seen)
        _check(content, complete=True)
        coding.content, coding.codebook = content, codebook.current_number()
        coding.first = first_of(coding.practice_id)
        coding.state, coding.finished = State.FINISHED, timezone.now()
        coding.save()
    return coding


def give_up(coding, user):
    """End a second coding without a result: it counts for nothing, and can't be begun anew. Raises Refused."""
    with transaction.atomic():
        coding = _open(coding, user)
        coding.content, coding.first = {}, {}
        coding.state, coding.finished = State.FINISHED, timezone.now()
        coding.save()
    return coding


def _open(coding, user, content=None, seen=None):
    coding = SecondCoding.objects.select_for_update(of=("self",)).filter(pk=coding.pk).first()
    if coding is None:  # with its case
        raise decisions.Gone
    if coding.coder_id != user.pk or not steps.may_enter(user):
        raise Refused(_("This second coding is somebody else's."))
    if coding.state != State.OPEN:
        raise Refused(_("This second coding is finished and doesn't change any more."))
    if seen is not None and seen != state_of(coding) and content != coding.content:
        raise Overtaken(_("Since you opened this form something else was saved here, in another tab."))
    return coding


def _check(content, complete):
    found = problems(content, complete=complete)
    if found:
        raise ValidationError([text for texts in found.values() for text in texts])


def first_of(pk):
    """The codings of a case as they are now, in the form of a second coding, each with its edition of the codebook."""
    practice = next(contents.cases([pk]))
    first = {
        member: [
            {"slug": c.term.slug, "basis": c.basis, "chapter": c.chapter, "note": c.note, "codebook": c.codebook}
            for c in sorted(getattr(practice, member).all(), key=lambda c: c.term.slug)
        ]
        for member in contents.CODINGS
    }
    main = {name: getattr(practice, f"handlungsfeld_{name}") for name in ("basis", "chapter", "note", "codebook")}
    return {MAIN: [{"slug": practice.handlungsfeld.slug} | main]} | first
