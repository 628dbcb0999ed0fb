"""Slugs stand in addresses and name things in tables: they are lower case, and no two differ in case only."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def check_slug(instance):
    """Raise ValidationError where the slug of a model's instance is new and not lower case."""
    slug = instance.slug
    if slug == slug.lower() or type(instance)._default_manager.filter(pk=instance.pk, slug=slug).exists():
        return
    message = _("A slug is lower case: write “%(slug)s”.") % {"slug": slug.lower()}
    raise ValidationError({"slug": message})


def check_case_apart(instance, exclude=None):
    """Raise ValidationError where another instance has the same slug in another case. ``exclude``: fields not asked."""
    if exclude and "slug" in exclude:
        return
    others = type(instance)._default_manager.exclude(pk=instance.pk).exclude(slug=instance.slug)
    other = others.filter(slug__iexact=instance.slug).values_list("slug", flat=True).first()
    if other is not None:
        message = _("“%(other)s” differs from this slug in case only. Choose another one.")
        raise ValidationError({"slug": message % {"other": other}})
