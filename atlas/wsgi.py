"""The WSGI entry point: ``gunicorn atlas.wsgi``."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")
# With this status Gunicorn stops, instead of trying again and again what can't work.
GIVE_UP = 3

try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    print(error, file=sys.stderr)
    sys.exit(GIVE_UP)
