"""What became of an address that shows no published case: it moved, the case was withdrawn, or it was deleted.

Nothing is told here that wasn't public once: title and Handlungsfeld are those of the last public state.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from practices.models import Practice, SlugRedirect, Status, Tombstone, Version


@dataclass(frozen=True)
class Moved:
    """The case answers at another address: ``slug``."""

    slug: str


@dataclass(frozen=True)
class Gone:
    """A case that was public: ``deleted``, else withdrawn. ``handlungsfeld`` is a slug, "" where it isn't known."""

    id: UUID
    slug: str
    title: str
    at: datetime
    deleted: bool
    handlungsfeld: str = ""

    @property
    def since(self):
        """The day, as the atlas counts days."""
        return timezone.localdate(self.at)


def whereabouts(slug):
    """Moved or Gone; None for an address that never showed a case."""
    former = SlugRedirect.objects.filter(old=slug).values_list("practice_id", flat=True).first()
    if former is not None:
        practice = Practice.objects.filter(pk=former).first()
        if practice is not None and practice.status == Status.PUBLISHED:
            return Moved(practice.slug)
        return _withdrawn(slug, practice) if practice else _deleted(slug, Tombstone.objects.filter(case=former))
    practice = Practice.objects.filter(slug=slug).exclude(status=Status.PUBLISHED).first()
    if practice is not None and practice.first_published is not None:
        return _withdrawn(slug, practice, slug)
    return _deleted(slug, Tombstone.objects.filter(slug=slug))


def _withdrawn(slug, practice, public_slug=None):
    """``public_slug``: the slug that must have been public; a draft may have got another one since."""
    last, ended = _last_public(practice.pk)
    if last is None:
        return Gone(practice.uuid, slug, practice.title, practice.updated, deleted=False)
    if public_slug is not None and last.slug != public_slug:
        return None
    return Gone(practice.uuid, slug, last.content["title"], ended or practice.updated, False, _field(last))


def _deleted(slug, tombstones):
    tombstone = tombstones.filter(was_public=True).order_by("-at").first()
    if tombstone is None:
        return None
    last, _ended = _last_public(tombstone.case)
    title = last.content["title"] if last else tombstone.title
    return Gone(tombstone.uuid, slug, title, tombstone.at, True, _field(last))


def _last_public(pk):
    """(the last version that was public, when it ceased to be); (None, None) where none was kept."""
    own = Version.objects.filter(practice=pk, revision__isnull=True)
    public = own.filter(content__status=Status.PUBLISHED).exclude(action=Version.Action.DELETED)
    last = public.order_by("-number").first()
    if last is None:
        return None, None
    return last, own.filter(number__gt=last.number).order_by("number").values_list("at", flat=True).first()


def _field(version):
    return (version.content.get("handlungsfeld") or {}).get("slug", "") if version else ""
