"""RFC 7946: practices as points."""

from urllib.parse import urljoin

from django.urls import reverse
from django.utils.translation import get_language


def feature_collection(practices, base_url):
    """FeatureCollection with one feature per practice and dot, and ``unlocated``: cases without any dot."""
    english = get_language() == "en"
    return {
        "type": "FeatureCollection",
        "features": [_feature(row, base_url, english) for row in practices.for_map()],
        "unlocated": practices.order_by().without_dot().count(),
    }


def _feature(row, base_url, english):
    def text(name):
        return (english and row[f"{name}_en"]) or row[name]

    slug = row["practice__slug"]
    return {
        "type": "Feature",
        "id": f"{slug}@{row['place__slug']}",
        "geometry": {"type": "Point", "coordinates": [row["place__lon"], row["place__lat"]]},
        "properties": {
            "slug": slug,
            "title": text("practice__title"),
            "summary": text("practice__summary"),
            "handlungsfeld": row["practice__handlungsfeld__slug"],
            "handlungsfeld_title": text("practice__handlungsfeld__title"),
            "place": text("place__name"),
            "precision": row["place__precision"],
            "url": urljoin(base_url, reverse("practices:detail", args=[slug])),
        },
    }
