"""Changes to what public cases show: proposed, decided on by somebody else, and only then written."""

from dataclasses import replace
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.acting import acting
from core.following import collected
from handlungsfelder import codebook
from practices.models import RecordRevision, RecordVersion
from practices.records import contents, history
from practices.records.kinds import KINDS, POINTED_TO, is_shown, lock_cases, public_cases
from workplace.coding.recheck import change_term
from workplace.records import rights, targets
from workplace.workflow import revisions as case_revisions
from workplace.workflow.steps import Refused

State, Action = RecordRevision.State, RecordVersion.Action
# The steps of a case's revision that a record's has: it is handed in by saving it.
WAYS = {name: case_revisions.WAYS[name] for name in ("approve", "return", "reject")}
WAYS["approve"] = replace(WAYS["approve"], label=gettext_lazy("Approve and apply"))
WAYS["discard"] = case_revisions.WAYS["discard"]
DONE = {"approve": Action.APPROVED, "return": Action.RETURNED, "reject": Action.REJECTED, "discard": Action.DISCARDED}


def awaits_approval(target, instance, user):
    """Whether what this user saves becomes a proposal. To be asked with the target locked."""
    if target.revision is not None:
        return True
    if settings.SELF_APPROVAL and rights.may_approve(target.kind, user):
        return False
    return is_shown(instance)


def propose(target, content, user, *, name, extra=None, action=Action.PROPOSED, deletes=False):
    """Keep ``content`` as what is proposed for the record, and hand it in; returns the RecordRevision.

    Raises Refused. ``name``: what the record is called. To be called with the target locked.
    """
    if reason := target.hindrance(user):
        raise Refused(reason)
    with transaction.atomic(), acting(user=user):
        revision = target.revision or RecordRevision(kind=target.kind.label, record=target.pk, author=user)
        revision.base, revision.state, revision.deletes = target.own_number, State.REVIEW, deletes
        revision.extra = extra or {}
        revision.save()
        history.note(revision, content, action, name)
    return revision


def write(instance, content, extra, by):
    """Write a plain form to its record; with a term also the new edition of the codebook, as the work of ``by``."""
    system = codebook.system_of(instance)
    if system is None:
        contents.write(instance, content)
        return
    answer, note = extra.get("answer", ""), extra.get("note", "")
    change_term(lambda: contents.write(instance, content), system, instance.slug, answer, note, by)


def may_see(revision, user):
    """What isn't approved is read by who proposed it and by those who may approve it, like the draft of a case."""
    kind = KINDS[revision.kind]
    if rights.may_approve(kind, user):
        return True
    return rights.may_change(kind, user) and (revision.state == State.APPROVED or revision.author_id == user.pk)


def readable(kind, user):
    """The condition for the RecordVersions of a kind that this user may see."""
    if not kind.reviewed or rights.may_approve(kind, user):
        return Q()
    return Q(revision=None) | Q(revision__state=State.APPROVED) | Q(revision__author=user.pk)


def writers(revision):
    """Keys of all who wrote in what a revision proposes."""
    wrote = revision.versions.filter(action__in=(Action.PROPOSED, Action.MERGED, Action.RESTORED))
    return {revision.author_id, *wrote.values_list("by", flat=True)}


def hindrance(revision, name, user):
    """Why this user may not take this step now (str); "" when they may."""
    way, kind = WAYS.get(name), KINDS[revision.kind]
    if way is None:
        return _("There is no step “%(value)s”; there are: %(allowed)s.") % {"value": name, "allowed": ", ".join(WAYS)}
    sources = RecordRevision.ACTIVE if name == "discard" else (State.REVIEW,)
    if revision.state not in sources:
        return _("“%(step)s” isn't possible from “%(status)s”.") % {
            "step": way.label,
            "status": revision.get_state_display(),
        }
    if name == "discard":
        own = revision.author_id == user.pk and rights.may_change(kind, user)
        return "" if own else _("“%(step)s” is for who proposed the change.") % {"step": way.label}
    if not rights.may_approve(kind, user):
        group = "Redaktion" if kind.model in POINTED_TO else "Leitung"
        return _("“%(step)s” is for the group %(group)s.") % {"step": way.label, "group": group}
    if name == "approve" and user.pk in writers(revision) and not settings.SELF_APPROVAL:
        return _(
            "Nobody approves their own change: somebody else must look at it. (A host may allow it: SELF_APPROVAL.)"
        )
    return ""


def seen(revision, instance):
    """What a decision rests on, as a short text: the proposal, the record, and the public cases that show it."""
    kind = KINDS[revision.kind]
    own = history.current(kind, revision.record)
    # Of a term whole chapters of cases hang; they come and go every day, and are no reason to look again.
    cases = sorted(public_cases(instance).values_list("pk", flat=True)) if kind.model in POINTED_TO and instance else []
    told = f"{targets.latest(revision).number} {own.number if own else 0} {cases}"
    return sha256(told.encode()).hexdigest()[:16]


def take(revision, name, user, comment="", looked_at=None):
    """Take a step with a revision; ``looked_at``: what seen() gave with the page that was decided on.

    Raises Refused, or ValidationError; nothing is written then.
    """
    with collected(), transaction.atomic():
        kind = KINDS[revision.kind]
        list(kind.model._base_manager.select_for_update(no_key=True).filter(pk=revision.record).values_list("pk"))
        revision = RecordRevision.objects.select_for_update(of=("self",)).get(pk=revision.pk)
        instance = targets.instance_of(revision)
        if reason := hindrance(revision, name, user):
            raise Refused(reason)
        comment = comment.strip()
        if WAYS[name].comment and not comment:
            raise ValidationError({"comment": _("Say why: the author reads it.")})
        called = history.name_at(kind, revision.record)
        proposed = targets.latest(revision)
        if instance is not None:
            lock_cases(instance)
            if name != "discard" and looked_at != seen(revision, instance):
                raise ValidationError(
                    _("Meanwhile the proposal, the entry or the cases that show it changed. Look again, then decide.")
                )
        if name == "approve":
            _apply(revision, instance, proposed.content, user, comment)
        revision.state = WAYS[name].target
        revision.save()
        with acting(user=user):
            history.note(revision, proposed.content, DONE[name], called, comment)
    return revision


def remove(instance, user):
    """Delete a record; the codebook has an edition that says which of its terms went."""
    system = codebook.system_of(instance)
    if system is None:
        instance.delete()
    else:
        note = _("Removed: %(titles)s.") % {"titles": instance.title}
        change_term(instance.delete, system, "", "", note, user)


def _apply(revision, instance, proposed, user, comment):
    kind = KINDS[revision.kind]
    if instance is None:
        raise ValidationError(_("It was deleted meanwhile."))
    with acting(user=user, action=Action.APPROVED, comment=comment):
        if revision.deletes:
            remove(instance, user)
            return
        base = targets.content_at(kind, revision.record, revision.base)
        content, _taken, conflicts = contents.merge(base, history.current(kind, revision.record).content, proposed)
        if conflicts:
            raise ValidationError(
                _("It changed itself meanwhile in: %(members)s. Open the proposal and settle these first.")
                % {"members": ", ".join(contents.label_of(kind, name) for name in conflicts)}
            )
        write(instance, content, revision.extra, revision.author or user)
        # Kept now: the revision's own last version comes after it.
        history.keep([(kind.label, revision.record)])
