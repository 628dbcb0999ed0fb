"""A proposal that was not taken: its author reads why, and what they had proposed."""

from practices.models import Step, Version

# The steps that end a revision without taking it.
NOT_TAKEN = ("reject", "discard")


def rejection(target, user):
    """{"step", "number"} where this user's last revision of a public case wasn't taken and none is in work since.

    ``number``: the version that holds what was proposed. None otherwise.
    """
    if not target.is_public or target.revision is not None:
        return None
    last = Step.objects.filter(practice=target.practice.pk, revision__author=user).order_by("-at", "-pk").first()
    if last is None or last.name not in NOT_TAKEN or last.by_id == user.pk:
        return None
    numbers = Version.objects.filter(revision=last.revision_id).order_by("-number").values_list("number", flat=True)
    return {"step": last, "number": numbers.first()}
