"""What a decision says reaches those it concerns, and what it rests on is seen by who decides."""

import pytest
from bs4 import BeautifulSoup

from practices.case.contents import read
from practices.models import Practice
from tests.workplace.conftest import edit
from tests.workplace.current import samples
from tests.workplace.current.conftest import illustrated, stored
from workplace.workflow import revisions, steps

pytestmark = pytest.mark.django_db

START, QUEUE = "/admin/", "/admin/practices/practice/queue/"
REASON = "Die Quelle sagt das Gegenteil."


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").get_text(" ", strip=True)


@pytest.fixture
def rejected(published, people):
    revision = revisions.save(published, read(published.pk) | {"title": "Mein Vorschlag"}, people["kollegin"])
    revisions.take(revision, "submit", people["kollegin"])
    return revisions.take(revision, "reject", people["redaktion"], REASON)


def test_the_reason_of_a_rejection_reaches_its_author(rejected, published, as_):
    author = as_("kollegin")
    for address in (START, QUEUE, edit(published), f"/admin/practices/practice/{published.pk}/review/"):
        assert REASON in text_of(author, address), address
    link = BeautifulSoup(author.get(edit(published)).content, "html.parser").select_one(".notice--ask a")
    assert "Mein Vorschlag" in text_of(author, link["href"])


def test_nobody_else_reads_it(rejected, published, as_):
    other = as_("erfassung")  # entered the case, but neither proposed this nor decides on it
    for address in (START, QUEUE, edit(published), f"/admin/practices/practice/{published.pk}/history/"):
        assert REASON not in text_of(other, address), address
        assert "Mein Vorschlag" not in text_of(other, address), address


def test_a_new_revision_ends_it(rejected, published, people, as_):
    revisions.save(published, read(published.pk) | {"title": "Noch einmal"}, people["kollegin"])
    assert REASON not in text_of(as_("kollegin"), edit(published))


def test_withdrawals_and_deletions_are_told_too(published, people, as_):
    steps.take(published, "withdraw", people["redaktion"], REASON)
    assert REASON in text_of(as_("erfassung"), START)
    steps.delete(Practice.objects.get(pk=published.pk), people["redaktion"], "War doppelt.")
    for address in (START, QUEUE):
        page = text_of(as_("erfassung"), address)
        assert "War doppelt." in page
        assert "Ihr Beispiel wurde gelöscht" in page


def test_the_review_shows_the_pictures(published, people, as_):
    old = illustrated(published)
    new = stored(samples.photo(640, 480))
    image = {"picture": new.digest, "alt": "Ein Fluss", "author": "B. Foto", "licence": "cc0"}
    images = [*read(published.pk)["images"], image]
    revision = revisions.save(published, read(published.pk) | {"images": images}, people["kollegin"])
    revisions.take(revision, "submit", people["kollegin"])
    page = as_("redaktion").get(f"/admin/practices/practice/{published.pk}/review/").content
    figures = BeautifulSoup(page, "html.parser").select(".pictures figure")
    assert {figure.img["src"] for figure in figures} == {f"/bilder/{old.digest}/", f"/bilder/{new.digest}/"}
    assert "B. Foto" in figures[-1].get_text()
    assert figures[-1].img["alt"] == "Ein Fluss"


def test_an_open_revision_of_somebody_else_is_named_and_not_shown(published, people, as_):
    revisions.save(published, read(published.pk) | {"title": "Geheimer Entwurf"}, people["kollegin"])
    other = as_("erfassung")
    below = f"/admin/practices/practice/{published.pk}"
    for address in (f"{below}/review/", f"{below}/preview/", f"{below}/history/"):
        assert "Geheimer Entwurf" not in text_of(other, address), address
    assert "Überarbeitung von kollegin ist in Arbeit" in text_of(other, f"{below}/review/")
    number = revisions.latest(revisions.active(published)).number
    assert other.get(f"{below}/history/{number}/").status_code == 403
    assert other.get(f"{below}/compare/?a=1&b={number}").status_code == 403
    assert "Geheimer Entwurf" in text_of(as_("redaktion"), f"{below}/review/")
