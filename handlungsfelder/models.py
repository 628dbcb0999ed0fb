"""The study's vocabulary: what a case can be coded with.

Slugs are public: they stand in URLs, API answers and exports, and never change. Titles and definitions are
German with an English column beside them; ``label`` and its sisters answer in the active language.
"""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.following import TrackedQuerySet
from core.languages import in_language
from core.plaintext import check_texts
from core.slugs import check_case_apart, check_slug

chapter_validator = RegexValidator(r"^\d\d\.\d\d$", _("A chapter of the study is written like 02.05."))


class Term(models.Model):
    """A term of the vocabulary. ``chapter`` names where the study introduces it, like "02.05"."""

    keeps_versions = True
    # The key in the codebook of a code system; "" for terms that no case is coded with.
    codebook = ""

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    title = models.CharField(_("title (German)"), max_length=150)
    title_en = models.CharField(_("title (English)"), max_length=150, blank=True)
    definition = models.TextField(_("definition (German)"))
    definition_en = models.TextField(_("definition (English)"), blank=True)
    # The codebook: criteria that a second coder can apply without asking the first.
    inclusion = models.TextField(_("code when"), blank=True)
    exclusion = models.TextField(_("don't code when"), blank=True)
    example = models.TextField(_("example"), blank=True)
    chapter = models.CharField(_("chapter"), max_length=5, validators=[chapter_validator])
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "slug"]

    def __str__(self):
        return self.label

    def clean(self):
        check_texts(self)
        check_slug(self)

    def validate_unique(self, exclude=None):
        super().validate_unique(exclude)
        check_case_apart(self, exclude)

    def touches(self):
        """What is out of date when this term was written: everything, and the documents of the cases coded with it."""
        coded = getattr(self, "codings", None)
        return {"everything": True, "words": coded.values_list("practice", flat=True) if coded and self.pk else []}

    @property
    def label(self):
        return in_language(self, "title")

    @property
    def meaning(self):
        return in_language(self, "definition")


class ToldTerm(Term):
    """A term with a page of its own, and therefore with a story: a few sentences of ours."""

    story = models.TextField(_("story (German)"), blank=True)
    story_en = models.TextField(_("story (English)"), blank=True)

    class Meta(Term.Meta):
        abstract = True

    @property
    def narrative(self):
        return in_language(self, "story")


class Handlungsfeld(ToldTerm):
    """A field of action: one of the study's seven chapters 02.01 to 02.07."""

    codebook = "handlungsfeld"

    class Meta(ToldTerm.Meta):
        verbose_name = _("Handlungsfeld")
        verbose_name_plural = _("Handlungsfelder")

    def touches(self):
        if not self.pk:
            return {"everything": True}
        further = self.further_codings.values_list("practice", flat=True)
        return {"everything": True, "words": [*self.practices.values_list("pk", flat=True), *further]}

    def get_absolute_url(self):
        return reverse("handlungsfelder:handlungsfeld", args=[self.slug])


class Teilaspekt(Term):
    """The second level of the theme tree: a run-in heading of a Handlungsfeld's chapter."""

    codebook = "teilaspekte"

    handlungsfeld = models.ForeignKey(
        Handlungsfeld, models.PROTECT, related_name="teilaspekte", verbose_name=_("Handlungsfeld")
    )

    class Meta(Term.Meta):
        verbose_name = _("Teilaspekt")
        verbose_name_plural = _("Teilaspekte")


class Handlungsmuster(ToldTerm):
    """An action pattern of citizens, chapter 03.05."""

    codebook = "handlungsmuster"

    class Meta(ToldTerm.Meta):
        verbose_name = _("Handlungsmuster")
        verbose_name_plural = _("Handlungsmuster")

    def get_absolute_url(self):
        return reverse("handlungsfelder:handlungsmuster", args=[self.slug])


class Buergerrolle(ToldTerm):
    """A role of citizens, chapter 03.06 (after Selle 2014)."""

    codebook = "buergerrollen"

    class Meta(ToldTerm.Meta):
        verbose_name = _("Bürgerrolle")
        verbose_name_plural = _("Bürgerrollen")

    def get_absolute_url(self):
        return reverse("handlungsfelder:buergerrolle", args=[self.slug])


class DerivedTerm(Term):
    """A term that a case is never coded with: it follows from the case's main Handlungsfeld."""

    class Meta(Term.Meta):
        abstract = True

    @property
    def handlungsfeld_slugs(self):
        """Slugs of its Handlungsfelder; prefetch ``handlungsfelder`` when listing."""
        return [handlungsfeld.slug for handlungsfeld in self.handlungsfelder.all()]


class Herausforderung(DerivedTerm):
    """A challenge (01.03, 02.08). The study ties it to chapters, so cases get it from their Handlungsfeld."""

    handlungsfelder = models.ManyToManyField(
        Handlungsfeld, related_name="herausforderungen", verbose_name=_("Handlungsfelder")
    )

    class Meta(DerivedTerm.Meta):
        verbose_name = _("Herausforderung")
        verbose_name_plural = _("Herausforderungen")


class Chance(DerivedTerm):
    """An opportunity (02.08). The study ties it to a chapter, so cases get it from their Handlungsfeld."""

    handlungsfelder = models.ManyToManyField(Handlungsfeld, related_name="chancen", verbose_name=_("Handlungsfelder"))

    class Meta(DerivedTerm.Meta):
        verbose_name = _("Chance")
        verbose_name_plural = _("Chancen")


class KommunenRolle(ToldTerm):
    """A role the municipality can take, chapter 03.08, no. 4."""

    codebook = "kommunenrollen"

    class Meta(ToldTerm.Meta):
        verbose_name = _("Rolle der Kommune")
        verbose_name_plural = _("Rollen der Kommune")

    def get_absolute_url(self):
        return reverse("handlungsfelder:kommunenrolle", args=[self.slug])


class Giver(models.TextChoices):
    """Who gives the money."""

    EU = "eu", _("European Union")
    FEDERAL = "federal", _("federal government")
    STATE = "state", _("state (Land)")
    MUNICIPALITY = "municipality", _("municipality")
    FOUNDATION = "foundation", _("foundation")
    PRIZE = "prize", _("prize money")
    OWN = "own", _("own means of those who carry it")


class Funding(ToldTerm):
    """Who or which programme paid for a case. Not a term of the study: a small vocabulary of ours that grows."""

    codebook = "funding"

    giver = models.CharField(_("giver"), max_length=20, choices=Giver)

    class Meta(ToldTerm.Meta):
        verbose_name = _("funding")
        verbose_name_plural = _("funding")

    def get_absolute_url(self):
        return reverse("handlungsfelder:funding", args=[self.slug])


class CodebookVersion(models.Model):
    """One edition of the codebook. ``content``: {system: [{slug, title, definition, inclusion, exclusion, example}]}.

    A coding carries the ``number`` it was made under. Written by ``handlungsfelder.codebook`` only.
    """

    number = models.PositiveIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    by_name = models.CharField(_("by (name)"), max_length=150, blank=True)
    note = models.TextField(_("what changed"), blank=True)
    content = models.JSONField()

    class Meta:
        verbose_name = _("edition of the codebook")
        verbose_name_plural = _("editions of the codebook")
        ordering = ["-number"]

    def __str__(self):
        return str(self.number)


# Every kind of term, in the order of the study.
TERMS = (Handlungsfeld, Teilaspekt, Handlungsmuster, Buergerrolle, Herausforderung, Chance, KommunenRolle, Funding)
