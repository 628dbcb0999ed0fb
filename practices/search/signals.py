"""Every write to a case, its codings, places or terms updates its search document in the same transaction."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from handlungsfelder.models import Buergerrolle, Handlungsfeld, Handlungsmuster, Teilaspekt
from practices.models import (
    BuergerrolleCoding,
    HandlungsfeldCoding,
    HandlungsmusterCoding,
    Location,
    Place,
    Practice,
    TeilaspektCoding,
)
from practices.search.index import reindex

PARTS = (HandlungsfeldCoding, TeilaspektCoding, HandlungsmusterCoding, BuergerrolleCoding, Location)


@receiver(post_save, sender=Practice)
def practice_saved(instance, raw=False, **kwargs):
    if not raw:
        reindex(Practice.objects.filter(pk=instance.pk))


def part_changed(instance, origin=None, **kwargs):
    # A practice that is being deleted takes its parts along first; it needs no new document.
    if isinstance(origin, Practice) or getattr(origin, "model", None) is Practice:
        return
    reindex(Practice.objects.filter(pk=instance.practice_id))


for part in PARTS:
    post_save.connect(part_changed, sender=part, dispatch_uid=f"index-save-{part.__name__}")
    post_delete.connect(part_changed, sender=part, dispatch_uid=f"index-delete-{part.__name__}")


@receiver(post_save, sender=Place)
def place_saved(instance, **kwargs):
    reindex(Practice.objects.filter(locations__place=instance))


@receiver(post_save, sender=Handlungsfeld)
def handlungsfeld_saved(instance, **kwargs):
    reindex(Practice.objects.filter(handlungsfeld=instance))
    reindex(Practice.objects.filter(further_handlungsfelder__term=instance))


@receiver(post_save, sender=Teilaspekt)
def teilaspekt_saved(instance, **kwargs):
    reindex(Practice.objects.filter(teilaspekte__term=instance))


@receiver(post_save, sender=Handlungsmuster)
def handlungsmuster_saved(instance, **kwargs):
    reindex(Practice.objects.filter(handlungsmuster__term=instance))


@receiver(post_save, sender=Buergerrolle)
def buergerrolle_saved(instance, **kwargs):
    reindex(Practice.objects.filter(buergerrollen__term=instance))
