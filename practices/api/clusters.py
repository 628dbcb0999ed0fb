"""GET practices/clusters/: what a map shows of a window, never more than it can draw."""

from django.urls import reverse
from django.utils.translation import get_language

from practices.catalogue.clusters import MIN_ZOOM, clusters, per_place
from practices.models import Practice

MOST = 400
SHORT = ("pk", "slug", "title", "title_en", "handlungsfeld")


def cluster_collection(selection, zoom, base_url):
    """FeatureCollection of clusters and single practices in the box of the filter.

    ``count`` is the number of practices the filter shows, ``unlocated`` those of them without a dot. The counts of
    the features add up to ``count`` - ``unlocated`` + ``repeated``: a case with two towns may stand in two
    clusters. ``around`` names the place with most cases of a cluster. ``zoom`` is the one that was used: where more
    than 400 features would come out, a smaller one.
    """
    catalogue, box = selection.catalogue, selection.values["bbox"]
    cases = selection.within("bbox")
    counted = per_place(catalogue, cases, selection.key_without("bbox"))
    found, located = clusters(catalogue, counted, zoom, box)
    while len(found) > MOST and zoom > MIN_ZOOM:
        zoom -= 1
        found, located = clusters(catalogue, counted, zoom, box)
    unlocated = 0 if box else len(cases) - located
    return {
        "type": "FeatureCollection",
        "zoom": zoom,
        "count": located + unlocated,
        "unlocated": unlocated,
        "repeated": sum(cluster.count for cluster in found) - located,
        "features": _features(catalogue, found, base_url),
    }


def _features(catalogue, found, base_url):
    language = get_language()
    alone = [cluster.practice for cluster in found if cluster.practice is not None]
    singles = {pk: row for pk, *row in Practice.objects.filter(pk__in=alone).values_list(*SHORT)}
    features = []
    for cluster in found:
        if cluster.practice is None:
            properties = {"count": cluster.count, "bbox": [round(edge, 5) for edge in cluster.box]}
        elif cluster.practice in singles:
            properties = _single(catalogue, singles[cluster.practice], language, base_url)
        else:
            continue
        places = catalogue.places
        if cluster.place is None:
            properties["around"] = places.label(cluster.anchor, language)
        else:
            properties["place"] = places.label(cluster.place, language)
            properties["place_slug"] = places.slugs[cluster.place]
            properties["precision"] = places.precisions[cluster.place]
        point = {"type": "Point", "coordinates": [round(cluster.lon, 5), round(cluster.lat, 5)]}
        features.append({"type": "Feature", "geometry": point, "properties": properties})
    return features


def _single(catalogue, row, language, base_url):
    slug, title, title_en, field = row
    return {
        "count": 1,
        "slug": slug,
        "title": (language == "en" and title_en) or title,
        "handlungsfeld": catalogue.term("handlungsfeld", field).slug,
        "url": base_url + reverse("practices:detail", args=[slug]),
    }
