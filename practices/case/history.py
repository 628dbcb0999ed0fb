"""Every state of a case is kept: written by core.following after each write, read by the timeline."""

import json

from django.core import serializers
from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from core.acting import acting, current_acting
from practices.case.applying import apply
from practices.case.contents import cases, content_of, normal, surroundings_of
from practices.models import Practice, Resolution, SecondCoding, SlugRedirect, Step, Tombstone, Version

BATCH = 500


def record(pks):
    """Keep the cases with these keys as they are now, where they differ from what was kept last."""
    pks = list(pks)
    for start in range(0, len(pks), BATCH):
        keep(list(cases(pks[start : start + BATCH])))


def keep(practices):
    """The same for practices that were read with contents.whole()."""
    pks = [practice.pk for practice in practices]
    latest, numbers = latest_versions(pks), highest_numbers(pks)
    new = [_next(practice, latest.get(practice.pk), numbers) for practice in practices]
    Version.objects.bulk_create([version for version in new if version is not None])


def _next(practice, before, numbers):
    """The unsaved next version of a case; None where nothing changed."""
    content, surroundings = content_of(practice), surroundings_of(practice)
    # A member that a release adds is no change: what was kept before it is read as the plain form is now.
    if before is not None and (normal(before.content), before.surroundings) == (content, surroundings):
        return None
    if before is not None and before.slug != practice.slug and practice.first_published:
        _redirect(before.slug, practice)
    now = current_acting()
    action = now.action or (Version.Action.CREATED if before is None else Version.Action.CHANGED)
    return Version(
        practice_id=practice.pk,
        number=numbers.get(practice.pk, 0) + 1,
        slug=practice.slug,
        by=now.person,
        by_name=now.by_name,
        action=action,
        comment=now.comment,
        content=content,
        surroundings=surroundings,
    )


def _redirect(old, practice):
    SlugRedirect.objects.update_or_create(old=old, defaults={"practice": practice})
    SlugRedirect.objects.filter(old=practice.slug, practice=practice).delete()


def latest_versions(pks):
    """{pk: the last version of what the case itself was}."""
    own = Version.objects.filter(practice=OuterRef("practice"), revision__isnull=True)
    newest = Subquery(own.order_by("-number").values("number")[:1])
    rows = Version.objects.filter(practice__in=pks, revision__isnull=True, number=newest)
    return {version.practice_id: version for version in rows}


def highest_numbers(pks):
    """{pk: the highest number of any version, revisions included}."""
    rows = Version.objects.filter(practice__in=pks).order_by().values_list("practice").annotate(Max("number"))
    return dict(rows)


def current_numbers(pks):
    """{pk: the number of the case's own latest version}."""
    rows = Version.objects.filter(practice__in=pks, revision__isnull=True).order_by()
    return dict(rows.values_list("practice").annotate(Max("number")))


def current_number(practice):
    """The number of the case's own latest version; 0 before there is one."""
    version = latest_versions([practice.pk]).get(practice.pk)
    return version.number if version else 0


def timeline(pk):
    """What happened to a case, newest first: its versions and steps. Works for deleted cases too."""
    versions = list(Version.objects.filter(practice=pk).select_related("by").order_by("number"))
    steps = list(Step.objects.filter(practice=pk).select_related("by"))
    return sorted([*versions, *steps], key=lambda entry: (entry.at, entry.pk), reverse=True)


def as_on(pk, moment):
    """The version that the case was at a moment (aware datetime); None before it existed or while it was deleted."""
    version = Version.objects.filter(practice=pk, revision__isnull=True, at__lte=moment).order_by("-number").first()
    return None if version is None or version.action == Version.Action.DELETED else version


def remember_deleted(practice):
    """Keep a case that is about to be deleted: its last state, and a tombstone at its address."""
    now = current_acting()
    case = next(cases([practice.pk]), None)
    if case is None:
        return
    by = {"by": now.person, "by_name": now.by_name, "comment": now.comment, "at": timezone.now()}
    Version.objects.create(
        practice_id=case.pk,
        number=highest_numbers([case.pk]).get(case.pk, 0) + 1,
        slug=case.slug,
        action=Version.Action.DELETED,
        content=content_of(case),
        surroundings=surroundings_of(case),
        **by,
    )
    public = case.first_published is not None
    Tombstone.objects.update_or_create(
        case=case.pk,
        defaults={
            "uuid": case.uuid,
            "slug": case.slug,
            "title": case.title,
            "was_public": public,
            "second_codings": _second_codings(case),
            **by,
        },
    )


def _second_codings(case):
    """What second coders did on a case, serialized, since it is deleted with it."""
    codings = list(SecondCoding.objects.filter(practice=case))
    resolutions = list(Resolution.objects.filter(second_coding__in=codings))
    return json.loads(serializers.serialize("json", codings + resolutions))


@transaction.atomic
def bring_back(tombstone, user, comment=""):
    """A deleted case, as a draft under its old key, id and address. ValidationError names what is missing."""
    versions = Version.objects.filter(practice=tombstone.case, revision__isnull=True)
    version, first = versions.latest("number"), versions.earliest("number")
    practice = Practice(pk=tombstone.case, uuid=tombstone.uuid, author=first.by)
    practice.first_published = first.at if tombstone.was_public else None
    second_codings = json.dumps(tombstone.second_codings)
    tombstone.delete()
    with acting(user=user, action=Version.Action.RESTORED, comment=comment):
        practice = apply(practice, version.content)
    for row in serializers.deserialize("json", second_codings):
        row.save()
    return practice
