"""From a problem in everyday words to its examples, and back."""

import pytest
from bs4 import BeautifulSoup

from handlungsfelder.models import Herausforderung
from practices.pages.problems import WORDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


def starts(client, address="/"):
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return {link.get_text(strip=True): link["href"] for link in soup.select(".starts a")}


def test_every_challenge_of_the_study_has_words_of_its_own():
    assert set(WORDS) == set(Herausforderung.objects.values_list("slug", flat=True))


def test_a_challenge_added_later_is_called_by_its_title(client):
    Herausforderung.objects.create(slug="neue", title="Neue Sorge", chapter="02.08", position=99)
    assert starts(client)["Neue Sorge"] == "/?herausforderung=neue"


def test_each_problem_leads_to_its_examples_and_a_chip_leads_back(client):
    found = starts(client)
    assert len(found) == 5
    for address in found.values():
        total = client.get(f"/api/v1/practices/{address.removeprefix('/')}").json()["count"]
        page = BeautifulSoup(client.get(address).content, "html.parser")
        assert total > 0 and page.select_one("#summary")["data-total"] == str(total)
        assert not page.select(".starts")
        (chip,) = page.select(".chips a")
        assert starts(client, f"/{chip['href'].removeprefix('/')}") == found


def test_it_stands_where_nothing_is_asked_and_keeps_what_narrows_nothing(client):
    assert starts(client, "/?q=Bus") == starts(client, "/?page=2") == {}
    kept = starts(client, "/?near=loitz")
    assert len(kept) == 5
    assert all("near=loitz&herausforderung=" in address for address in kept.values())


def test_it_is_said_in_english_too(client):
    assert "Jobs and firms are lacking" in starts(client, "/?lang=en")
