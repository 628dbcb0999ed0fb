#!/usr/bin/env python
"""Django's command line for the atlas."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")
    from django.core.management import execute_from_command_line

    from atlas.health.trouble import told

    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        # A wrong setting, a database that is away, a full disk: a sentence; a fault of the program: all of it.
        if sentence := told(error):
            sys.exit(sentence)
        raise


if __name__ == "__main__":
    main()
