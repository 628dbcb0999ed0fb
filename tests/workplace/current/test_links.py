"""The link checker: what an address answers, and where it never asks."""

import asyncio
import socket
import threading
import time

import pytest

from tests.workplace.current.linking import check
from workplace.links import check as links
from workplace.links import request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


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
    monkeypatch.setattr(request, "READ", 0.2)
    assert check(server.url("/slow/3")) == (None, "timeout")


def test_a_host_that_dribbles_is_left_at_the_end_of_the_whole_time(monkeypatch):
    monkeypatch.setattr(request, "WHOLE", 0.6)
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
    "192.0.0.8", "192.0.0.170", "192.88.99.1", "2001:db8::1", "2002::1", "3fff::1",
    "127.0.0.1", "10.0.0.1", "172.16.5.5", "192.168.178.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "::",
    "fe80::1", "fe80::1%1", "fd12::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "2002:a00:1::", "64:ff9b::a00:1",
    "224.0.0.1", "255.255.255.255", "198.18.0.1", "240.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_a_private_network_is_refused(address):
    assert not request.is_allowed(address)


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909"])
def test_an_address_of_the_internet_is_not(address):
    assert request.is_allowed(address)


def test_loopback_allows_this_machine_and_nothing_else():
    assert [address for address in PRIVATE if request.is_allowed(address, loopback=True)] == ["127.0.0.1", "::1"]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "127.1", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0"]
)
def test_this_machine_is_never_asked_however_it_is_written(server, host):
    manners = request.Manners(limit=50, pause=0)
    answer = asyncio.run(request.ask(server.url("/status/200", host), manners, "x"))
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
