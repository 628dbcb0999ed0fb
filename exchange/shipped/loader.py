"""The shipped data: readable YAML files → validated models, without overwriting what an editor changed.

Each unit (a term, a place, a source, a practice) is loaded under a key. What was loaded is remembered in
FixtureRecord; the next load compares. A unit is written only when the database still holds what was loaded
last time, or never held it. Deleted units stay deleted.
"""

from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.conf import settings
from django.core.exceptions import ValidationError

from core.acting import acting
from core.following import collected
from exchange.shipped.units import UNITS
from handlungsfelder import codebook
from practices.models import FixtureRecord, Practice

# As whom the shipped data is entered: versions and the codebook say so.
SHIPPED = "Gute-Praxis-Atlas"
FIXTURES = Path(settings.BASE_DIR) / "fixtures"


class FixtureError(Exception):
    """A unit can't be loaded; the message names the file, the unit and the field."""


@dataclass
class Report:
    """Keys by what happened to them: new, updated, unchanged, kept (an editor's version stays)."""

    new: list = field(default_factory=list)
    updated: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    kept: list = field(default_factory=list)


def load(folder=FIXTURES):
    """Load every unit below ``folder`` in one transaction; returns a Report, raises FixtureError."""
    report = Report()
    # Around the collecting: what is written at its end is still entered under this name.
    with acting(name=SHIPPED), collected():
        for unit in UNITS:
            if unit.model is Practice:
                codebook.new_edition(by_name=SHIPPED)
            for path, content in _contents(folder, unit):
                _load_one(unit, path, content, report)
    return report


def _contents(folder, unit):
    """(path, content) of every unit of one kind, in the order of files and lists."""
    for path in sorted(folder.glob(unit.files)):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for position, content in enumerate(data if isinstance(data, list) else [data]):
            if isinstance(data, list) and unit.ordered:
                content = {**content, "position": position}
            yield path, content


def _load_one(unit, path, content, report):
    key = f"{unit.name}:{content['slug']}"
    record = FixtureRecord.objects.filter(key=key).first()
    existing = unit.model.objects.filter(slug=content["slug"]).first()
    if record is None and (existing is not None or unit.exists(content["slug"])):
        report.kept.append(key)
        return
    if record is not None:
        if existing is None or unit.dump(existing) != unit.normal(record.content):
            report.kept.append(key)
            return
        if unit.normal(record.content) == unit.normal(content):
            report.unchanged.append(key)
            return
    try:
        unit.write(existing, unit.normal(content))
    except (ValidationError, LookupError) as error:
        raise FixtureError(f"{path.name}, {key}: {error}") from error
    FixtureRecord.objects.update_or_create(key=key, defaults={"content": content})
    (report.updated if existing else report.new).append(key)
