"""save() and delete() of whatever a case consists of are followed (see practices.tracking)."""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from handlungsfelder.models import (
    Buergerrolle,
    Chance,
    Handlungsfeld,
    Handlungsmuster,
    Herausforderung,
    Teilaspekt,
)
from practices.editorial import history
from practices.models import (
    BuergerrolleCoding,
    Citation,
    HandlungsfeldCoding,
    HandlungsmusterCoding,
    LinkCheck,
    Location,
    Place,
    Practice,
    PracticeImage,
    Source,
    TeilaspektCoding,
)
from practices.tracking import changed, tell

PARTS = (
    HandlungsfeldCoding,
    TeilaspektCoding,
    HandlungsmusterCoding,
    BuergerrolleCoding,
    Location,
    Citation,
    PracticeImage,
)
TERMS = (Handlungsfeld, Teilaspekt, Handlungsmuster, Buergerrolle, Herausforderung, Chance)


def written(sender, instance, **kwargs):
    tell([instance])


def about_to_be_deleted(sender, instance, **kwargs):
    history.remember_deleted(instance)


def deleted(sender, instance, origin=None, **kwargs):
    # A practice that is being deleted takes its parts along; the practice itself is told.
    whole = isinstance(origin, Practice) or getattr(origin, "model", None) is Practice
    if not (whole and sender in PARTS):
        tell([instance])


def connected_anew(sender, action, **kwargs):
    if action.startswith("post_"):
        changed(everything=True)


def address_may_change(sender, instance, **kwargs):
    """What the old address of a source answered says nothing of its new one."""
    if instance.pk:
        LinkCheck.objects.filter(source=instance.pk).exclude(source__url=instance.url).delete()


for model in (Practice, Place, Source, *PARTS, *TERMS):
    post_save.connect(written, sender=model, dispatch_uid=f"follow-save-{model.__name__}")
    post_delete.connect(deleted, sender=model, dispatch_uid=f"follow-delete-{model.__name__}")
pre_delete.connect(about_to_be_deleted, sender=Practice, dispatch_uid="remember-deleted-practice")
pre_save.connect(address_may_change, sender=Source, dispatch_uid="forget-link-check")
for model in (Herausforderung, Chance):
    through = model.handlungsfelder.through
    m2m_changed.connect(connected_anew, sender=through, dispatch_uid=f"follow-m2m-{model.__name__}")
