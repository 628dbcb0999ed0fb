"""The link checker: what counts as dead, how it behaves to others, and where it never asks."""

import asyncio
import socket
import threading
import time
from datetime import timedelta
from io import StringIO
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from practices.editorial import asking, links
from practices.models import Citation, LinkCheck, Practice, Source
from tests.current.conftest import case, put
from tests.current.servers import Server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

PAGE = "/admin/practices/links/"


@pytest.fixture
def server():
    with Server() as running:
        yield running


@pytest.fixture
def source(study):
    """source(url) → a cited Source with that address; those of the study have none meanwhile."""
    Source.objects.update(url="")
    number = iter(range(1000))

    def make(url, practice=None):
        made = Source.objects.create(slug=f"quelle-{next(number)}", citation=f"Quelle: {url}", url=url)
        Citation.objects.create(practice=practice or case(), source=made, locator="S. 1")
        return made

    return make


def check(url, **manners):
    """(status, code of the problem) of one address, with this machine allowed."""
    manners = asking.Manners(**({"limit": 50, "pause": 0} | manners))
    return asyncio.run(asking.ask(url, manners, links.agent(), loopback=True))


def run(**options):
    return links.run(**({"pause": 0, "loopback": True} | options))


def result(made):
    found = LinkCheck.objects.get(source=made)
    return found.status, found.problem


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/status/200", (200, "")),
        ("/hops/5", (200, "")),
        ("/hops/6", (None, "redirects")),
        ("/no_head/405", (200, "")),
        ("/no_head/501", (200, "")),
        ("/no_head/403", (200, "")),
        ("/no_head/404", (200, "")),  # some servers don't know HEAD and say so wrongly
        ("/status/404", (404, "")),
        ("/rubbish", (None, "protocol")),
        ("/cut", (None, "protocol")),
        ("/endless", (200, "")),
        ("/to/ftp://example.org/", (None, "scheme")),
        ("/to/file:///etc/passwd", (None, "scheme")),
        ("/to/http://[broken", (None, "name")),
    ],
)
def test_an_address_is_asked(server, path, expected):
    assert check(server.url(path)) == expected


def test_get_follows_head_only_where_head_was_refused(server):
    check(server.url("/status/200"))
    check(server.url("/no_head/405"))
    assert [(method, path) for method, path, *_ in server.asked] == [
        ("HEAD", "/status/200"),
        ("HEAD", "/no_head/405"),
        ("GET", "/no_head/405"),
    ]


def test_a_host_that_takes_its_time_is_left(server, monkeypatch):
    monkeypatch.setattr(asking, "READ", 0.2)
    assert check(server.url("/slow/3")) == (None, "timeout")


def test_a_host_that_dribbles_is_left_at_the_end_of_the_whole_time(monkeypatch):
    monkeypatch.setattr(asking, "WHOLE", 0.6)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def dribble():
            connection, _address = listening.accept()
            try:
                for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 200:
                    connection.send(bytes([byte]))
                    time.sleep(0.05)
            except OSError:
                pass

        threading.Thread(target=dribble, daemon=True).start()
        assert check(f"http://127.0.0.1:{listening.getsockname()[1]}/") == (None, "timeout")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://gibt-es-nicht.invalid/", "name"),
        ("http://127.0.0.1:1/", "connection"),
        ("ftp://example.org/", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("http://", "scheme"),
        ("https://127.0.0.1:{port}/", "certificate"),
    ],
)
def test_what_is_wrong_is_told_apart(server, url, code):
    assert check(url.format(port=server.http.server_address[1])) == (None, code)
    assert code in links.Problem.values


# --- where it never asks

PRIVATE = [
    "127.0.0.1", "10.0.0.1", "172.16.5.5", "192.168.178.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "::",
    "fe80::1", "fe80::1%1", "fd12::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "2002:a00:1::", "64:ff9b::a00:1",
    "224.0.0.1", "255.255.255.255", "198.18.0.1", "240.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_a_private_network_is_refused(address):
    assert not asking.is_allowed(address)


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909"])
def test_an_address_of_the_internet_is_not(address):
    assert asking.is_allowed(address)


def test_loopback_allows_this_machine_and_nothing_else():
    assert [address for address in PRIVATE if asking.is_allowed(address, loopback=True)] == ["127.0.0.1", "::1"]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "127.1", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0"]
)
def test_this_machine_is_never_asked_however_it_is_written(server, host):
    manners = asking.Manners(limit=50, pause=0)
    answer = asyncio.run(asking.ask(server.url("/status/200", host), manners, "x"))
    assert answer in ((None, "private"), (None, "name"))
    assert server.asked == []
    assert manners.sent == 0


def test_a_redirect_into_a_private_network_is_not_followed(server):
    assert check(server.url("/to/http://10.0.0.1/")) == (None, "private")
    assert check(server.url("/to/http://169.254.169.254/latest/meta-data/")) == (None, "private")


def test_the_address_that_was_looked_at_is_the_one_connected_to(server, monkeypatch):
    """A name that is public when it is looked at and private when it is used (DNS rebinding) leads nowhere."""
    asked = []
    real = asyncio.base_events.BaseEventLoop.getaddrinfo

    async def resolving(loop, host, port, **options):
        asked.append(host)
        if host == "rebinding.example":
            return await real(loop, "127.0.0.1" if len(asked) == 1 else "10.0.0.1", port, **options)
        return await real(loop, host, port, **options)

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", resolving)
    url = server.url("/status/200", "rebinding.example")
    assert check(url) == (200, "")  # connected to what was resolved first
    assert asked.count("rebinding.example") == 1
    assert check(url) == (None, "private")


# --- manners


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
