"""Who may change a record, and who may decide on somebody else's change to it."""

from practices.records.kinds import POINTED_TO
from workplace.workflow import steps


def may_approve(kind, user):
    """Places and sources are for reviewers of cases, the vocabulary for those who keep it."""
    if not (user.is_active and user.is_staff):
        return False
    return steps.is_reviewer(user) if kind.model in POINTED_TO else may_change(kind, user)


def may_change(kind, user):
    name = f"{kind.model._meta.app_label}.change_{kind.model._meta.model_name}"
    return user.is_active and user.is_staff and user.has_perm(name)
