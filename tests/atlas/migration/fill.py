"""Makes the archives of this folder: an atlas of release 0.1.0 in use, filled through the pages and code of then.

Run inside a checkout of that release (commit b337a03) with its packages, once with an empty folder for SQLite
(needs sqlite3) and once with an empty database of PostgreSQL besides (needs pg_dump):

    export SECRET_KEY=$(openssl rand -hex 32) PYTHONPATH=.
    ATLAS_VAR=$(mktemp -d) python HERE/fill.py HERE/sqlite.tar.xz
    ATLAS_VAR=$(mktemp -d) DATABASE_URL=postgres://… python HERE/fill.py HERE/postgresql.tar.xz

An archive holds ``atlas.sql``, ``media/`` and ``imports/``; what is filled in here, the tests name again. The imports
are those of 0.1.0: they don't follow when something moves.
"""

# ruff: noqa: E402

import io
import os
import subprocess
import sys
import tarfile

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")
django.setup()
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
settings.COMPRESS_ENABLED = settings.COMPRESS_OFFLINE = False
settings.ALLOWED_HOSTS = ["testserver"]

from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client

from practices.editorial import contents, disagreements, links, pictures, revisions, second, workflow
from practices.editorial.acting import acting
from practices.editorial.applying import apply
from practices.exchange import headers, jobs, working
from practices.models import ImportJob, Practice, SearchDocument, SecondCoding, Source
from tests.coding.conftest import content as codes
from tests.coding.conftest import same_as_first
from tests.current.samples import drawing, encoded
from tests.exchange.conftest import GOOD, csv_bytes
from tests.workplace.conftest import content, edit, form_of

PASSWORD = "ein-passwort-von-damals-42"


def people():
    """Two of each group; the host gave one a right beside her group's, and the group Redaktion one more."""
    call_command("create_groups", verbosity=0)
    Group.objects.get(name="Redaktion").permissions.add(Permission.objects.get(codename="view_user"))
    named = {}
    for name, group in (
        ("erna", "Erfassung"), ("emil", "Erfassung"), ("rita", "Redaktion"), ("rudi", "Redaktion"), ("lena", "Leitung")
    ):  # fmt: skip
        named[name] = User.objects.create_user(name, password=PASSWORD, is_staff=True, first_name=name.title())
        named[name].groups.add(Group.objects.get(name=group))
    named["erna"].user_permissions.add(Permission.objects.get(codename="change_handlungsmuster"))
    User.objects.create_superuser("host", password=PASSWORD)
    return {name: User.objects.get(username=name) for name in (*named, "host")}


def case(slug):
    return Practice.objects.get(slug=slug)


def entered(user, **changes):
    with acting(user=user):
        return apply(None, content(**changes))


def in_review(practice, user):
    return workflow.take(practice, "submit", user, "Bitte ansehen")


def published(practice, author, reviewer):
    return workflow.take(in_review(practice, author), "publish", reviewer)


def proposed(of, user, **changes):
    """A revision of a published case, in review."""
    practice = case(of)
    revision = revisions.save(practice, contents.read(practice.pk) | changes, user)
    return revisions.take(revision, "submit", user)


def ways(erna, rita):
    """A case in each status, one with a former address, and the revisions of three others."""
    entered(erna, slug="noch-ein-entwurf", title="Noch ein Entwurf")
    in_review(entered(erna, slug="in-pruefung", title="In Prüfung"), erna)
    workflow.take(in_review(entered(erna, slug="mit-bitte", title="Mit Bitte"), erna), "return", rita, "Quelle fehlt")
    gone = published(entered(erna, slug="zurueckgezogen", title="Zurückgezogen"), erna, rita)
    workflow.take(gone, "withdraw", rita, "Den Träger gibt es nicht mehr")
    moved = proposed("olfen-buergerbus", erna, slug="olfen-buergerbus-neu")
    revisions.take(moved, "approve", rita, "Neue Adresse")
    proposed("calw-bedarfsverkehr", erna, title="Bedarfsverkehr in Calw, wie vorgeschlagen")
    revisions.save(case("duderstadt2020"), contents.read(case("duderstadt2020").pk) | {"as_of": 2024}, erna)
    refused = proposed("gielsdorf-dorfhaus", erna, title="Ein schlechter Titel")
    revisions.take(refused, "reject", rita, "Der Titel ist schlechter")


def codings(erna, emil, rita):
    """One finished and settled in part, one open, one given up, and those of a case that is deleted."""

    def coded(slug, user, **changed):
        practice = case(slug)
        return second.finish(second.start(practice, user), same_as_first(practice, **changed), user)

    other = {"handlungsmuster": ["raeume-aneignen"], "handlungsfeld": ["bauen-wohnen-flaeche"]}
    settled = coded("olfen-leohaus", emil, **other)
    disagreements.resolve(settled, "handlungsmuster", "raeume-aneignen", "first", "Der Text nennt keinen Raum.", rita)
    begun = second.start(case("loitz-urbane-kleinstadt-2030"), erna)
    second.save(begun, codes(handlungsfeld=["digitalisierung"]), erna)
    second.give_up(second.start(case("silicon-vilstal"), erna), erna)
    lost = published(entered(erna, slug="geloescht", title="Gelöscht"), erna, rita)
    one = coded("geloescht", emil, **other)
    disagreements.resolve(one, "handlungsmuster", "raeume-aneignen", "first", "So steht es nicht da.", rita)
    with acting(user=rita, comment="War doppelt"):
        case("geloescht").delete()
    assert not SecondCoding.objects.filter(practice_id=lost.pk).exists()


def unsaved(erna):
    """What erna typed into the form of her draft, and into that of a new case, and didn't save."""
    client = Client()
    client.force_login(erna)
    for address, key, title in (
        (edit(case("noch-ein-entwurf")), f"practice-{case('noch-ein-entwurf').pk}", "Getippt, nicht gespeichert"),
        ("/admin/practices/practice/add/", "new-00112233445566aa", "Ein neuer Fall, nie gespeichert"),
    ):
        typed = form_of(client, address) | {"autosave_key": key, "title": title}
        answer = client.post("/admin/practices/practice/autosave/", typed)
        assert answer.status_code == 200, answer.content


def imports(emil):
    """One done; one whose process died while it wrote, one while it checked; one with a question; one that failed."""

    def received(name, data, *steps):
        job = jobs.receive(SimpleUploadedFile(name, data), emil)
        for step in steps:
            working.run(job, step)
        return job

    def rows(slug):
        return csv_bytes([GOOD | {"Titel": f"Bücherschrank {slug}"}])

    done = received("fertig.csv", rows("am Markt"), jobs.CHECK, jobs.WRITE)
    assert done.state == ImportJob.State.DONE, done.message
    for name, steps, state in (
        ("mitten-im-schreiben.csv", [jobs.CHECK], ImportJob.State.WRITING),
        ("mitten-im-pruefen.csv", [], ImportJob.State.CHECKING),
    ):
        job = received(name, rows(name), *steps)
        job.state, job.finished = state, None
        job.save()
    received("geprueft.csv", rows("am Bahnhof"), jobs.CHECK)
    wrong = {"Handlungsfeld": "Digitalisirung", "Ort": "Neustadt", "Stand": "morgen", "Bürgerrollen": "Helden"}
    received("mit-fehlern.csv", csv_bytes([GOOD | wrong]), jobs.CHECK)
    received("mit-frage.csv", csv_bytes([GOOD | {"Bemerkung": "x"}]), jobs.CHECK)
    received("kaputt.csv", b"\x00\x01", jobs.CHECK)
    headers.remember({"Bemerkung intern": "", "Beispielname": "title"})


def upkeep(emil):
    """A picture, and what two addresses answered."""
    upload = SimpleUploadedFile("haus.jpg", encoded(drawing(320, 240)), "image/jpeg")
    picture = pictures.store(upload, emil)
    shown = {"picture": picture.digest, "alt": "Ein Haus", "author": "A. Foto", "licence": "cc-by-4.0"}
    practice = case("gielsdorf-dorfhaus")
    with acting(user=emil):
        apply(practice, contents.read(practice.pk) | {"images": [shown]})
    for source, status in zip(Source.objects.order_by("slug"), (200, 404), strict=False):
        source.url = f"https://example.org/{source.slug}"
        source.save()
        links.keep(source.pk, source.url, status, "")


def dumped():
    """The database as SQL (str)."""
    connection.close()
    if connection.vendor == "sqlite":
        command = ["sqlite3", settings.DATABASES["default"]["NAME"], ".dump"]
    else:
        command = ["pg_dump", "--no-owner", "--no-privileges", "--rows-per-insert=100", os.environ["DATABASE_URL"]]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # Lines with a backslash are for psql alone.
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("\\"))


def main(target):
    call_command("migrate", verbosity=0)
    call_command("load_study")
    who = people()
    ways(who["erna"], who["rita"])
    codings(who["erna"], who["emil"], who["rita"])
    imports(who["emil"])
    upkeep(who["emil"])
    unsaved(who["erna"])
    assert SearchDocument.objects.count() == Practice.objects.count()
    with tarfile.open(target, "w:xz") as archive:
        text = dumped().encode()
        entry = tarfile.TarInfo("atlas.sql")
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))
        for name in ("media", "imports"):
            archive.add(settings.VAR_DIR / name, name)


if __name__ == "__main__":
    main(sys.argv[1])
