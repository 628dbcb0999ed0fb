"""Readers beside people who write over HTTP, on the real server: ``python -m tests.practices.scale.soak [SECONDS]``.

Two people publish, withdraw and delete cases of a copied study as fast as they are answered, while six readers go
through the site. Prints how many answers each status had; ends with 1 where one was 5xx. ``DATABASE_URL`` names a
PostgreSQL server to use instead of SQLite.
"""

import http.client
import http.cookiejar
import json
import os
import re
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter

from tests.browser.conftest import EDITOR, ROOT, serve
from tests.databases import manage, study_database

SECONDS = 30
READERS = 6
ADDRESSES = (
    "/api/v1/practices/?facets=1&page_size=100",
    "/api/v1/practices/?ordering=-updated&page_size=30",
    "/api/v1/practices/?q=Leohaus&excerpts=1",
    "/api/v1/practices/olfen-leohaus/",
    "/api/v1/practices.geojson",
    "/api/v1/practices/clusters/?zoom=6",
    "/praxis/olfen-leohaus/",
    "/export/practices.csv",
)
COPIES = """
from practices.models.status import by_the_host
from practices.models import Location, Practice
from core.following import collected
sample = Practice.objects.get(slug="olfen-leohaus")
fields = {f.attname: getattr(sample, f.attname) for f in sample._meta.concrete_fields}
for name in ("id", "uuid", "created", "updated"):
    fields.pop(name)
with by_the_host(), collected():
    for number in range(400):
        new = Practice(**fields | {"slug": f"copy-{number}", "title": f"Kopie {number}", "status": "draft"})
        new.save()
        Location.objects.create(practice=new, place=sample.locations.first().place, position=1)
        new.status = "published"
        new.save()
"""


class Person:
    """Somebody who is logged in at the workplace."""

    def __init__(self, site):
        self.site, self.jar = site, http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.send("/admin/login/", {"username": EDITOR[0], "password": EDITOR[1], "next": "/api/v1/"})

    def send(self, path, data):
        """The status of a form that is fetched and sent."""
        try:
            page = self.opener.open(self.site + path).read().decode()
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
            body = urllib.parse.urlencode(data | {"csrfmiddlewaretoken": token}).encode()
            return self.opener.open(urllib.request.Request(self.site + path, body, {"Referer": self.site})).status
        except urllib.error.HTTPError as error:
            return error.code

    def step(self, slug, name, version=None):
        """The status of a step; the version that it decides on is asked for."""
        token = next(cookie.value for cookie in self.jar if cookie.name.endswith("csrftoken"))
        headers = {"Content-Type": "application/json", "X-CSRFToken": token, "Referer": self.site}
        body = {"step": name, "comment": "a reason"} | ({"version": version} if version else {})
        address = f"{self.site}/api/v1/practices/{slug}/steps/"
        try:
            return self.opener.open(urllib.request.Request(address, json.dumps(body).encode(), headers)).status
        except urllib.error.HTTPError as error:
            if error.code == 428 and version is None:
                return self.step(slug, name, json.load(error)["version"])
            return error.code


def read(site, until, counts, start):
    number = start
    while time.monotonic() < until:
        address = ADDRESSES[number % len(ADDRESSES)]
        number += 1
        try:
            with urllib.request.urlopen(site + address) as answer:
                answer.read()
                counts[answer.status] += 1
        except urllib.error.HTTPError as error:
            counts[error.code] += 1
            if error.code >= 500:
                counts[f"{error.code} {address}"] += 1
        except (OSError, http.client.HTTPException) as error:
            counts[f"cut: {type(error).__name__} {address}"] += 1


def delete(site, until, written, pks):
    person = Person(site)
    for pk in pks:
        if time.monotonic() > until:
            return
        written["deleted", person.send(f"/admin/practices/practice/{pk}/delete/", {"post": "yes"})] += 1


def take_steps(site, until, written):
    person = Person(site)
    while time.monotonic() < until:
        for name in ("withdraw", "reopen", "submit", "publish"):
            written[name, person.step("olfen-leohaus", name)] += 1


def main(seconds):
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "ATLAS_VAR": folder,
            "SECRET_KEY": "only-for-the-soak-0123456789-abcdefghijk",
            "DJANGO_SUPERUSER_PASSWORD": EDITOR[1],
            "SELF_APPROVAL": "1",
            "DJANGO_SETTINGS_MODULE": "tests.practices.scale.plain_settings",
        }
        with study_database(environment):
            manage(environment, "createsuperuser", "--noinput", "--username", EDITOR[0], "--email", "a@example.org")
            manage(environment, "shell", "--no-imports", "--command", COPIES)
            for site in serve(environment):
                counts, written = soak(site, seconds)
    print("answers:", dict(sorted(counts.items(), key=str)))
    print("written:", dict(written))
    wrong = sum(number for status, number in counts.items() if isinstance(status, int) and status >= 500)
    total = sum(number for status, number in counts.items() if isinstance(status, int))
    print(f"{wrong} of {total} answers were 5xx")
    sys.exit(bool(wrong))


def soak(site, seconds):
    """(answers by status, writes by status) of so many seconds."""
    listed = json.load(urllib.request.urlopen(f"{site}/api/v1/practices/?q=Kopie&page_size=1"))["count"]
    counts, written, until = Counter(), Counter(), time.monotonic() + seconds
    first = 51  # the keys of the copies follow those of the study's fifty
    threads = [threading.Thread(target=read, args=(site, until, counts, number)) for number in range(READERS)]
    threads.append(threading.Thread(target=delete, args=(site, until, written, range(first, first + listed))))
    threads.append(threading.Thread(target=take_steps, args=(site, until, written)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counts, written


if __name__ == "__main__":
    os.chdir(ROOT)
    main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
