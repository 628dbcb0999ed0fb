"""The practice: one example of good practice, told in our own words."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.folding import sort_key
from core.languages import in_language
from core.permanent_ids import new_id
from core.plaintext import check_all, check_texts
from core.slugs import check_case_apart, check_slug
from handlungsfelder.models import Handlungsfeld
from practices.models import timespan
from practices.models.coding import Basis, basis_is_given, check_basis
from practices.models.profile.checking import check as check_profile
from practices.models.profile.values import Carrier, Phase
from practices.models.querysets import PracticeQuerySet
from practices.models.status import Status, check_status_change
from practices.models.workplace.history import SlugRedirect

# /api/v1/practices/<slug>/ has a sister of this name.
RESERVED_SLUGS = {"clusters"}


class Practice(models.Model):
    """A case; ``uuid`` never changes (``id`` in the API).

    ``as_of`` is the year the description speaks of, not the year somebody typed it in. ``profile``: the members of
    practices.models.profile.members that are given, by name.

    The main Handlungsfeld is the chapter the study tells the case in; further ones are codings. The
    Herausforderungen and Chancen of a case follow from its main Handlungsfeld and are stored nowhere.
    """

    uuid = models.UUIDField(_("permanent id"), default=new_id, unique=True, editable=False)
    slug = models.SlugField(
        _("slug"),
        max_length=120,
        unique=True,
        help_text=_("Part of the public address; don't change it once published."),
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    title = models.CharField(_("title (German)"), max_length=160)
    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    summary = models.CharField(_("summary (German)"), max_length=300, help_text=_("One sentence."))
    summary_en = models.CharField(_("summary (English)"), max_length=300, blank=True)
    description = models.TextField(
        _("description (German)"),
        help_text=_(
            "25 to 150 words of our own: what was done, by whom, with what result. Nothing the sources don't say."
        ),
    )
    description_en = models.TextField(_("description (English)"), blank=True)
    transfer = models.TextField(
        _("what others can take from it (German)"),
        blank=True,
        help_text=_("Our own reading, shown as such: what other towns can take from it, and what to ask first."),
    )
    transfer_en = models.TextField(_("what others can take from it (English)"), blank=True)
    handlungsfeld = models.ForeignKey(
        Handlungsfeld, models.PROTECT, related_name="practices", verbose_name=_("main Handlungsfeld")
    )
    handlungsfeld_basis = models.CharField(_("rests on"), max_length=10, choices=Basis, default=Basis.SOURCE)
    handlungsfeld_chapter = models.CharField(_("chapter or passage"), max_length=40, blank=True)
    handlungsfeld_note = models.CharField(_("reason or remark"), max_length=400, blank=True)
    handlungsfeld_coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    handlungsfeld_codebook = models.PositiveIntegerField(null=True, blank=True, editable=False)
    handlungsfeld_recheck = models.BooleanField(default=False, editable=False)
    carrier = models.CharField(_("carrier"), max_length=30, choices=Carrier, blank=True)
    profile = models.JSONField(_("profile"), default=dict, blank=True, editable=False)
    as_of = models.PositiveSmallIntegerField(_("as of (year)"), validators=[timespan.check_year])
    coding_note = models.TextField(
        _("note on the coding"),
        blank=True,
        help_text=_("Where the sources give no ground for a Handlungsmuster or a Bürgerrolle, say so here."),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="practices",
        verbose_name=_("entered by"),
    )
    confirmed = models.DateField(_("last confirmed"), null=True, blank=True, validators=[timespan.check_day])
    first_published = models.DateTimeField(_("first published"), null=True, blank=True, editable=False)
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated = models.DateTimeField(_("updated"), auto_now=True)
    # DIN 5007 sort keys, so that both databases sort titles alike and Ä stands beside A.
    title_sort = models.CharField(max_length=200, editable=False, db_index=True)
    title_sort_en = models.CharField(max_length=200, editable=False, db_index=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        ordering = ["title_sort", "slug"]
        permissions = [("publish_practice", _("Can publish practices and withdraw them"))]
        constraints = [
            models.CheckConstraint(
                name="practice_handlungsfeld_basis_given",
                condition=basis_is_given("handlungsfeld_"),
                violation_error_message=_("The main Handlungsfeld needs a chapter (source) or a reason (editorial)."),
            ),
            models.CheckConstraint(name="practice_status_known", condition=models.Q(status__in=Status.values)),
            models.CheckConstraint(
                name="practice_as_of_plausible", condition=models.Q(as_of__gte=1900, as_of__lte=2100)
            ),
        ]
        indexes = [models.Index(fields=["status", "handlungsfeld"]), models.Index(fields=["status", "updated"])]

    def __str__(self):
        return self.label

    def touches(self):
        """What is out of date when this instance was written (see core.following)."""
        return {"practices": [self.pk]}

    def get_absolute_url(self):
        return reverse("practices:detail", args=[self.slug])

    @property
    def label(self):
        return in_language(self, "title")

    @property
    def lead(self):
        return in_language(self, "summary")

    @property
    def text(self):
        return in_language(self, "description")

    @property
    def lesson(self):
        """What others can take from it."""
        return in_language(self, "transfer")

    @property
    def carriers(self):
        """All of them, the first one first."""
        return [self.carrier, *self.profile.get("further_carriers", ())] if self.carrier else []

    @property
    def carrier_labels(self):
        return [Carrier(one).label for one in self.carriers if one in Carrier.values]

    @property
    def phase_told(self):
        """ "running (2018)"; "" where no phase is known."""
        phase, year = self.profile.get("phase", ""), self.profile.get("phase_year")
        return f"{Phase(phase).label} ({year})" if phase in Phase.values else ""

    def clean(self):
        check_all(self, check_texts, check_slug, Practice._check_itself)

    def _check_itself(self):
        check_basis(self, "handlungsfeld_")
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This address is taken by the API; choose another slug.")})
        if SlugRedirect.objects.taken(self.slug, but=self.pk):
            raise ValidationError({"slug": _("Another case had this address; it leads there. Choose another slug.")})
        if self.summary and "\n" in self.summary.strip():
            raise ValidationError({"summary": _("The summary is one sentence on one line.")})
        check_profile(self.profile, self.carrier)

    def validate_unique(self, exclude=None):
        # An id is drawn or checked before; asking for it would cost a query at each save.
        super().validate_unique({*(exclude or ()), "uuid"})
        check_case_apart(self, exclude)

    @classmethod
    def from_db(cls, *args, **kwargs):
        practice = super().from_db(*args, **kwargs)
        practice.remember_status()
        return practice

    def refresh_from_db(self, *args, **kwargs):
        super().refresh_from_db(*args, **kwargs)
        self.remember_status()

    def remember_status(self):
        """What the database holds, so that save() knows whether the status is about to change."""
        self.status_in_database = self.__dict__.get("status")

    def save(self, *args, **kwargs):
        check_status_change(self)
        if self.status == Status.PUBLISHED and self.first_published is None:
            self.first_published = timezone.now()
        self.title_sort = sort_key(self.title)[:200]
        self.title_sort_en = sort_key(self.title_en or self.title)[:200]
        super().save(*args, **kwargs)
        self.remember_status()
