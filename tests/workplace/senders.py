"""Sends the form of something new from several threads at once; each waits just before writing until all are there.

``python senders.py same|nameless|different`` (a case) or ``place`` prints {"answers": [[status, location]], "cases":
number of what was made, "kept": number}.
"""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Thread

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "atlas.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from practices.models import Autosave, Place, Practice  # noqa: E402
from tests.workplace.conftest import form_of  # noqa: E402
from tests.workplace.records import fields_of  # noqa: E402
from tests.workplace.test_form import ADD, new_case  # noqa: E402

if "init_command" in settings.DATABASES["default"].get("OPTIONS", {}):  # SQLite: however slow the machine is
    settings.DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA busy_timeout=120000;"
SENDERS = 4
ADD_PLACE = "/admin/practices/place/add/"
PLACE = {"slug": "viermal", "name": "Viermal", "country": "DE", "precision": "none"}
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
settings.COMPRESS_ENABLED = settings.COMPRESS_OFFLINE = False
together = Barrier(SENDERS)
MODELS = {"place": Place}


def hold(model):
    """Before a new one is written: as long as others come here too, they come before anybody goes on."""
    save = model.save

    def held(instance, *args, **kwargs):
        if instance._state.adding:
            with suppress(BrokenBarrierError):  # the others wait elsewhere, for this one
                together.wait(timeout=2)
        return save(instance, *args, **kwargs)

    model.save = held


def sender(client, address, fields, answers):
    answer = client.post(address, fields)
    answers.append([answer.status_code, answer.get("Location", "")])
    connection.close()


def main(kind):
    user = User.objects.get(username="host")
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    model, address = MODELS.get(kind, Practice), ADD_PLACE if kind == "place" else ADD
    fields = fields_of(client, ADD_PLACE) | PLACE if kind == "place" else new_case(client, slug="viermal")
    sent = [dict(fields) for _ in range(SENDERS)]
    if kind == "nameless":
        sent = [{name: value for name, value in one.items() if name not in ("form", "autosave_key")} for one in sent]
    elif kind == "different":
        sent = [
            form_of(client, ADD) | {k: v for k, v in fields.items() if k not in ("form", "autosave_key")} for _ in sent
        ]
        sent = [
            one | {"title": f"{title} in Loitz"}
            for one, title in zip(sent, ("Badehaus", "Ruderclub", "Mühle", "Zug"), strict=True)
        ]
    clients = [Client(raise_request_exception=False, HTTP_HOST="localhost") for _ in sent]
    for one in clients:
        one.force_login(user)
    hold(model)
    answers = []
    threads = [
        Thread(target=sender, args=(one, address, *rest, answers)) for one, *rest in zip(clients, sent, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cases = model.objects.filter(slug="viermal").count()
    model.objects.filter(slug="viermal").delete()
    kept = Autosave.objects.filter(user=user).count()
    Autosave.objects.all().delete()
    print(json.dumps({"answers": answers, "cases": cases, "kept": kept}))


main(sys.argv[1])
