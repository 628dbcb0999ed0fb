"""A process that writes: each line names a change, which is made or, the next time, taken back; answers "done"."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")
django.setup()

from core.following import collected  # noqa: E402
from handlungsfelder.models import Handlungsmuster  # noqa: E402
from practices.models import HandlungsmusterCoding, Location, Place, Practice  # noqa: E402
from practices.models.status import by_the_host  # noqa: E402

SLUG = "olfen-leohaus"


def status(practice):
    practice.status = "published" if practice.status != "published" else "withdrawn"
    with by_the_host():
        practice.save()


def title(practice):
    practice.title = "Zuletzt im Alphabet" if practice.title.startswith("A") else "Anfangs im Alphabet"
    practice.save()


def term(practice):
    """A term that nobody knew, and a coding with it."""
    if Handlungsmuster.objects.filter(slug="neues-muster").exists():
        HandlungsmusterCoding.objects.filter(term__slug="neues-muster").delete()
        Handlungsmuster.objects.get(slug="neues-muster").delete()
    else:
        new = Handlungsmuster.objects.create(slug="neues-muster", title="Neues Muster", definition="x", position=99)
        HandlungsmusterCoding.objects.create(practice=practice, term=new, basis="editorial", note="a reason")


def place(practice):
    """A town that nobody knew, and a case in it."""
    if Place.objects.filter(slug="neustadt-neu").exists():
        Location.objects.filter(place__slug="neustadt-neu").delete()
        Place.objects.get(slug="neustadt-neu").delete()
    else:
        new = Place.objects.create(
            slug="neustadt-neu", name="Neustadt", country="DE", state="DE-NI", precision="place", lat=52.5, lon=9.4
        )
        Location.objects.create(practice=practice, place=new, position=9)


def newest(practice):
    """A case with the highest key of all, deleted the next time."""
    if found := Practice.objects.filter(slug="allerneuestes").first():
        found.delete()
        return
    fields = {field.attname: getattr(practice, field.attname) for field in practice._meta.concrete_fields}
    for name in ("id", "uuid", "created", "updated", "first_published"):
        fields.pop(name, None)
    new = Practice(**fields | {"slug": "allerneuestes", "title": "Mitten im Alphabet", "status": "draft"})
    new.save()
    Location.objects.create(practice=new, place=practice.locations.first().place, position=1)
    new.status = "published"
    with by_the_host():
        new.save()


for line in sys.stdin:
    with collected():
        {"status": status, "title": title, "term": term, "place": place, "newest": newest}[line.strip()](
            Practice.objects.get(slug=SLUG)
        )
    print("done", flush=True)
