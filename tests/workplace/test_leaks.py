"""Drafts of others stay with them: no title, slug or place of them is told anywhere."""

import pytest
from django.contrib.contenttypes.models import ContentType

from handlungsfelder.models import Handlungsmuster
from practices.models import Practice
from tests.exchange.conftest import (
    GOOD,
    import_,  # noqa: F401
)
from tests.workplace.conftest import form_of

pytestmark = pytest.mark.django_db

SIMILAR = "/admin/practices/practice/similar/"
SECRETS = ("neuer-fall", "Ein neuer Fall", "Olfen")


def test_a_likely_duplicate_is_told_of_without_what_stands_in_it(draft, as_):
    (found,) = as_("kollegin").get(SIMILAR, {"title": "Ein neuer Fall"}).json()["similar"]
    assert found["told"] == "Ein Beispiel, das wohl dasselbe ist, ist in Arbeit. Sprechen Sie mit erfassung."
    assert (found["pk"], found["title"], found["slug"], found["places"], found["km"]) == (None, "", "", "", None)


@pytest.mark.parametrize("words", ["neuer", "Fall", "neuer Haus Garten Fall Schule Bahn"])
def test_words_are_not_tried_until_one_fits(draft, as_, words):
    Practice.objects.filter(pk=draft.pk).update(title="Neuer Fall vom Schloss am Markt")
    assert as_("kollegin").get(SIMILAR, {"title": words, "place": "olfen"}).json()["similar"] == []


def test_whoever_may_see_it_is_told_all(draft, as_):
    for name in ("erfassung", "redaktion"):
        (found,) = as_(name).get(SIMILAR, {"title": "Ein neuer Fall"}).json()["similar"]
        assert (found["pk"], found["title"], found["told"]) == (draft.pk, draft.title, "")


def test_the_form_says_it_too(draft, as_):
    member, add = as_("kollegin"), "/admin/practices/practice/add/"
    sent = form_of(member, add) | {
        "title": "Ein neuer Fall",
        "slug": "noch-ein-fall",
        "summary": "Ein Satz.",
        "description": "Wort " * 70,
        "handlungsfeld_slug": "digitalisierung",
        "handlungsfeld_basis": "source",
        "handlungsfeld_chapter": "02.03",
        "as_of": "2026",
    }
    page = member.post(add, sent).content.decode()
    assert "Sprechen Sie mit erfassung." in page
    assert f"/practice/{draft.pk}/" not in page
    assert draft.slug not in page


def test_the_dry_run_of_an_import_says_it_too(draft, people, import_):  # noqa: F811
    row = GOOD | {"Titel": "Ein neuer Fall!", "Slug": "noch-ein-fall"}
    notices = " ".join(import_([row], user=people["kollegin"]).only["notices"])
    assert "neuer-fall" not in notices
    assert "sprechen Sie mit erfassung" in notices
    assert "neuer-fall" in " ".join(import_([row], user=people["redaktion"]).only["notices"])


@pytest.mark.parametrize("name", ["kollegin", "leitung", "redaktion"])
def test_the_shortcut_leads_to_what_is_public_only(draft, as_, name):
    kind = ContentType.objects.get_for_model(Practice).pk
    answer = as_(name).get(f"/admin/r/{kind}/{draft.pk}/")
    assert answer.status_code == 404
    assert "neuer-fall" not in answer.content.decode()
    public = Practice.objects.get(slug="olfen-leohaus")
    assert as_(name).get(f"/admin/r/{kind}/{public.pk}/")["Location"].endswith("/praxis/olfen-leohaus/")


@pytest.mark.parametrize("key", ["x", "999999", "9" * 30, "٣"])
def test_a_shortcut_to_nowhere(as_, key):
    kind = ContentType.objects.get_for_model(Practice).pk
    assert as_("redaktion").get(f"/admin/r/{kind}/{key}/").status_code == 404
    assert as_("redaktion").get(f"/admin/r/{key}/1/").status_code == 404


def test_who_takes_a_term_away_reads_how_many_cases_have_it_not_which(draft, as_):
    term = Handlungsmuster.objects.filter(codings__practice=draft).first()
    answer = as_("leitung").get(f"/admin/handlungsfelder/handlungsmuster/{term.pk}/delete/")
    assert "Ein neuer Fall" not in answer.content.decode()


def test_the_numbers_beside_places_leave_them_out(draft, as_):
    from practices.models import Place

    address = "/admin/practices/place/?q=olfen"
    place = Place.objects.get(slug="olfen")
    counts = {}
    for name in ("kollegin", "redaktion"):
        rows = as_(name).get(address).context["cl"].result_list
        counts[name] = next(row.cases for row in rows if row.pk == place.pk)
    assert counts["redaktion"] == counts["kollegin"] + 1


def test_no_page_of_the_workplace_tells_of_them(draft, as_):
    """Every address below /admin/ that needs no key, and those of the case."""
    below = f"/admin/practices/practice/{draft.pk}"
    addresses = ["/admin/", "/admin/practices/", "/admin/practices/practice/", "/admin/practices/practice/?q=neuer"]
    addresses += [f"/admin/practices/practice/{name}/" for name in ("queue", "add", "deleted")]
    addresses += [f"/admin/practices/{name}/" for name in ("stale", "links", "import", "second-coding", "agreement")]
    addresses += [f"/admin/practices/{name}/" for name in ("disagreements", "recheck")]
    addresses += [f"{below}/{name}/" for name in ("change", "review", "history", "preview", "delete", "history/1")]
    addresses += [f"/api/v1/practices/{draft.slug}/steps/", "/admin/practices/agreement/decisions.csv"]
    for name in ("kollegin", "leitung"):
        member = as_(name)
        for address in addresses:
            page = member.get(address, follow=True).content.decode()
            assert "Ein neuer Fall" not in page, (name, address)
            assert "neuer-fall" not in page.replace(address, ""), (name, address)
