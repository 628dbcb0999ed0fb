"""The coding systems are said once: what else names one of them is a model, a text or a page of its own."""

import re

import pytest
from django.urls import reverse

from exchange.columns.headings import BY_KEY
from handlungsfelder import codebook
from practices.api.serializers import PracticeSerializer
from practices.api.views import VOCABULARY_VIEWS
from practices.case.contents import MEMBERS, content_of, whole
from practices.catalogue import current
from practices.filter.facets import FACETS
from practices.filter.parameters import PARAMETERS
from practices.models import Practice
from practices.systems import SYSTEMS
from tests import ROOT
from workplace.form.case_form import FORMSETS

ROOMS = ("atlas", "exchange", "workplace", "practices", "handlungsfelder", "core")
# Where a system is named beside the list: its models, the pages and address of its terms, what is
# said of it in plain language, the shipped file of them.
NAMED = {
    "exchange/shipped/units.py",
    "handlungsfelder/models.py",
    "practices/models/__init__.py",
    "practices/models/coding.py",
    "practices/pages/plain.py",
    "practices/pages/term_urls.py",
    "practices/pages/terms.py",
    "practices/systems.py",
}


def test_a_further_system_is_named_in_these_files_only():
    """By the example of the roles of citizens, which nothing sets apart from a system to come."""
    named = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts and re.search("buergerrolle", path.read_text(encoding="utf-8"), re.I)
    }
    assert named == NAMED


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.member)
def test_every_part_of_the_atlas_knows_it(study, client, system):
    practice = whole(Practice.objects.published().filter(**{f"{system.member}__isnull": False})).first()
    coding = getattr(practice, system.member).first()
    assert system.member in MEMBERS and system.member in FORMSETS and system.member in BY_KEY
    assert content_of(practice)[system.member][0]["slug"] == coding.term.slug
    assert system.member in PracticeSerializer().fields
    assert codebook.SYSTEMS[system.codebook] is system.term
    assert practice.pk in current().sets[system.parameter][coding.term.slug]
    assert system.parameter in PARAMETERS
    assert system.is_further or ({system.parameter} <= set(FACETS) and system.codebook in VOCABULARY_VIEWS)
    answer = client.get(reverse("api-practices"), {system.parameter: coding.term.slug, "page_size": 100}).json()
    assert practice.slug in {case["slug"] for case in answer["results"]}
