"""The cases of a batch of rows as they are, and as they were when the table was exported."""

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from exchange.faults.fault import Fault
from practices.case.contents import content_of, normal, whole
from practices.models import Practice, Revision, SecondCoding, Version


class Existing:
    """What the rows of a batch are held against; at most 15 queries, whatever the number of rows.

    ``practices``: {slug: Practice}; by key ``contents``, what they say, and ``proposed``, what open revisions say;
    ``blind``: the keys of those that the user codes blind. ``locking``: within the transaction that writes.
    """

    def __init__(self, said, user, locking):
        slugs = [one.slug for one in said if one.slug]
        if locking:
            rows = Practice.objects.select_for_update(of=("self",)).filter(slug__in=slugs)
            list(rows.order_by("pk").values_list("pk"))
        found = list(whole(Practice.objects.filter(slug__in=slugs).order_by("pk")))
        self.practices = {practice.slug: practice for practice in found}
        self.contents = {practice.pk: content_of(practice) for practice in found}
        active = Revision.objects.filter(practice__in=list(self.contents), state__in=Revision.ACTIVE)
        versions = Version.objects.filter(revision__in=active).order_by("number")
        self._proposals = {version.practice_id: version for version in versions}
        self.proposed = {pk: normal(version.content) for pk, version in self._proposals.items()}
        coded = SecondCoding.objects.filter(practice__in=list(self.contents), coder=user, state=SecondCoding.State.OPEN)
        self.blind = set(coded.values_list("practice", flat=True)) if user else set()
        self._read_bases(said)

    def _read_bases(self, said):
        """The versions that rows name and that their cases are no longer, and who made the latest ones."""
        named = {self.practices[one.slug].pk: one.base for one in said if one.base and one.slug in self.practices}
        own = Version.objects.filter(practice__in=list(named), revision__isnull=True).order_by()
        self._numbers = dict(own.values_list("practice").annotate(Max("number"))) if named else {}
        older = {pk: number for pk, number in named.items() if number != self._numbers.get(pk)}
        wanted = own.filter(practice__in=list(older), number__in=set(older.values()))
        self._bases = {(version.practice_id, version.number): version for version in wanted} if older else {}
        latest = own.filter(
            practice__in=list(older), number__in={self._numbers[pk] for pk in older if pk in self._numbers}
        )
        self._latest = {v.practice_id: v for v in latest if v.number == self._numbers[v.practice_id]} if older else {}

    def started_from(self, said, practice, faults):
        """The plain form that a row was exported from, where the case says something else now; None where not known."""
        if said.base is None:
            return None
        if said.base == self._numbers.get(practice.pk):
            # What an open revision proposes came later than the version that was exported.
            return self.contents[practice.pk] if practice.pk in self.proposed else None
        version = self._bases.get((practice.pk, said.base))
        if version is None:
            last = self._numbers.get(practice.pk, 0)
            message = _(
                "There is no version %(number)s of this case; the latest is %(last)s. Leave the number as it was."
            )
            faults.append(Fault("base_version", str(said.base), message % {"number": said.base, "last": last}))
            return None
        return normal(version.content)

    def since(self, practice):
        """Who saved what the row is held against last, the open revision or the case, and when (str)."""
        version = self._proposals.get(practice.pk) or self._latest.get(practice.pk)
        if version is None:
            return _("somebody")
        day = date_format(localtime(version.at), "SHORT_DATETIME_FORMAT")
        return _("%(name)s, %(date)s") % {"name": version.by_name or _("somebody"), "date": day}
