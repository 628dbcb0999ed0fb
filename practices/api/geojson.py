"""RFC 7946: practices as points."""

from django.urls import reverse
from django.utils.translation import get_language

from practices.models import Practice

CHUNK = 2000
COLUMNS = ("pk", "uuid", "slug", "title", "title_en", "summary", "summary_en", "handlungsfeld")


def feature_collection(selection, base_url):
    """FeatureCollection with one feature per practice and dot, and ``unlocated``: cases without any dot.

    ``selection``: a Selection. Reads the practices in chunks of 2,000, one query each.
    """
    catalogue = selection.catalogue
    dotted = selection.cases & catalogue.with_dot
    return {
        "type": "FeatureCollection",
        "features": features(catalogue, dotted, base_url),
        "unlocated": len(selection) - len(dotted),
    }


def features(catalogue, selection, base_url):
    """The features of these practices (BitMap of pks), ordered by slug and then as an editor ordered the places."""
    language = get_language()
    rows_of = catalogue.places_of(selection)
    found = []
    pks = list(selection)
    for start in range(0, len(pks), CHUNK):
        for pk, *texts in Practice.objects.filter(pk__in=pks[start : start + CHUNK]).order_by().values_list(*COLUMNS):
            found += [_feature(catalogue, row, texts, language, base_url) for row in rows_of[pk]]
    return sorted(found, key=lambda feature: feature["properties"]["slug"])


def _feature(catalogue, row, texts, language, base_url):
    uuid, slug, title, title_en, summary, summary_en, field = texts
    places, english = catalogue.places, language == "en"
    term = catalogue.term("handlungsfeld", field)
    return {
        "type": "Feature",
        "id": f"{slug}@{places.slugs[row]}",
        "geometry": {"type": "Point", "coordinates": [float(places.lon[row]), float(places.lat[row])]},
        "properties": {
            "id": uuid,
            "slug": slug,
            "title": (english and title_en) or title,
            "summary": (english and summary_en) or summary,
            "handlungsfeld": term.slug,
            "handlungsfeld_title": term.label_in(language),
            "place": places.label(row, language),
            "place_id": places.ids[row],
            "precision": places.precisions[row],
            "url": base_url + reverse("practices:detail", args=[slug]),
        },
    }
