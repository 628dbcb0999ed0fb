"""What the page of the review shows of a case: two sides, what changed meanwhile, pictures, coders, steps."""

from django.utils.translation import gettext as _

from core.acting import name_of
from practices.case import differences, history
from practices.case.contents import CODINGS, normal
from practices.models import Licence, Practice, Status, Step, Version
from workplace.workflow import coders, eyes, revisions
from workplace.workflow import steps as workflow


def sides(target):
    """(what the public sees or saw last, what it would see, [members both changed meanwhile]) of a target.

    None instead of the first for a case that never was public.
    """
    if target.revision is not None:
        merged = revisions.outcome(target.revision)
        public = history.latest_versions([target.practice.pk])[target.practice.pk].content
        return public, merged.content, merged.conflicts
    if target.practice.status == Status.PUBLISHED:
        return target.content, target.content, []
    versions = Version.objects.filter(practice=target.practice, revision=None, content__status=Status.PUBLISHED)
    last = versions.order_by("-number").first()
    return last.content if last else None, target.content, []


def changed_since(practice, seen, user):
    """What was done to a case since the state ``seen``: {"by": [names], "at", "rows": [Row]}; None where unknown."""
    if seen is None:
        return None
    may_read = revisions.readable(practice.pk, user)
    versions = list(filter(may_read, Version.objects.filter(practice=practice.pk).order_by("number")))
    older = [version for version in versions if version.number <= seen]
    newer = [version for version in versions if version.number > seen]
    if not older or not newer:
        return None
    before, after = older[-1], newer[-1]
    return {
        "by": sorted({version.by_name or "–" for version in newer}),
        "at": after.at,
        "rows": [
            *differences.rows(before.content, after.content, only_changed=True),
            *(differences.around(before.surroundings, after.surroundings) if after.surroundings else []),
        ],
    }


def pictures_of(content, before):
    """[{"digest", "alt", "author", "licence", "is_new"}] of what the case would show."""
    known = [image["picture"] for image in normal(before or {})["images"]]
    return [
        image
        | {
            "digest": image["picture"],
            "licence": Licence(image["licence"]).label if image["licence"] in Licence.values else image["licence"],
            "is_new": before is not None and image["picture"] not in known,
        }
        for image in content["images"]
    ]


def steps_of(practice, revision, user):
    """[(Step, its label)] of what is being decided, newest first; of a public case also of its former revisions."""
    may_read, steps = revisions.readable(practice.pk, user), Step.objects.filter(practice=practice.pk)
    if revision is not None or practice.status != Status.PUBLISHED:
        steps = steps.filter(revision=revision)
    return [
        (step, revisions.step_label(step), eyes.told(step)) for step in steps.order_by("-at", "-pk") if may_read(step)
    ]


def hidden_by(target):
    """Whose revision is in the works that isn't shown; "" where none is."""
    if target.revision is not None or not target.is_public:
        return ""
    revision = revisions.active(target.practice)
    return (name_of(revision.author) or _("somebody")) if revision else ""


def codings_of(practice, revision):
    """[(term, coder's name, edition of the codebook, to be checked again)] of the case, then of a revision."""
    case = Practice.objects.select_related("handlungsfeld", "handlungsfeld_coder").get(pk=practice.pk)
    found = [
        (case.handlungsfeld.label, case.handlungsfeld_coder, case.handlungsfeld_codebook, case.handlungsfeld_recheck)
    ]
    for name in CODINGS:
        rows = getattr(case, name).select_related("term", "coder")
        found += [(row.term.label, row.coder, row.codebook, row.recheck) for row in rows]
    if revision is not None:
        proposed, names = coders.of(revision), differences.Names()
        found += [
            (_("%(term)s (proposed)") % {"term": names.terms[member].get(slug, slug)}, coder, None, False)
            for (member, slug), coder in proposed.items()
        ]
    return [(label, name_of(coder), codebook, recheck) for label, coder, codebook, recheck in found]


def ways_for(target, user):
    """[(way, hindrance)] of the steps that lead on from here; a hindrance is shown instead of a button."""
    if target.revision is not None:
        leading = [way for way in revisions.WAYS.values() if target.revision.state in way.sources]
        return [(way, revisions.hindrance(target.revision, way.name, user)) for way in leading]
    leading = [way for way in workflow.WAYS.values() if target.practice.status in way.sources]
    return [(way, workflow.hindrance(target.practice, way.name, user)) for way in leading]
