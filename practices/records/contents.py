"""The plain form of a record: {field: value}, related rows by slug, name or natural key, lists sorted."""

from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import gettext as _

from core.word_diff import compare_texts
from practices.case.differences import Row
from practices.records.kinds import kind_of


def fields_of(kind):
    """(columns, foreign keys, many-to-many fields) that the plain form has, as lists of model fields."""
    own = [f for f in kind.model._meta.concrete_fields if not f.primary_key and f.name not in kind.omitted]
    many = [f for f in kind.model._meta.many_to_many if f.name not in kind.omitted]
    return [f for f in own if not f.is_relation], [f for f in own if f.is_relation], many


def rows(kind, pks):
    """The records with these keys, with what content_of() reads."""
    _columns, foreign, many = fields_of(kind)
    found = kind.model._base_manager.filter(pk__in=pks)
    return found.select_related(*(f.name for f in foreign)).prefetch_related(*(f.name for f in many))


def key_of(related):
    """What names a related row in the plain form; "" for none."""
    if related is None:
        return ""
    return getattr(related, "slug", None) or ".".join(related.natural_key())


def content_of(instance):
    columns, foreign, many = fields_of(kind_of(instance))
    content = {f.name: getattr(instance, f.name) for f in columns}
    content |= {f.name: key_of(getattr(instance, f.name)) for f in foreign}
    return content | {f.name: sorted(map(key_of, getattr(instance, f.name).all())) for f in many}


def read(kind, pk):
    """The plain form of the record as the database has it; None where there is none."""
    instance = rows(kind, [pk]).first()
    return content_of(instance) if instance else None


def find(field, key):
    """The row that a key names in a relation; None where there is none (any more)."""
    model = field.related_model
    if model is Permission:
        codename, app, name = (*key.split("."), "", "", "")[:3]
        return Permission.objects.filter(
            codename=codename, content_type__app_label=app, content_type__model=name
        ).first()
    column = "slug" if any(f.name == "slug" for f in model._meta.concrete_fields) else "name"
    return model._base_manager.filter(**{column: key}).first()


def write(instance, content):
    """Write a plain form to a record, within a transaction. Raises ValidationError by field."""
    columns, foreign, many = fields_of(kind_of(instance))
    errors, related = {}, {}
    for field in columns:
        setattr(instance, field.name, content.get(field.name, getattr(instance, field.name)))
    for field in foreign:
        related[field.name] = find(field, content[field.name])
        if related[field.name] is None:
            errors[field.name] = _("“%(value)s” is not known.") % {"value": content[field.name]}
        else:
            setattr(instance, field.name, related[field.name])
    for field in many:
        found = {key: find(field, key) for key in content.get(field.name, [])}
        related[field.name] = list(found.values())
        if lost := [key for key, row in found.items() if row is None]:
            errors[field.name] = _("“%(value)s” is not known.") % {"value": ", ".join(lost)}
    if errors:
        raise ValidationError(errors)
    instance.full_clean()
    instance.save()
    for field in many:
        getattr(instance, field.name).set(related[field.name])


def initial_of(kind, content):
    """The plain form as a form takes it for its fields: related rows by their keys in the database."""
    columns, foreign, many = fields_of(kind)
    initial = {f.name: content[f.name] for f in columns if f.name in content}
    for field in foreign:
        row = find(field, content.get(field.name, ""))
        initial[field.name] = row.pk if row else None
    for field in many:
        found = [find(field, key) for key in content.get(field.name, [])]
        initial[field.name] = [row.pk for row in found if row is not None]
    return initial


def merge(base, theirs, mine):
    """Three plain forms → (content, fields that only they changed, fields that both changed); there mine is taken."""
    content, taken, conflicts = {}, [], []
    for name, value in theirs.items():
        own, before = mine.get(name, value), base.get(name)
        content[name] = own
        if value in (own, before):
            continue
        if own == before:
            content[name] = value
            taken.append(name)
        else:
            conflicts.append(name)
    return content, taken, conflicts


def label_of(kind, name):
    """How people call a field."""
    text = str(kind.model._meta.get_field(name).verbose_name)
    return text[:1].upper() + text[1:]


def differences(kind, before, after):
    """The fields in which two plain forms differ, as Rows of practices.case.differences."""
    found = []
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        if old != new:
            found.append(_row(kind, name, old, new))
    return found


def _row(kind, name, old, new):
    row = Row(name, label_of(kind, name), changed=True)
    field = kind.model._meta.get_field(name)
    if isinstance(old, list) or isinstance(new, list):
        titles = {key: str(find(field, key) or key) for key in {*(old or []), *(new or [])}}
        row.before = [[(titles[key], key not in (new or []))] for key in old or []]
        row.after = [[(titles[key], key not in (old or []))] for key in new or []]
    else:
        row.before, row.after = compare_texts(told(field, old), told(field, new))
    return row


def told(field, value):
    """A value as people read it; "" for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.is_relation:
        return str(find(field, value) or value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.FloatField):
        return str(formats.localize_input(value))
    return str(value)


def lines(kind, content):
    """[(label, [text])] of a plain form, to be read."""
    found = []
    for name, value in content.items():
        field = kind.model._meta.get_field(name)
        texts = [str(find(field, key) or key) for key in value] if isinstance(value, list) else [told(field, value)]
        if any(texts):
            found.append((label_of(kind, name), texts))
    return found
