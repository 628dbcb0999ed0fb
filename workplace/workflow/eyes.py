"""Four eyes on the text that goes out: whoever had a hand in it doesn't approve it.

A hand in it had whoever entered the case (or began the revision), handed it in, or wrote to it since it was handed in.
Handing in names a version, so what others wrote before it has been read by somebody else than them.
"""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rapidfuzz.distance import Levenshtein

from practices.case.contents import LIFE, WORDED
from practices.case.merging import changed_members
from practices.models import Status, Step, Version


def hindrance(practice, revision, user):
    """Why this user may not approve the case or its revision (str), "" when they may."""
    if settings.SELF_APPROVAL:
        return ""
    author = revision.author_id if revision else practice.author_id
    handed_in = last_submit(practice, revision)
    if user.pk in (author, handed_in and handed_in.by_id):
        return _("Nobody approves their own case: somebody else must look at it. (A host may allow it: SELF_APPROVAL.)")
    letters = corrected(practice, revision, user)
    if letters is None or letters > settings.SMALL_CORRECTIONS:
        return _("You wrote to this since it was handed in: somebody else must look at what goes out now.")
    return ""


def last_submit(practice, revision):
    """The Step by which it was handed in last; None before that."""
    return Step.objects.filter(practice=practice.pk, revision=revision, name="submit").order_by("-at", "-pk").first()


def corrected(practice, revision, user):
    """How many letters this user changed since it was handed in; None where they changed more than letters."""
    before, versions = _round(practice, revision)
    letters = 0
    for version in versions:
        if version.by_id == user.pk:
            changed = _letters(before, version)
            if changed is None:
                return None
            letters += changed
        before = version
    return letters


def _round(practice, revision):
    """(Version that was handed in or public last, [Version] written since). None where nothing was before.

    A submit that named no version doesn't tell what was read, so it begins no round.
    """
    own = Version.objects.filter(practice=practice.pk, revision=revision)
    named = Step.objects.filter(practice=practice.pk, revision=revision, name="submit", version__isnull=False)
    start = named.order_by("-at", "-pk").values_list("version", flat=True).first() or 0
    if revision is None:
        public = own.filter(content__status=Status.PUBLISHED).order_by("-number").values_list("number", flat=True)
        start = max(start, public.first() or 0)
    before = own.filter(number__lte=start).order_by("-number").first()
    if before is None and revision is not None:
        before = Version.objects.filter(practice=practice.pk, number=revision.base).first()
    return before, list(own.filter(number__gt=start).order_by("number"))


def _letters(before, after):
    if before is None:
        return None
    changed = set(changed_members(before.content, after.content)) - set(LIFE)
    # A revision doesn't keep what it points to; a place or source changed by who reviews is no letter of the text.
    around = bool(before.surroundings and after.surroundings) and before.surroundings != after.surroundings
    # Another coding, place or year is never a correction of a few letters.
    if around or not changed <= set(WORDED):
        return None
    return sum(Levenshtein.distance(before.content[member], after.content[member]) for member in changed)


def told(step):
    """What the history says of an approval by somebody who corrected letters; "" where they didn't."""
    if not step.corrected:
        return ""
    return ngettext(
        "%(by)s had corrected %(n)s letter of it.", "%(by)s had corrected %(n)s letters of it.", step.corrected
    ) % {"by": step.by_name or "–", "n": step.corrected}
