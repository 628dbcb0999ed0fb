"""A process that reads the atlas and can be held between any two statements. Commands and answers are lines of JSON.

{"address", "hold", "state"} → "held" before the statement with that number (from 1; 0: never), where it waits for a
line; then {"status", "body", "statements"}. ``state``: "warm" keeps the catalogue, "cold" forgets it.
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from practices.api import encoder  # noqa: E402
from practices.catalogue import keeper  # noqa: E402

settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
settings.COMPRESS_ENABLED = settings.COMPRESS_OFFLINE = False
settings.ALLOWED_HOSTS = ["testserver"]


class Hold:
    def __init__(self, before):
        self.before, self.number = before, 0

    def __call__(self, execute, *statement):
        self.number += 1
        if self.number == self.before:
            print("held", flush=True)
            sys.stdin.readline()
        return execute(*statement)


client = Client(raise_request_exception=False)
for line in sys.stdin:
    asked = json.loads(line)
    encoder._kept.clear()
    if asked["state"] == "cold":
        keeper._kept = None
    elif keeper._kept is not None:
        keeper._kept.slugs.clear()
    hold = Hold(asked["hold"])
    connection.execute_wrappers.insert(0, hold)
    response = client.get(asked["address"])
    body = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    connection.execute_wrappers.remove(hold)
    print(json.dumps({"status": response.status_code, "body": body.decode(), "statements": hold.number}), flush=True)
