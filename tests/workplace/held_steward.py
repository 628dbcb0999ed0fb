"""A process that works in the workplace and can be held before any of its statements. Lines of JSON.

{"do": "prepare", "round"}: a case in review, at a place that no public case shows → "done".
{"do": "open", "what", "round"}: the page of Erfassung ("rename" the place) or of Redaktion ("publish" the case), as it
is now → the pid of the session with PostgreSQL.
{"do": what, "hold"}: send it → "held" before the statement with that number (from 1), where it waits for a line; then
{"status", "statements", "locked": the number of the first that locks a row}.
{"do": "look"} → {"name", "public", "proposals"}.
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from core.acting import acting  # noqa: E402
from practices.case.applying import apply  # noqa: E402
from practices.case.contents import read  # noqa: E402
from practices.models import Place, Practice, RecordRevision  # noqa: E402
from tests.workplace.records import address, fields_of  # noqa: E402
from workplace.workflow import decisions, steps  # noqa: E402

settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
settings.COMPRESS_ENABLED = settings.COMPRESS_OFFLINE = False
settings.ALLOWED_HOSTS = ["testserver"]


def client(name):
    found = Client(raise_request_exception=False)
    found.force_login(User.objects.get(username=name))
    return found


def the_case():
    return Practice.objects.get(slug=f"neuer-fall-{turn}")


def the_place():
    return Place.objects.get(slug=f"einsam-{turn}")


def prepare():
    slug = f"einsam-{turn}"
    Place.objects.create(slug=slug, name="Einsam", country="DE", precision="place", lat=52.0, lon=9.0)
    erika = User.objects.get(username="erika")
    content = read(Practice.objects.get(slug="olfen-leohaus").pk)
    told = {"slug": f"neuer-fall-{turn}", "title": f"Ein neuer Fall {turn}", "places": [slug]}
    with acting(user=erika):
        case = apply(None, content | told)
    steps.take(case, "submit", erika)


def look():
    place = the_place()
    waiting = RecordRevision.objects.filter(kind="practices.place", record=place.pk).count()
    return {"name": place.name, "public": the_case().status == "published", "proposals": waiting}


def rename(page):
    session, sent = page
    return session.post(address(the_place()), sent | {"name": "Zweisam"}).status_code


def publish(page):
    session, sent = page
    return session.post(f"/admin/practices/practice/{the_case().pk}/step/", sent).status_code


def opened(what):
    """The page that is acted on, as it is before anything happens."""
    if what == "rename":
        session = client("erika")
        return session, fields_of(session, address(the_place()))
    session = client("rolf")
    return session, {"step": "publish", "comment": "", "version": decisions.state_of(the_case().pk)}


class Hold:
    def __init__(self, before):
        self.before, self.number, self.locked = before, 0, 0

    def __call__(self, execute, *statement):
        self.number += 1
        if not self.locked and " FOR " in statement[0] and " UPDATE" in statement[0]:
            self.locked = self.number
        if self.number == self.before:
            print("held", flush=True)
            sys.stdin.readline()
        return execute(*statement)


page, turn = None, 0
for line in sys.stdin:
    asked = json.loads(line)
    turn = asked.get("round", turn)
    if asked["do"] == "prepare":
        prepare()
        print("done", flush=True)
    elif asked["do"] == "look":
        print(json.dumps(look()), flush=True)
    elif asked["do"] == "open":
        page = opened(asked["what"])
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            print(cursor.fetchone()[0], flush=True)
    else:
        hold = Hold(asked.get("hold", 0))
        connection.execute_wrappers.insert(0, hold)
        status = {"rename": rename, "publish": publish}[asked["do"]](page)
        connection.execute_wrappers.remove(hold)
        print(json.dumps({"status": status, "statements": hold.number, "locked": hold.locked}), flush=True)
