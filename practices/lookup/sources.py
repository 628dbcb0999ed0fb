"""A source as a table names it → the source of the atlas, or a new one made of its citation."""

import re

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from core.folding import fold, spelled_out
from practices.lookup.alike import Alike
from practices.lookup.unknown import NotUnderstood
from practices.models import Source

# What stands for a slug, not for a citation: no blanks, no capitals.
_SLUG_LIKE = re.compile(r"[a-z0-9_-]+")
SHORTEST_CITATION = 10
VERY_SIMILAR = 93


class Sources:
    """The sources of the atlas, read once for a table, and what is to be added to them."""

    def __init__(self):
        self.pks, self._by_citation, self._planned, self._brought = {}, {}, {}, {}
        self._alike, self._citations = Alike(VERY_SIMILAR), {}
        titles = {}
        for slug, citation, title, pk in Source.objects.order_by("pk").values_list("slug", "citation", "title", "pk"):
            self.pks[slug] = pk
            self._by_citation.setdefault(_same(citation), slug)
            self._alike.add(_same(citation), citation)
            titles.setdefault(_same(title), []).append(slug)
        self._by_title = {title: slugs[0] for title, slugs in titles.items() if title and len(slugs) == 1}

    def knows(self, text):
        """Whether a text names a source that is there, or that another row brings."""
        return self._known(text) is not None

    def _known(self, text):
        if text in self.pks or text in self._planned:
            return text
        return self._by_citation.get(_same(text)) or self._by_title.get(_same(text))

    def find(self, text, url=""):
        """(slug, notice or "") of the source that a text names. Raises NotUnderstood."""
        if known := self._known(text):
            return known, ""
        if _SLUG_LIKE.fullmatch(text) or len(text) < SHORTEST_CITATION:
            found = process.extractOne(text, list(self.pks), scorer=fuzz.WRatio, score_cutoff=70)
            raise NotUnderstood(
                _("There is no source “%(value)s”. Name the slug of one, or write out the whole citation.")
                % {"value": text[:80]},
                found[0] if found else "",
            )
        return self._plan(text, url)

    def _plan(self, citation, url):
        source = Source(slug=self._free_slug(citation), citation=citation, url=url)
        try:
            source.full_clean(validate_unique=False)
        except ValidationError as error:
            first = next(one for errors in error.error_dict.values() for one in errors)
            raise NotUnderstood(" ".join(error.messages), (first.params or {}).get("proposal", "")) from error
        doubles = self._alike.to(_same(citation))
        self._planned[source.slug], self._brought[source.slug] = source, doubles
        self._by_citation[_same(citation)] = source.slug
        self._citations[source.slug] = citation
        self._alike.add(_same(citation), citation)
        if not doubles:
            return source.slug, ""
        return source.slug, _("A very similar source exists: “%(citation)s”.") % {"citation": doubles[0]}

    def tell(self, slug):
        """What a report says of a source the table brings: {"slug", "label", "like"}; None for one that is there.

        ``like``: citations that are nearly the same.
        """
        if slug not in self._brought:
            return None
        return {"slug": slug, "label": self._citations[slug], "like": self._brought[slug]}

    def _free_slug(self, citation):
        base = slugify(spelled_out(citation))[:60].strip("-") or "quelle"
        taken = self.pks.keys() | self._planned.keys() if base in self.pks or base in self._planned else ()
        return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10**6))) if slug not in taken)

    def write(self, slugs):
        """Make those of these sources that are only planned."""
        new = [self._planned[slug] for slug in dict.fromkeys(slugs) if slug in self._planned]
        for source in Source.objects.bulk_create(new):
            self.pks[source.slug] = source.pk
            self._planned.pop(source.slug)


def _same(text):
    return " ".join(fold(text).split())
