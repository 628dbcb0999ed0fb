"""What somebody typed for a place or a source → its slug; what the atlas doesn't have yet is added by the way.

What names one of the atlas is found with one query for a whole form; everything is read only where a name is new.
"""

from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from practices.lookup.places import AmbiguousPlace, Places
from practices.lookup.sources import Sources
from practices.lookup.unknown import NotUnderstood
from practices.models import Place, Source

MOST_CHOICES = 12


class Unclear(Exception):
    """``choices``: [(what to type instead, label)] of what may be meant; empty where nothing is."""

    def __init__(self, message, choices=()):
        super().__init__(message)
        self.choices = list(choices)


class PlaceNames:
    """Names of places → slugs, for one form."""

    def __init__(self, texts):
        self._known = set(Place.objects.filter(slug__in=set(filter(None, texts))).values_list("slug", flat=True))

    @cached_property
    def _places(self):
        return Places()

    def find(self, text):
        """The slug of the place meant. Raises Unclear where that is several, or none."""
        if text in self._known:
            return text
        try:
            slug = self._places.find(text)
        except AmbiguousPlace as refused:
            named = [(one["reference"], one["label"]) for one in refused.choices[:MOST_CHOICES]]
            told = [str(refused), "" if named else _("Choose it with “Find a place”.")]
            raise Unclear(" ".join(filter(None, told)), named) from refused
        self._places.write([slug])
        return slug


class SourceNames:
    """What people call sources → slugs, for one form: the slug, the title, or a part of the reference."""

    def __init__(self, texts):
        wanted = {text.strip() for text in texts if text.strip()}
        named = Source.objects.filter(Q(slug__in=wanted) | Q(title__in=wanted) | Q(citation__in=wanted))
        self._known = {}
        for slug, title, citation in named.values_list("slug", "title", "citation") if wanted else ():
            for name in {slug, title, citation} - {""}:
                self._known.setdefault(name, []).append(slug)

    @cached_property
    def _sources(self):
        return Sources()

    def find(self, text):
        """The slug of the source meant. Raises Unclear where that is several, or none."""
        if text in self._known and (text in self._known[text] or len(self._known[text]) == 1):
            return text if text in self._known[text] else self._known[text][0]
        found = search(text)
        if not found:
            raise Unclear(_("No source is called “%(value)s”.") % {"value": text[:80]})
        raise Unclear(_("Which source is meant by “%(value)s”?") % {"value": text[:80]}, found)

    def added(self, citation, url=""):
        """The slug of the source with this reference, which is entered where it is new. Raises Unclear."""
        try:
            slug, _notice = self._sources.find(" ".join(citation.split()), url)
        except NotUnderstood as refused:
            raise Unclear(str(refused)) from refused
        self._sources.write([slug])
        return slug


def search(text):
    """[(slug, label)] of sources with all these words in slug, title or reference."""
    rows = Source.objects.order_by("citation")
    for word in text.replace("\x00", "").split()[:8]:
        rows = rows.filter(Q(slug__icontains=word) | Q(title__icontains=word) | Q(citation__icontains=word))
    return [(source.slug, label(source)) for source in rows[:MOST_CHOICES]]


def label(source):
    """A source as one tells it from others."""
    return " · ".join(filter(None, (source.title, source.publisher, str(source.year or "")))) or source.citation[:160]


def names_of(slugs):
    """{slug: what stands in the form for this source}: its title, or the slug where several have that title."""
    found = {source.slug: source for source in Source.objects.filter(slug__in=slugs)}
    titles = [source.title for source in found.values() if source.title]
    shared = set(
        Source.objects.filter(title__in=titles).exclude(slug__in=found).values_list("title", flat=True)
        if titles
        else ()
    )
    told = {}
    for slug, source in found.items():
        own = source.title and source.title not in shared and titles.count(source.title) == 1
        told[slug] = source.title if own else slug
    return told
