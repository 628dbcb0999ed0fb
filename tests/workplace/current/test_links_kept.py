"""The link checker: how it behaves to others, what it keeps, and who reads it where."""

from datetime import timedelta
from io import StringIO
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from practices.models import Citation, LinkCheck, Practice
from tests.workplace.current.conftest import case, put
from tests.workplace.current.linking import result, run
from workplace.links import check as links

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

PAGE = "/admin/practices/links/"


def test_it_says_who_asks(server, settings, source):
    settings.SITE_URL = "https://atlas.example.de"
    source(server.url("/status/200"))
    run()
    (_method, _path, agent, _moment) = server.asked[0]
    assert "Gute-Praxis-Atlas" in agent
    assert "https://atlas.example.de" in agent


def test_a_run_sends_no_more_requests_than_it_may(server, source):
    made = [source(server.url(f"/status/404?{n}")) for n in range(5)]  # HEAD and GET each
    outcome = run(limit=5)
    assert len(server.asked) == outcome.sent == 5
    assert len(outcome.asked) == 2  # the third was given up in the middle and stays due
    assert outcome.left == 3
    assert {check.source_id for check in LinkCheck.objects.all()} == {made[0].pk, made[1].pk}
    assert len(run(limit=100).asked) == 3


def test_a_host_is_asked_with_a_pause(server, source):
    for n in range(3):
        source(server.url(f"/status/200?{n}"))
    run(pause=0.3)
    moments = [moment for *_rest, moment in server.asked]
    assert all(later - earlier > 0.25 for earlier, later in pairwise(moments))


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_wants_rest_gets_it(server, source, status):
    source(server.url(f"/status/{status}"))
    source(server.url("/status/200"))
    outcome = run()
    assert outcome.left == 1
    assert {path for _method, path, *_ in server.asked} == {f"/status/{status}"}


def test_only_what_is_due_is_asked(server, source):
    never = source(server.url("/status/200?never"))
    old = source(server.url("/status/200?old"))
    fresh = source(server.url("/status/200?fresh"))
    uncited = source(server.url("/status/200?uncited"))
    uncited.citations.all().delete()
    source("")
    LinkCheck.objects.create(source=old, status=200, at=timezone.now() - timedelta(days=40))
    LinkCheck.objects.create(source=fresh, status=200, at=timezone.now() - timedelta(days=4))
    assert [made.pk for made in links.due(30)] == [never.pk, old.pk]
    run()
    assert [path.split("?")[1] for _method, path, *_ in server.asked] == ["never", "old"]


# --- what is kept


@pytest.mark.parametrize(
    ("status", "problem"),
    [(200, ""), (204, ""), (404, "status"), (410, "status"), (500, "status"), (403, ""), (401, ""), (429, "")],
)
def test_what_counts_as_dead(server, source, status, problem):
    made = source(server.url(f"/status/{status}"))
    run()
    assert result(made) == (status, problem)
    assert (LinkCheck.objects.get(source=made).failing_since is None) is (problem == "")


def test_since_when_it_fails_is_remembered_until_it_answers(server, source):
    made = source(server.url("/status/404"))
    run()
    LinkCheck.objects.update(failing_since=timezone.now() - timedelta(days=60), at=timezone.now() - timedelta(days=31))
    run()
    kept = LinkCheck.objects.get(source=made)
    assert (timezone.now() - kept.failing_since).days == 60
    assert timezone.now() - kept.at < timedelta(minutes=1)
    links.keep(made.pk, made.url, 200, "")
    assert LinkCheck.objects.get(source=made).failing_since is None
    assert not links.dead().exists()


def test_a_new_address_forgets_what_the_old_one_answered(server, source):
    made = source(server.url("/status/404"))
    run()
    made.citation = "Anders zitiert."
    made.save()
    assert LinkCheck.objects.filter(source=made).exists()
    made.url = server.url("/status/200")
    made.save()
    assert not LinkCheck.objects.filter(source=made).exists()
    assert [one.pk for one in links.due()] == [made.pk]


def test_an_answer_that_comes_too_late_is_not_kept(source):
    made = source("https://example.org/alt")
    assert links.keep(made.pk, "https://example.org/anders", 404, "") is None
    assert links.keep(made.pk + 999, made.url, 404, "") is None
    assert not LinkCheck.objects.exists()


# --- command and page


def test_the_command_refuses_while_the_check_is_off(server, source):
    source(server.url("/status/200"))
    with pytest.raises(CommandError, match="LINK_CHECK=1"):
        call_command("check_links")
    assert server.asked == []


def test_the_command_never_asks_this_machine(server, source, settings):
    settings.LINK_CHECK = True
    made = source(server.url("/status/200"))
    out = StringIO()
    call_command("check_links", "--limit", "5", stdout=out)
    assert server.asked == []
    assert result(made) == (None, "private")
    assert "1" in out.getvalue()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [(["--limit", "0"], "--limit"), (["--limit", "-5"], "--limit"), (["--older-than", "-1"], "--older-than")],
)
def test_the_command_names_a_senseless_number(settings, arguments, named):
    settings.LINK_CHECK = True
    with pytest.raises(CommandError, match=named):
        call_command("check_links", *arguments)


def test_the_page_says_when_it_is_off_and_how_to_switch_it_on(log_in, settings):
    client = log_in("Redaktion")
    page = client.get(PAGE).content.decode()
    assert "LINK_CHECK=1" in page
    assert "manage.py check_links" in page
    settings.LINK_CHECK = True
    assert "LINK_CHECK=1" not in client.get(PAGE).content.decode()


def test_the_page_lists_dead_links_with_the_cases_that_cite_them(log_in, source, settings):
    settings.LINK_CHECK = True
    draft = put(case("olfen-buergerbus"), "draft")
    dead = source("https://example.org/weg", case())
    Citation.objects.create(practice=case(), source=dead, locator="S. 2")
    Citation.objects.create(practice=draft, source=dead, locator="S. 3")
    alive = source("https://example.org/da", case())
    links.keep(dead.pk, dead.url, 404, "")
    links.keep(alive.pk, alive.url, 200, "")
    soup = BeautifulSoup(log_in("Redaktion").get(PAGE).content, "html.parser")
    (item,) = soup.select(".queue__item")
    assert "https://example.org/weg" in item.get_text()
    assert "404" in item.get_text()
    cases = [a.get_text() for a in item.select("a") if "/practice/" in a["href"]]
    assert sorted(cases) == sorted([case().title, draft.title])  # each once
    of_erfassung = BeautifulSoup(log_in("Erfassung").get(PAGE).content, "html.parser")
    assert draft.title not in of_erfassung.get_text()  # somebody else's draft
    assert case().title in of_erfassung.get_text()


def test_the_page_asks_as_much_for_many_as_for_one(log_in, source, django_assert_num_queries):
    client = log_in("Redaktion")

    def more(n):
        for _ in range(n):
            made = source("https://example.org/weg")
            for slug in ("olfen-buergerbus", "bosa-albergo-diffuso"):
                Citation.objects.create(practice=case(slug), source=made, locator="S. 9")
            links.keep(made.pk, made.url, 404, "")

    more(1)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
        asked = len(queries)
    more(9)
    with django_assert_num_queries(asked):
        assert client.get(PAGE).content.count(b"https://example.org/weg") >= 10


def test_a_source_that_many_cases_cite_names_some(log_in, source):
    made = source("https://example.org/weg")
    for practice in Practice.objects.exclude(slug="olfen-leohaus")[:9]:
        Citation.objects.create(practice=practice, source=made, locator="S. 9")
    links.keep(made.pk, made.url, 404, "")
    client = log_in("Redaktion")
    (entry,) = client.get(PAGE).context["entries"]
    assert (len(entry["cases"]), entry["more"]) == (6, 4)


def test_the_page_is_for_those_who_enter_cases(client, log_in):
    assert client.get(PAGE).status_code == 302
    assert log_in("Leitung").get(PAGE).status_code == 403
    assert log_in("Erfassung").get(PAGE).status_code == 200
    assert client.post(PAGE).status_code == 405
