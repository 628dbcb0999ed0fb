"""What follows a write, and what is told of it: connected when the app is ready (see core.following)."""

from django.contrib.auth.models import User
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from core import following
from core.following import changed, tell
from handlungsfelder.models import TERMS, Chance, Herausforderung
from practices.case import contents, history
from practices.models import (
    Citation,
    LinkCheck,
    Location,
    Place,
    Practice,
    PracticeImage,
    Source,
    data_version,
)
from practices.records import history as record_history
from practices.search import documents
from practices.systems import SYSTEMS

FOLLOWED = (*(system.coding for system in SYSTEMS), Location, Citation, PracticeImage)


def written(sender, instance, **kwargs):
    tell([instance])


def about_to_be_deleted(sender, instance, **kwargs):
    history.remember_deleted(instance)


def deleted(sender, instance, origin=None, **kwargs):
    # A practice that is being deleted takes its parts along; the practice itself is told.
    whole = isinstance(origin, Practice) or getattr(origin, "model", None) is Practice
    if not (whole and sender in FOLLOWED):
        tell([instance])


def connected_anew(sender, instance, action, reverse, model, pk_set, **kwargs):
    if action.startswith("post_"):
        # From the other side (Handlungsfeld.chancen.set(…)) the terms that are written are those named.
        pks = (pk_set or ()) if reverse else [instance.pk]
        label = (model if reverse else instance)._meta.label_lower
        changed(everything=True, records=[(label, pk) for pk in pks])


def account_written(sender, instance, update_fields=None, **kwargs):
    if set(update_fields or ["-"]) != {"last_login"}:
        changed(records=[(User._meta.label_lower, instance.pk)])


def account_regrouped(sender, instance, action, reverse, pk_set, **kwargs):
    if action.startswith("post_"):
        pks = (pk_set or ()) if reverse else [instance.pk]
        changed(records=[(User._meta.label_lower, pk) for pk in pks])


def address_may_change(sender, instance, **kwargs):
    """What the old address of a source answered says nothing of its new one."""
    if instance.pk:
        LinkCheck.objects.filter(source=instance.pk).exclude(source__url=instance.url).delete()


def register():
    """Search document, history and data version follow, in this order; a case is read once for all of them."""
    following.read_with(contents.cases)
    following.register(
        "search",
        batch=lambda cases: documents.store([documents.build(case) for case in cases]),
        end=lambda changed: documents.write(sorted(changed.words - changed.practices)),
    )
    following.register("history", batch=history.keep, end=lambda changed: record_history.keep(changed.records))
    following.register("data version", end=data_version.follow)


def connect():
    """``save()`` and ``delete()`` of whatever a case consists of are told, and of what keeps versions of its own."""
    for model in (Practice, Place, Source, *FOLLOWED, *TERMS):
        post_save.connect(written, sender=model, dispatch_uid=f"follow-save-{model.__name__}")
        post_delete.connect(deleted, sender=model, dispatch_uid=f"follow-delete-{model.__name__}")
    pre_delete.connect(about_to_be_deleted, sender=Practice, dispatch_uid="remember-deleted-practice")
    pre_save.connect(address_may_change, sender=Source, dispatch_uid="forget-link-check")
    for model in (Herausforderung, Chance):
        through = model.handlungsfelder.through
        m2m_changed.connect(connected_anew, sender=through, dispatch_uid=f"follow-m2m-{model.__name__}")
    for signal in (post_save, post_delete):
        signal.connect(account_written, sender=User, dispatch_uid="follow-account")
    for through in (User.groups.through, User.user_permissions.through):
        m2m_changed.connect(account_regrouped, sender=through, dispatch_uid=f"follow-m2m-{through.__name__}")
