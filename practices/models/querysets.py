"""How practices are read from the database. Which ones a filter means, the catalogue knows.

``for_list()`` costs three queries and one for each coding system, whatever the number of practices.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, F, Func, OuterRef, Prefetch, Q
from django.utils import timezone

from core.following import TrackedQuerySet
from practices.models.coding import Coding
from practices.models.status import Status, refuse_status_change


class Bytewise(Func):
    """Compare text byte by byte on every database: PostgreSQL would follow the locale of the server."""

    template = "%(expressions)s"
    arity = 1

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template='(%(expressions)s) COLLATE "C"', **context)


class PracticeQuerySet(TrackedQuerySet):
    def update(self, **values):
        if "status" in values:
            refuse_status_change()
        return super().update(**values)

    update.alters_data = True

    def bulk_create(self, objs, *args, **kwargs):
        if any(practice.status != Status.DRAFT for practice in objs):
            refuse_status_change()
        return super().bulk_create(objs, *args, **kwargs)

    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def stale(self):
        """Those that nobody confirmed for longer than the host lets pass (practices.case.freshness says it)."""
        return self.filter(stale())

    def bytewise(self, *fields):
        """In the order of these columns, compared byte by byte on every database."""
        return self.order_by(*(F(field) if field == "updated" else Bytewise(field) for field in fields))

    def without_dot(self):
        locations = self._related("locations").filter(practice=OuterRef("pk"), place__lat__isnull=False)
        return self.exclude(Exists(locations))

    def in_turn(self, pks):
        """The practices with these pks as a list in just this order, with everything a list shows."""
        found = {practice.pk: practice for practice in self.filter(pk__in=pks).for_list()}
        return [found[pk] for pk in pks if pk in found]

    def for_list(self):
        links = self.model._meta.related_objects
        coded = [link.get_accessor_name() for link in links if issubclass(link.related_model, Coding)]
        parts = [(name, "term") for name in coded] + [("locations", "place"), ("citations", "source")]
        return self.select_related("handlungsfeld").prefetch_related(
            *(Prefetch(name, self._related(name).select_related(target)) for name, target in parts)
        )

    def with_images(self):
        """One query more: the pictures, as a case's own page shows them."""
        return self.prefetch_related(Prefetch("images", self._related("images").select_related("picture")))

    def _related(self, name):
        return self.model._meta.get_field(name).related_model.objects.all()


def limit():
    """The first day (date) that still counts as current."""
    return timezone.localdate() - timedelta(days=settings.CURRENT_FOR_DAYS)


def stale():
    """Condition for practices: neither confirmed since the limit nor, never confirmed, of a year that ended since."""
    first = limit()
    return Q(confirmed__lt=first) | Q(confirmed__isnull=True, as_of__lt=first.year)


# Those that wait longest first: never confirmed, of the oldest year.
LONGEST_FIRST = (F("confirmed").asc(nulls_first=True), "as_of", "slug")
