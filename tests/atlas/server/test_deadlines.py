"""How long each part of a connection may last, told by a clock that the test turns."""

import socket
import time
from types import SimpleNamespace

import pytest
from waitress.adjustments import Adjustments

from atlas.server.channel import ANSWER, BODY, HEAD, IDLE, LONGEST_ANSWER, SLOWEST_ANSWER, Channel


@pytest.fixture
def pair():
    """(channel, the other side's socket)."""
    ours, theirs = socket.socketpair()
    server = SimpleNamespace(active_channels={}, add_task=lambda task: None, pull_trigger=lambda: None)
    channel = Channel(server, ours, ("192.0.2.1", 1), Adjustments(), map={})
    yield channel, theirs
    channel.handle_close()
    theirs.close()


@pytest.fixture
def channel(pair):
    return pair[0]


def lasts(channel, seconds):
    """Whether what goes on now may last so long and no longer."""
    now = time.monotonic()
    assert not channel.overdue(now)
    return not channel.overdue(channel.since + seconds - 0.1) and channel.overdue(channel.since + seconds + 0.1)


def test_nothing_at_all(channel):
    assert lasts(channel, HEAD)


def test_a_head_has_a_total_time_whatever_trickles_in(channel):
    channel.received(b"GET / HTTP/1.1\r\n")
    assert not channel.overdue(time.monotonic())
    begun = channel.since
    for second in range(HEAD):
        channel.received(b"X-Slow: 1\r\n")
        assert not channel.overdue(begun + second)
    assert channel.overdue(begun + HEAD + 0.1)


def test_a_body_too_and_more_of_it_if_it_is_long(channel):
    channel.received(b"POST / HTTP/1.1\r\nContent-Length: 327680\r\n\r\nx")
    assert lasts(channel, BODY + 10)
    channel.received(b"x" * 1000)
    assert channel.overdue(channel.since + BODY + 11)


def test_an_answer_counts_from_when_it_waits(channel):
    channel.total_outbufs_len = 10 * SLOWEST_ANSWER
    assert lasts(channel, ANSWER + 10)
    channel.total_outbufs_len = 1  # read to the last byte, which is never fetched
    assert channel.overdue(channel.since + ANSWER + 10.1)
    channel.total_outbufs_len = 10**12
    assert channel.overdue(channel.since + LONGEST_ANSWER + 1)
    channel.total_outbufs_len = 0


def test_the_atlas_itself_may_take_its_time(channel):
    channel.received(b"GET / HTTP/1.1\r\n\r\n")
    assert not channel.overdue(time.monotonic() + 10_000)
    channel.requests.clear()
    assert lasts(channel, IDLE)


def test_who_is_too_slow_is_told_so_and_the_connection_is_closed_though_nobody_reads(pair):
    channel, theirs = pair
    channel.received(b"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nx")
    channel.expel()
    assert theirs.recv(100).startswith(b"HTTP/1.1 408") and theirs.recv(1) == b""
    assert not channel.connected
