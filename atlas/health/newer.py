"""A database that a newer release has migrated: this code doesn't know what stands in it, and writes nothing to it."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder


def unknown_migrations(connection=connection):
    """Sorted names ("practices.0099_later") of migrations of our apps that have run and that this code lacks."""
    ours = {config.label: Path(config.path) for config in apps.get_app_configs()}
    ours = {label: path for label, path in ours.items() if path.parent == settings.BASE_DIR}
    ran = MigrationRecorder(connection).applied_migrations()
    return sorted(
        f"{label}.{name}"
        for label, name in ran
        if label in ours and not (ours[label] / "migrations" / f"{name}.py").exists()
    )


def told(unknown):
    """What is wrong and what helps, as a sentence for whoever runs the atlas."""
    return (
        f"The database is that of a newer release: this code doesn't know {', '.join(unknown)}. Start that release or "
        "a later one, or this one with a backup made before the update. Nothing was changed."
    )


def refuse_newer(sender, using, **kwargs):
    """Called before ``migrate`` does anything, and so before ``prepare`` does."""
    if unknown := unknown_migrations(connections[using]):
        raise ImproperlyConfigured(told(unknown))
