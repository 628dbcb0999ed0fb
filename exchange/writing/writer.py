"""Checked rows → the database. New cases in bulk, changes one by one through the workflow and ``practices.case``."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import reset_queries

from core.folding import sort_key
from core.following import collected
from exchange.checking.checker import CHANGED, NEW, REFUSED
from exchange.checking.validation import MODELS, practice_of
from exchange.faults.fault import Fault
from handlungsfelder import codebook
from practices.case.applying import apply
from practices.case.contents import CODINGS
from practices.models import Citation, Location, Practice, PracticeImage
from practices.search import documents
from workplace.workflow import revisions

ROWS_AT_ONCE = 1000


class Writer:
    """Writes the outcomes of the table ``filename`` for ``user`` (None: the host), who is acting already."""

    def __init__(self, reader, user, filename):
        self.reader, self.user, self.filename = reader, user, filename
        self.codebook = codebook.current_number()

    def write(self, outcomes):
        """Write the new and the changed ones among a batch. What the editorial refuses becomes REFUSED."""
        with collected():
            taken = [outcome for outcome in outcomes if outcome.status in (NEW, CHANGED)]
            self._write_surroundings(taken)
            self._create([outcome for outcome in taken if outcome.status == NEW])
            for outcome in taken:
                if outcome.status == CHANGED:
                    self._change(outcome)
        documents.forget()
        reset_queries()  # a developer's server keeps every query

    def _write_surroundings(self, outcomes):
        """The places and sources that aren't there yet."""
        self.reader.places.write([slug for outcome in outcomes for slug in outcome.content["places"]])
        self.reader.sources.write([cited["source"] for outcome in outcomes for cited in outcome.content["sources"]])

    def _create(self, outcomes):
        practices = [self._practice(outcome) for outcome in outcomes]
        Practice.objects.bulk_create(practices, batch_size=500)
        made = list(zip(practices, (outcome.content for outcome in outcomes), strict=True))
        for member, model in MODELS.items():
            model.objects.bulk_create(self._codings(member, model, made), batch_size=ROWS_AT_ONCE)
        Location.objects.bulk_create(self._locations(made), batch_size=ROWS_AT_ONCE)
        Citation.objects.bulk_create(self._citations(made), batch_size=ROWS_AT_ONCE)
        PracticeImage.objects.bulk_create(self._images(made), batch_size=ROWS_AT_ONCE)

    def _practice(self, outcome):
        """A case as Practice.save() would leave it."""
        practice = practice_of(outcome.content, self.reader.vocabulary)
        practice.pk = None
        practice.uuid = outcome.id or practice.uuid
        practice.author = practice.handlungsfeld_coder = self.user
        practice.handlungsfeld_codebook = self.codebook
        practice.title_sort = sort_key(practice.title)[:200]
        practice.title_sort_en = sort_key(practice.title_en or practice.title)[:200]
        return practice

    def _codings(self, member, model, made):
        return [
            model(
                practice=practice,
                term_id=self.reader.vocabulary.pk(member, coding["slug"]),
                basis=coding["basis"],
                chapter=coding["chapter"],
                note=coding["note"],
                coder=self.user,
                codebook=self.codebook,
            )
            for practice, content in made
            for coding in content[member]
        ]

    def _locations(self, made):
        pks = self.reader.places.pks
        return [
            Location(practice=practice, place_id=pks[slug], position=position)
            for practice, content in made
            for position, slug in enumerate(content["places"])
        ]

    def _citations(self, made):
        pks = self.reader.sources.pks
        return [
            Citation(practice=practice, source_id=pks[cited["source"]], locator=cited["locator"], position=position)
            for practice, content in made
            for position, cited in enumerate(content["sources"])
        ]

    def _images(self, made):
        return [
            PracticeImage(
                practice=practice,
                picture_id=self.reader.picture_pk(image["picture"]),
                position=position,
                **{name: image[name] for name in ("alt", "author", "licence")},
            )
            for practice, content in made
            for position, image in enumerate(content["images"])
        ]

    def _change(self, outcome):
        try:
            if outcome.revises:
                revisions.save(outcome.practice, outcome.content, self.user, comment=self.filename)
            else:
                apply(outcome.practice, outcome.content)
        except ValidationError as error:
            found = error.message_dict if hasattr(error, "error_dict") else {"slug": error.messages}
            outcome.faults = [Fault(name, "", text) for name, texts in found.items() for text in texts]
        except PermissionDenied as error:
            outcome.faults = [Fault("slug", outcome.slug, str(error))]
        if outcome.faults:
            outcome.status = REFUSED


assert set(MODELS) == set(CODINGS)
