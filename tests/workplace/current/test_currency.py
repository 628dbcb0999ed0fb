"""Currency: which cases count as stale, who is told, and who says that one is still right."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from atlas.checks import days_of
from practices.case import freshness
from practices.models import Practice, Version, querysets
from tests.workplace.current.conftest import case, changed, put
from workplace.workflow.decisions import state_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

QUEUE = "/admin/practices/stale/"
LIST = "/admin/practices/practice/"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """It is the 10th of March 2026, so the limit of two years lies on the 10th of March 2024."""
    monkeypatch.setattr(timezone, "localdate", lambda value=None, timezone=None: date(2026, 3, 10))


def dated(as_of, confirmed=None):
    return put(case(), "published", as_of=as_of, confirmed=confirmed and date.fromisoformat(confirmed))


@pytest.mark.parametrize(
    ("as_of", "confirmed", "stale"),
    [
        (2018, None, True),
        (2023, None, True),  # ended on 31 December 2023, before the limit
        (2024, None, False),
        (2026, None, False),
        (2018, "2024-03-10", False),  # the limit itself still counts
        (2018, "2024-03-09", True),
        (2026, "2023-01-01", True),  # somebody looked, and that is long ago
        (2018, "2026-03-10", False),
    ],
)
def test_what_counts_as_stale(as_of, confirmed, stale):
    practice = dated(as_of, confirmed)
    assert Practice.objects.stale().filter(pk=practice.pk).exists() is stale
    assert Practice.objects.filter(~querysets.stale()).filter(pk=practice.pk).exists() is not stale
    assert freshness.is_stale(practice) is stale


def test_the_host_says_how_long_a_case_is_current(settings):
    practice = dated(2018, "2026-01-01")
    assert not freshness.is_stale(practice)
    settings.CURRENT_FOR_DAYS = 30
    assert freshness.is_stale(practice)
    assert Practice.objects.stale().filter(pk=practice.pk).exists()


@pytest.mark.parametrize("text", ["", "0", "-1", "zwei Jahre", "36501", "1e9", "99999999999999999999", "٣"])
def test_a_senseless_number_of_days_stops_the_start(text):
    with pytest.raises(ImproperlyConfigured, match="CURRENT_FOR_DAYS"):
        days_of("CURRENT_FOR_DAYS", text)


def test_days_are_read():
    assert (days_of("X", "730"), days_of("X", "1"), days_of("X", "36500")) == (730, 1, 36500)


@pytest.mark.parametrize(
    ("as_of", "confirmed", "said"),
    [(2018, None, "2018"), (2018, "2026-02-01", "1. Februar 2026"), (2018, "2019-02-01", "1. Februar 2019")],
)
def test_readers_are_told(client, as_of, confirmed, said):
    dated(as_of, confirmed)
    soup = BeautifulSoup(client.get("/praxis/olfen-leohaus/").content, "html.parser")
    assert said in soup.select_one(".practice__currency").get_text()


def test_nothing_is_said_of_a_case_that_speaks_of_now(client):
    dated(2026)
    soup = BeautifulSoup(client.get("/praxis/olfen-leohaus/").content, "html.parser")
    assert soup.select_one(".practice__currency") is None


def test_the_list_filters_by_it(log_in):
    dated(2018, "2026-02-01")
    client, every = log_in("Redaktion"), Practice.objects.count()
    numbers = {value: client.get(f"{LIST}?stale={value}").context["cl"].result_count for value in ("yes", "no")}
    assert numbers == {"yes": every - 1, "no": 1}


def test_the_queue_shows_what_waits_longest_first(log_in):
    Practice.objects.update(confirmed=date(2026, 1, 1))
    dated(2020, "2021-01-01")
    put(case("olfen-buergerbus"), "published", as_of=2018, confirmed=None)
    put(case("bosa-albergo-diffuso"), "draft", confirmed=None)
    page = log_in("Redaktion").get(QUEUE)
    assert [practice.slug for practice in page.context["practices"]] == ["olfen-buergerbus", "olfen-leohaus"]


def press(client, practice, **more):
    sent = {"practice": practice.pk, "version": state_of(practice.pk), **more}
    return client.post(QUEUE, sent, follow=True)


def test_a_press_confirms_and_the_history_says_who(log_in, client):
    practice = dated(2018)
    before = {name: getattr(practice, name) for name in ("title", "description", "status")}
    editor = log_in("Redaktion", "rita")
    page = press(editor, practice)
    assert practice.title in page.content.decode()
    practice.refresh_from_db()
    assert practice.confirmed == date(2026, 3, 10)
    assert {name: getattr(practice, name) for name in before} == before
    version = Version.objects.filter(practice=practice.pk).latest("number")
    assert (version.action, version.by, version.by_name) == ("confirmed", editor.user, "rita")
    assert not Practice.objects.stale().filter(pk=practice.pk).exists()
    assert "10. März 2026" in client.get("/praxis/olfen-leohaus/").content.decode()


def test_what_changed_since_the_page_was_read_is_not_confirmed(log_in):
    practice, client = dated(2018), log_in("Redaktion")
    seen = state_of(practice.pk)
    changed(practice, summary="Inzwischen steht hier etwas anderes.")
    for sent in ({"version": seen}, {"version": ""}):
        assert press(client, practice, **sent).status_code == 409
    practice.refresh_from_db()
    assert practice.confirmed is None


def test_erfassung_confirms_its_own_cases_only(log_in):
    theirs = dated(2018)
    client = log_in("Erfassung")
    own = put(case("olfen-buergerbus"), "published", as_of=2018, author=client.user)
    assert [practice.pk for practice in client.get(QUEUE).context["practices"]] == [own.pk]
    press(client, own)
    assert client.post(QUEUE, {"practice": theirs.pk}).status_code == 403
    own.refresh_from_db()
    theirs.refresh_from_db()
    assert own.confirmed is not None
    assert theirs.confirmed is None


def test_the_queue_is_for_those_who_enter_cases(client, log_in):
    practice = dated(2018)
    assert "/admin/login/" in client.get(QUEUE)["Location"]
    refused = client.post(QUEUE, {"practice": practice.pk})  # the login, which takes along what was sent
    assert (refused.status_code, b'type="password"' in refused.content) == (403, True)
    leitung = log_in("Leitung")
    assert leitung.get(QUEUE).status_code == 403
    assert leitung.post(QUEUE, {"practice": practice.pk}).status_code == 403
    practice.refresh_from_db()
    assert practice.confirmed is None


@pytest.mark.parametrize("value", ["", "abc", "999999", "-1", "٣", "9" * 40, "1 OR 1=1"])
def test_a_wrong_key_is_named(log_in, value):
    page = log_in("Redaktion").post(QUEUE, {"practice": value, "page": value}, follow=True)
    assert page.status_code == 200
    (message,) = page.context["messages"]
    assert "practice" in str(message)
    assert value[:40] in str(message)
    assert not Version.objects.filter(action="confirmed").exists()


def test_a_draft_is_not_confirmed_here(log_in):
    practice = put(case(), "draft", confirmed=None)
    press(log_in("Redaktion"), practice)
    practice.refresh_from_db()
    assert practice.confirmed is None


def test_the_queue_is_paged(log_in):
    client, waiting = log_in("Redaktion"), Practice.objects.published().stale().count()
    assert waiting > 25
    assert len(client.get(QUEUE).context["practices"]) == 25
    second = client.get(f"{QUEUE}?page=2").context["page"]
    assert (second.number, len(second.object_list)) == (2, min(25, waiting - 25))
    assert client.get(f"{QUEUE}?page=99").context["page"].number == second.paginator.num_pages
    for wrong in ("0", "-1", "abc", "٣", "1" * 50):
        page = client.get(f"{QUEUE}?page={wrong}")
        assert page.context["page"].number == 1
        assert "page" in str(next(iter(page.context["messages"])))
    first = second.object_list[0]
    response = client.post(QUEUE, {"practice": first, "version": state_of(first), "page": "2"})
    assert response["Location"].endswith("?page=2")


def test_the_queue_asks_as_much_for_25_as_for_one(log_in, django_assert_num_queries):
    client = log_in("Redaktion")
    Practice.objects.update(confirmed=date(2026, 1, 1))
    dated(2018)
    client.get(QUEUE)
    with django_assert_num_queries(9):
        client.get(QUEUE)
    Practice.objects.update(confirmed=None)
    with django_assert_num_queries(9):
        assert len(client.get(QUEUE).context["practices"]) == 25


def test_an_empty_queue_says_so(log_in):
    Practice.objects.update(confirmed=timezone.localdate() - timedelta(days=1))
    soup = BeautifulSoup(log_in("Redaktion").get(QUEUE).content, "html.parser")
    assert soup.select_one(".queue__empty")
    assert not soup.select(".queue__item")


def test_approving_a_revision_confirms_the_case_too(member):
    from practices.case.contents import read
    from workplace.workflow import revisions

    practice, author = dated(2018), member("Erfassung")
    revision = revisions.save(practice, read(practice.pk) | {"summary": "Ein neuer Satz."}, author)
    revisions.take(revision, "submit", author)
    revisions.take(revision, "approve", member("Redaktion"))
    practice.refresh_from_db()
    assert practice.confirmed == date(2026, 3, 10)


def test_a_change_of_the_text_alone_confirms_nothing():
    practice = dated(2018)
    changed(practice, summary="Ein neuer Satz.")
    assert Practice.objects.stale().filter(pk=practice.pk).exists()
