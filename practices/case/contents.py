"""The plain form of a case: one dict for versions, revisions, forms, fixtures, import and export.

{"slug", "status", "title", "title_en", "summary", "summary_en", "description",
 "description_en", "transfer", "transfer_en": str,
 "carrier": str or "", "as_of": int (year), "confirmed": ISO date or None, "coding_note": str,
 and the members of the profile (practices.models.profile.members),
 "handlungsfeld": coding, and for the member of each coding system (practices.systems): [coding] by slug,
 "places": [slug] in their order, "sources": [{"source": slug, "locator"}] in their order,
 "images": [{"picture": digest, "alt", "author", "licence"}] in their order}

with coding = {"slug", "basis", "chapter", "note"}.
"""

from django.db.models import Prefetch

from practices import systems
from practices.models import Practice, PracticeImage
from practices.models.profile import members as profile

# Texts that are columns of the model and that people word.
_OWN = (
    "title",
    "title_en",
    "summary",
    "summary_en",
    "description",
    "description_en",
    "transfer",
    "transfer_en",
    "coding_note",
)
# What people word: compared word by word, merged with a third wording.
WORDED = (*_OWN, *profile.WORDED)
# Texts that are columns of the model.
TEXTS = ("slug", "status", *_OWN[:-1], "carrier", "coding_note")
CODINGS = systems.MEMBERS
# What follows the case's way and not what is told in it.
LIFE = ("status",)
PARTS = ("places", "sources", "images")
MEMBERS = (*TEXTS, "as_of", "confirmed", *profile.NAMES, "handlungsfeld", *CODINGS, *PARTS)
# Members that hold several entries, merged entry by entry.
LISTS = (*profile.LISTED, *CODINGS, *PARTS)
CHUNK = 500


def normal(content):
    """The content with every member present and sorted, so that equal cases compare equal."""
    plain = {name: content.get(name) or "" for name in TEXTS}
    plain["as_of"] = content.get("as_of")
    plain["confirmed"] = content.get("confirmed")
    plain |= profile.normal(content)
    main = content.get("handlungsfeld") or {}
    plain["handlungsfeld"] = coding(main) if main.get("slug") else None
    for name in CODINGS:
        plain[name] = sorted(map(coding, content.get(name) or []), key=lambda one: one["slug"])
    plain["places"] = list(content.get("places") or [])
    plain["sources"] = [{"source": s["source"], "locator": s["locator"]} for s in content.get("sources") or []]
    plain["images"] = [
        {name: image.get(name) or "" for name in ("picture", "alt", "author", "licence")}
        for image in content.get("images") or []
    ]
    return plain


def coding(one):
    return {
        "slug": one["slug"],
        "basis": one.get("basis") or "",
        "chapter": one.get("chapter") or "",
        "note": one.get("note") or "",
    }


def whole(queryset):
    """The queryset with everything that content_of() reads: a fixed number of queries, however many cases."""
    images = PracticeImage.objects.select_related("picture")
    return queryset.for_list().select_related("author").prefetch_related(Prefetch("images", images))


def content_of(practice):
    """The plain form of a practice that was read with whole()."""
    content = {name: getattr(practice, name) for name in TEXTS}
    content |= practice.profile
    content["as_of"] = practice.as_of
    content["confirmed"] = practice.confirmed.isoformat() if practice.confirmed else None
    content["handlungsfeld"] = {
        "slug": practice.handlungsfeld.slug,
        "basis": practice.handlungsfeld_basis,
        "chapter": practice.handlungsfeld_chapter,
        "note": practice.handlungsfeld_note,
    }
    for name in CODINGS:
        content[name] = [
            {"slug": c.term.slug, "basis": c.basis, "chapter": c.chapter, "note": c.note}
            for c in getattr(practice, name).all()
        ]
    content["places"] = [location.place.slug for location in practice.locations.all()]
    content["sources"] = [{"source": c.source.slug, "locator": c.locator} for c in practice.citations.all()]
    content["images"] = [
        {"picture": image.picture.digest, "alt": image.alt, "author": image.author, "licence": image.licence}
        for image in practice.images.all()
    ]
    return normal(content)


def surroundings_of(practice):
    """What the content only points to, as it is now: places, sources, and who coded."""
    places = {
        place.slug: {
            "name": place.name,
            "country": place.country,
            "state": place.state,
            "precision": place.precision,
            "lat": place.lat,
            "lon": place.lon,
            "population": place.population,
        }
        for place in (location.place for location in practice.locations.all())
    }
    sources = {c.source.slug: {"citation": c.source.citation, "url": c.source.url} for c in practice.citations.all()}
    return {"places": places, "sources": sources}


def read(pk):
    """The plain form of the case with this key; None where there is none."""
    return contents([pk]).get(pk)


def contents(pks):
    """{pk: plain form} of these cases, a fixed number of queries for each 500."""
    return {practice.pk: content_of(practice) for practice in cases(pks)}


def cases(pks):
    """The practices with these pks, read whole, in no particular order."""
    pks = list(pks)
    for start in range(0, len(pks), CHUNK):
        yield from whole(Practice.objects.filter(pk__in=pks[start : start + CHUNK]).order_by("pk"))
