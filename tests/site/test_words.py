"""Somebody who reads only German understands every page: no English, no technical names, days as here."""

import re

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override

from practices.models import Basis, Practice, Source, Step
from tests.workplace.conftest import as_, draft, people  # noqa: F401

pytestmark = pytest.mark.django_db


def text_of(response):
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def test_a_source_is_a_source_and_what_a_coding_rests_on_is_said():
    with override("de"):
        assert str(Source._meta.verbose_name) == "Quelle"
        assert str(Basis.SOURCE.label) == "laut Quelle"


def test_before_a_deletion_only_what_people_know_is_listed(as_, draft, study):  # noqa: F811
    client = as_("host")
    for address in (
        f"/admin/practices/practice/{draft.pk}/delete/",
        "/admin/handlungsfelder/chance/1/delete/",
        "/admin/handlungsfelder/herausforderung/1/delete/",
    ):
        text = text_of(client.get(address))
        assert not re.search(r"Search document|Eintrag der Suche|\w+_\w+ object|-Beziehung|Citation", text), text


def test_days_are_written_as_here(as_, draft):  # noqa: F811
    step = Step(name="publish")
    assert re.fullmatch(r"publish, \d\d\.\d\d\.\d{4}", str(step))
    published = Practice.objects.get(slug="olfen-leohaus")
    Practice.objects.filter(pk=published.pk).update(confirmed="2024-05-01")
    page = as_("redaktion").get(f"/admin/practices/practice/{published.pk}/review/")
    assert "2024-05-01" not in text_of(page)


def test_a_broken_workbook_is_told_of_in_words(tmp_path):
    from exchange.reading.errors import Unreadable
    from exchange.reading.formats import read

    path = tmp_path / "tabelle.xlsx"
    path.write_bytes(b"PK\x03\x04 und dann nichts")
    with pytest.raises(Unreadable) as caught:
        read(path, tmp_path)
    assert str(caught.value).startswith("Die Excel-Datei ist beschädigt. ")
