"""Every case, place and deleted case gets its permanent id. Filled in batches, and only then required."""

import uuid

from django.db import migrations, models

BATCH = 500
# As in core.permanent_ids; said again, because a migration never changes.
NAMESPACE = uuid.UUID("5d0c1c3a-7f0e-4c52-9a56-3e1f4b8a2d67")


def fill(apps, schema_editor):
    """Shipped units get the id that they have at every host, all others one of their own."""
    model = {name: apps.get_model("practices", name) for name in ("Practice", "Place", "Tombstone")}
    keys = set(apps.get_model("practices", "FixtureRecord").objects.values_list("key", flat=True))
    shipped = {slug for kind, slug in (key.split(":", 1) for key in keys) if kind == "practice"}
    cases = _shipped_cases(apps, shipped)
    for name in ("Practice", "Tombstone"):
        _fill(model[name], lambda row: cases.get(row.pk))
    _fill(model["Place"], lambda row: f"place:{row.slug}" if f"place:{row.slug}" in keys else None)


def _shipped_cases(apps, shipped):
    """{pk: key} of the shipped cases, deleted ones too: by the slug that they were entered under."""
    first = apps.get_model("practices", "Version").objects.filter(number=1, slug__in=shipped).order_by("pk")
    entered, found = {}, {}
    for pk, slug in first.values_list("practice", "slug"):
        entered.setdefault(slug, pk)
    practices = apps.get_model("practices", "Practice").objects.filter(slug__in=shipped)
    named = dict(practices.values_list("slug", "pk"))
    for slug, pk in (named | entered).items():
        found.setdefault(pk, f"practice:{slug}")
    return found


def _fill(model, key_of):
    """An id for each row; ``key_of(row)``: the key of a shipped one, else None."""
    last = -1
    while rows := list(model.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for row in rows:
            key = key_of(row)
            row.uuid = uuid.uuid5(NAMESPACE, key) if key else uuid.uuid4()
        model.objects.bulk_update(rows, ["uuid"])
        last = rows[-1].pk


def _optional(model):
    return migrations.AddField(model, "uuid", models.UUIDField(null=True, editable=False))


def _required(model, **kwargs):
    return migrations.AlterField(
        model, "uuid", models.UUIDField(editable=False, unique=True, verbose_name="permanent id", **kwargs)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0013_daily_work"),
    ]

    operations = [
        _optional("practice"),
        _optional("place"),
        _optional("tombstone"),
        migrations.RunPython(fill, migrations.RunPython.noop),
        _required("practice", default=uuid.uuid4),
        _required("place", default=uuid.uuid4),
        _required("tombstone"),
    ]
