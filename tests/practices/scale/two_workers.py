"""Random writes in one process, random questions to two others: every answer must equal a naive count.

Run by test_two_workers.py with a database of its own; ends with 1 and the first difference it finds.
"""

import json
import os
import random
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")
django.setup()


from handlungsfelder.models import Handlungsfeld, Handlungsmuster  # noqa: E402
from practices.models import Carrier, HandlungsmusterCoding, Location, Place, Practice  # noqa: E402
from practices.models.status import by_the_host  # noqa: E402

PORT, ROUNDS, SEED = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
draw = random.Random(SEED)
FACETS = ("handlungsfeld", "handlungsmuster", "carrier", "state", "precision")


def values(practice):
    """{facet: set of values} of one practice, straight from the models."""
    places = [location.place for location in practice.locations.all()]
    precisions = [place.precision for place in places]
    best = next((p for p in ("place", "region", "country") if p in precisions), "none")
    return {
        "handlungsfeld": {practice.handlungsfeld.slug},
        "handlungsmuster": {coding.term.slug for coding in practice.handlungsmuster.all()},
        "carrier": {practice.carrier} - {""},
        "state": {place.state for place in places} - {""},
        "precision": {best},
    }


def naive(chosen):
    """(total, {facet: {value: count}}) of a filter {facet: [values]}."""
    cases = [values(practice) for practice in Practice.objects.published().for_list()]

    def passing(left_out):
        return [
            case
            for case in cases
            if all(case[name] & set(wanted) for name, wanted in chosen.items() if name != left_out)
        ]

    counts = {facet: Counter(v for case in passing(facet) for v in case[facet]) for facet in FACETS}
    return len(passing(None)), counts


def ask(chosen):
    query = urlencode({"facets": "1", "page_size": "1", **chosen}, doseq=True)
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/api/v1/practices/?{query}") as answer:
        return json.load(answer)


def random_filter():
    options = {
        "handlungsfeld": list(Handlungsfeld.objects.values_list("slug", flat=True)),
        "handlungsmuster": list(Handlungsmuster.objects.values_list("slug", flat=True)),
        "carrier": Carrier.values,
        "state": ["DE-NI", "DE-BY", "DE-NW"],
        "precision": ["place", "region", "none"],
    }
    names = draw.sample(sorted(options), draw.randint(0, 3))
    return {name: draw.sample(options[name], draw.randint(1, 2)) for name in names}


def random_write():
    practice = draw.choice(list(Practice.objects.all()))
    terms = list(Handlungsmuster.objects.all())

    def add_coding():
        term = draw.choice(terms)
        HandlungsmusterCoding.objects.get_or_create(practice=practice, term=term, defaults={"note": "a reason"})

    def retitle():
        practice.title, practice.status = f"{draw.choice('ÄBZ')} {draw.random()}", draw.choice(["draft", "published"])
        with by_the_host():
            practice.save()

    def publish_all():
        with by_the_host():
            Practice.objects.all().update(status="published")

    def recode():
        practice.handlungsfeld = draw.choice(list(Handlungsfeld.objects.all()))
        practice.handlungsfeld_basis, practice.handlungsfeld_note = "editorial", "a reason"
        practice.save()

    draw.choice(
        [
            add_coding,
            retitle,
            recode,
            lambda: practice.handlungsmuster.all().delete(),
            lambda: practice.locations.all().delete(),
            lambda: Location.objects.get_or_create(practice=practice, place=draw.choice(list(Place.objects.all()))),
            lambda: Practice.objects.filter(handlungsfeld=practice.handlungsfeld).update(
                carrier=draw.choice(Carrier.values)
            ),
            publish_all,
            lambda: Place.objects.filter(locations__practice=practice, country="DE").update(state="DE-NI"),
        ]
    )()


def compare():
    chosen = random_filter()
    total, counts = naive(chosen)
    # Several times, so that both workers are asked.
    for _ in range(4):
        answer = ask(chosen)
        assert answer["count"] == total, (chosen, answer["count"], total)
        for facet in FACETS:
            told = {entry["slug"]: entry["count"] for entry in answer["facets"][facet] if entry["count"]}
            assert told == dict(counts[facet]), (chosen, facet, told, dict(counts[facet]))


def main():
    command = [sys.executable, "-m", "gunicorn", "atlas.wsgi", "--no-control-socket", "--bind", f"127.0.0.1:{PORT}"]
    server = subprocess.Popen([*command, "--workers", "2", "--threads", "1", "--log-level", "warning"])
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz").close()
                break
            except OSError:
                time.sleep(0.1)
        for _ in range(ROUNDS):
            for _ in range(draw.randint(0, 3)):
                random_write()
            compare()
    finally:
        server.terminate()
        server.wait(10)
    print(f"{ROUNDS} rounds agree")


main()
