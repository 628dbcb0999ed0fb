"""Build a database of N synthetic cases: ``python -m bench.build 1000`` with DATABASE_URL and ATLAS_VAR set."""

import os
import sys

import django


def main(total):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")
    django.setup()
    from django.core.management import call_command

    from bench.synthetic import Synthesis
    from practices.models import Practice

    call_command("migrate", verbosity=0)
    call_command("load_study", verbosity=0)
    missing = total - Practice.objects.published().count()
    if missing > 0:
        Synthesis(missing, say=lambda text: print(f"\r  building: {text}", end="", flush=True)).build()
        print()
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


if __name__ == "__main__":
    main(int(sys.argv[1]))
