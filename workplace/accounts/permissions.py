"""Permissions as people read them: Django keeps their names in English, whatever the language of the page."""

from django.forms import ModelMultipleChoiceField
from django.utils.text import capfirst
from django.utils.translation import gettext as _


def label_of(permission):
    """„Gute Praxis · Beispiel · ändern“."""
    model = permission.content_type.model_class()
    if model is None:  # of an app that isn't installed any more
        return permission.name
    meta = model._meta
    verbs = {"add": _("add"), "change": _("change"), "delete": _("delete"), "view": _("look at")}
    named = {f"{name}_{meta.model_name}": verb for name, verb in verbs.items()} | dict(meta.permissions)
    what = str(named.get(permission.codename, permission.name))
    return " · ".join((str(meta.app_config.verbose_name), capfirst(str(meta.verbose_name)), what))


class PermissionsField(ModelMultipleChoiceField):
    def __init__(self, queryset, **kwargs):
        super().__init__(queryset.select_related("content_type"), **kwargs)

    def label_from_instance(self, permission):
        return label_of(permission)
