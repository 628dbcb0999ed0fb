"""What it costs that a save is on the disk before it is acknowledged: ``python -m bench.durability [saves]``.

Saves one case of a fresh SQLite database again and again through the same path as the form, with SQLite's
``synchronous`` at NORMAL and at FULL in turn, and prints saves a second and milliseconds for one. The database lies
in a folder of its own beneath the one of the data, since a disk in memory would cost nothing.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5


def main(saves):
    home = Path(os.environ.get("ATLAS_VAR", "var"))
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home) as folder:
        os.environ["ATLAS_VAR"] = folder
        os.environ.pop("DATABASE_URL", None)
        os.environ.setdefault("SECRET_KEY", "for-this-measurement-alone-0123456789")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")
        import django

        django.setup()
        measure(saves)


def measure(saves):
    from django.core.management import call_command
    from django.db import connection

    from practices.case.applying import apply
    from practices.case.contents import read
    from practices.models import Practice

    call_command("migrate", verbosity=0)
    call_command("load_study", verbosity=0)
    practice = Practice.objects.get(slug="olfen-leohaus")
    content = read(practice.pk)
    words = content["description"]

    def round_of(mode):
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous={mode}")
        begun = time.perf_counter()
        for number in range(saves):
            apply(practice, content | {"description": f"{words} ({mode} {number} {begun})"})
        return saves / (time.perf_counter() - begun)

    round_of("FULL")
    rates = {"NORMAL": [], "FULL": []}
    for _ in range(ROUNDS):
        for mode, found in rates.items():
            found.append(round_of(mode))
    for mode, found in rates.items():
        rate = statistics.median(found)
        print(f"synchronous={mode:7}{rate:8.1f} saves/s {1000 / rate:8.2f} ms a save (median of {ROUNDS} × {saves})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
