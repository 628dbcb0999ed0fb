"""``/admin/r/…``: from an object in the admin to its public page; not to what has none yet."""

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404

from practices.models import Practice


def public_page(request, content_type_id, object_id):
    """Django's redirect to ``get_absolute_url()``, for published cases and for the vocabulary alone."""
    key = content_type_id if content_type_id.isascii() and content_type_id.isdecimal() else 0
    kind = ContentType.objects.filter(pk=key).first()
    model = kind and kind.model_class()
    if model is Practice:
        number = object_id if object_id.isascii() and object_id.isdecimal() and len(object_id) < 19 else 0
        if not Practice.objects.published().filter(pk=number).exists():
            raise Http404
    elif model is None or model._meta.app_label != "handlungsfelder":
        raise Http404
    return shortcut(request, content_type_id, object_id)
