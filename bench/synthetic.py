"""Synthetic cases: seeded, in words like the real ones, at real towns. For the benchmark and the tests of size."""

import random
import re
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from bench.synthetic_words import COMMON, RARE
from core.folding import sort_key
from core.following import changed
from handlungsfelder.models import Buergerrolle, Handlungsfeld, Handlungsmuster, Teilaspekt
from practices.geodata import gazetteer
from practices.models import (
    BuergerrolleCoding,
    Carrier,
    Citation,
    HandlungsfeldCoding,
    HandlungsmusterCoding,
    Location,
    Place,
    Practice,
    Source,
    Status,
    TeilaspektCoding,
)
from practices.search import documents

BATCH = 2000
TOWNS = 6000

WORDS = 120
TEXTS = 20_000


class Synthesis:
    """Makes ``total`` published cases out of what the database already holds of vocabulary and real texts."""

    def __init__(self, total, seed=1, say=lambda text: None):
        self.total, self.say, self.random = total, say, random.Random(seed)
        self.fields = list(Handlungsfeld.objects.all())
        self.codes = [
            (TeilaspektCoding, list(Teilaspekt.objects.all())),
            (HandlungsmusterCoding, list(Handlungsmuster.objects.all())),
            (BuergerrolleCoding, list(Buergerrolle.objects.all())),
        ]
        self.source = Source.objects.first()
        text = " ".join(Practice.objects.order_by("pk").values_list("description", flat=True)[:50])
        self.words = re.findall(r"[^\W\d_]+", text)
        self.texts = []
        self.nouns = sorted({word for word in self.words if word[0].isupper() and len(word) > 4})

    def build(self):
        """Write the cases and their index; the number of cases that are there afterwards."""
        self.places, self.weights = self._places()
        first = (Practice.objects.aggregate(models.Max("pk"))["pk__max"] or 0) + 1
        for start in range(0, self.total, BATCH):
            numbers = range(first + start, first + min(start + BATCH, self.total))
            with transaction.atomic():
                documents.store([documents.build(practice) for practice in self._write(numbers)])
            self.say(f"{min(start + BATCH, self.total)} of {self.total}")
        changed(everything=True)
        return Practice.objects.published().count()

    def _places(self):
        """Towns drawn by size, so that cases cluster where towns do; the larger a town, the more cases."""
        entries = [e for e in gazetteer.all_entries() if e.population and e.kind == "municipality"]
        entries = sorted(self.random.sample(entries, min(TOWNS, len(entries))), key=lambda e: e.source)
        known = set(Place.objects.values_list("slug", flat=True))
        rows = [
            Place(
                slug=f"town-{number}",
                name=entry.name,
                country=entry.country,
                state=entry.state,
                lat=entry.lat,
                lon=entry.lon,
                population=entry.population,
                population_source="GeoNames",
            )
            for number, entry in enumerate(entries)
            if f"town-{number}" not in known
        ]
        plain(Place).bulk_create(rows, batch_size=500)
        places = list(Place.objects.filter(slug__startswith="town-").order_by("pk"))
        return places, [place.population**0.5 for place in places]

    def _write(self, numbers):
        draw, now = self.random, timezone.now()
        practices, codings, locations, citations = [], {model: [] for model, _ in self.codes}, [], []
        codings[HandlungsfeldCoding] = []
        for pk in numbers:
            practices.append(self._practice(pk, now))
            for model, terms in self.codes:
                for term in draw.sample(terms, draw.randint(1, 3)):
                    codings[model].append(model(practice_id=pk, term=term, basis="editorial", note="made up"))
            if draw.random() < 0.3:
                other = draw.choice([f for f in self.fields if f.pk != practices[-1].handlungsfeld_id])
                codings[HandlungsfeldCoding].append(
                    HandlungsfeldCoding(practice_id=pk, term=other, basis="editorial", note="made up")
                )
            for position, place in enumerate(self._towns()):
                locations.append(Location(practice_id=pk, place=place, position=position))
            citations.append(Citation(practice_id=pk, source=self.source, locator="02.05"))
        plain(Practice).bulk_create(practices, batch_size=500)
        for model, rows in (*codings.items(), (Location, locations), (Citation, citations)):
            plain(model).bulk_create(rows, batch_size=2000)
        return self._as_read(practices, codings, locations)

    def _as_read(self, practices, codings, locations):
        """The practices with their parts as for_list() reads them, so that indexing need not read them again."""
        parts = {HandlungsfeldCoding: "further_handlungsfelder", TeilaspektCoding: "teilaspekte"}
        parts |= {HandlungsmusterCoding: "handlungsmuster", BuergerrolleCoding: "buergerrollen"}
        found = {p.pk: {name: [] for name in (*parts.values(), "locations")} for p in practices}
        for model, rows in codings.items():
            for row in rows:
                found[row.practice_id][parts[model]].append(row)
        for row in locations:
            found[row.practice_id]["locations"].append(row)
        for practice in practices:
            practice._prefetched_objects_cache = {name: Read(rows) for name, rows in found[practice.pk].items()}
        return practices

    def _towns(self):
        """None for one case in twenty, two for another one."""
        chance = self.random.random()
        count = 0 if chance < 0.05 else 2 if chance > 0.95 else 1
        return {place.pk: place for place in self.random.choices(self.places, self.weights, k=count)}.values()

    def _practice(self, pk, now):
        draw = self.random
        title = f"{draw.choice(self.nouns)} und {draw.choice(self.nouns)} {pk}"
        return Practice(
            pk=pk,
            slug=f"case-{pk}",
            status=Status.PUBLISHED,
            title=title,
            summary=f"{' '.join(draw.choices(self.words, k=12))}.",
            description=self._text(),
            handlungsfeld=draw.choice(self.fields),
            handlungsfeld_basis="editorial",
            handlungsfeld_note="made up",
            carrier=draw.choice(Carrier.values),
            as_of=draw.randint(2010, 2025),
            created=now,
            updated=now - timedelta(minutes=draw.randint(0, 10**6)),
            title_sort=sort_key(title)[:200],
            title_sort_en=sort_key(title)[:200],
        )

    def _text(self):
        """One of at most 20,000 texts of 120 words, made as they are needed."""
        if len(self.texts) < TEXTS:
            self.texts.append(self._new_text())
            return self.texts[-1]
        return self.random.choice(self.texts)

    def _new_text(self):
        words = self.random.choices(self.words, k=WORDS)
        if self.random.random() < 0.3:
            words[5] = COMMON
        if self.random.random() < 0.0005:
            words[9] = RARE
        return " ".join(words) + "."


class Read(list):
    """What a prefetched relation gives."""

    def all(self):
        return self


def plain(model):
    """Write without being followed; ``build`` tells of everything at its end."""
    return models.QuerySet(model)
