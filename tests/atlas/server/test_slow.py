"""The server as it is shipped, with visitors who send or read slowly: the others are answered all the same."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, contextmanager

import pytest

from tests import ROOT

PATIENCE = 12
HALF = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
BODY = b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\nusername="


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """An atlas without any data, one process with two threads."""
    yield from served("atlas.wsgi", tmp_path_factory.mktemp("server"))


@pytest.fixture
def port_of_large(tmp_path):
    yield from served("tests.atlas.server.large", tmp_path)


def served(application, folder):
    environment = os.environ | {"ATLAS_VAR": str(folder), "SECRET_KEY": "k" * 40, "WORKERS": "1", "THREADS": "2"}
    environment.pop("DATABASE_URL", None)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, "--config", "python:atlas.gunicorn"]
    server = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{number}", "--log-level", "warning"], cwd=ROOT, env=environment
    )
    try:
        for _ in range(600):
            assert server.poll() is None, "the server ended"
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{number}/healthz", timeout=5)
                break
            except OSError:
                time.sleep(0.1)
        yield number
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def connections(port, count, first=b""):
    with ExitStack() as stack:
        opened = [stack.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE)) for _ in range(count)]
        for one in opened:
            one.sendall(first)
        yield opened


def answer(one):
    """What comes on this connection until it is closed."""
    parts = []
    while part := one.recv(65536):
        parts.append(part)
    return b"".join(parts)


def healthy(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE) as said:
        return said.read() == b"ok"


@pytest.mark.parametrize(("count", "first"), [(4, HALF), (64, HALF), (4, BODY), (12, b"")])
def test_half_a_request_or_none_keeps_nobody_out(port, count, first):
    with connections(port, count, first):
        assert healthy(port)


def test_large_answers_that_nobody_reads_keep_nobody_out_and_come_whole(port_of_large):
    with connections(
        port_of_large, 6, b"GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    ) as opened:
        assert healthy(port_of_large)
        said = answer(opened[-1])
    assert said.endswith(b"x" * 24 * 1024 * 1024)


def test_a_body_that_comes_in_pieces_is_read_whole(port):
    with connections(port, 1, BODY.removesuffix(b"username=").replace(b"900", b"8")) as (one,):
        for letter in b"username":
            one.sendall(bytes([letter]))
        one.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        said = answer(one)
    assert said.startswith(b"HTTP/1.1 403") and said.endswith(b"ok")  # a form without its secret, then the next request


class TestBodies:
    def head(self, path, *lines):
        return "\r\n".join([f"POST {path} HTTP/1.1", "Host: 127.0.0.1", *lines, "\r\n"]).encode()

    @pytest.mark.parametrize("path", ["/", "/admin/practices/picture/", "/admin/practices/import/", "/gibt-es-nicht/"])
    def test_a_long_one_is_refused_by_its_length_before_any_of_it_came(self, port, path):
        with connections(port, 1, self.head(path, "Content-Length: 225000000")) as (one,):
            said = answer(one)
        assert said.startswith(b"HTTP/1.1 413") and b"Zu viel gesendet" in said

    def test_nobody_is_asked_to_go_on(self, port):
        lines = ("Content-Length: 225000000", "Expect: 100-continue")
        with connections(port, 1, self.head("/", *lines)) as (one,):
            assert answer(one).startswith(b"HTTP/1.1 413")

    def test_one_without_a_length_is_refused_by_count(self, port):
        chunk = b"1000\r\n" + b"x" * 4096 + b"\r\n"
        with connections(port, 1, self.head("/api/v1/practices/", "Transfer-Encoding: chunked")) as (one,):
            for _ in range(20):
                one.sendall(chunk)
            said = answer(one)
        assert said.startswith(b"HTTP/1.1 413") and b"application/problem+json" in said

    def test_who_sends_all_the_same_still_gets_the_answer(self, port):
        """Closing at once would reset the connection, and the answer would be lost with it."""
        with connections(port, 1, self.head("/", "Content-Length: 20000000")) as (one,):
            for _ in range(20):
                one.sendall(b"x" * 1_000_000)
            assert answer(one).startswith(b"HTTP/1.1 413")

    def test_a_short_one_is_taken(self, port):
        with connections(port, 1, self.head("/admin/login/", "Content-Length: 3", "Connection: close") + b"a=b") as (
            one,
        ):
            assert answer(one).startswith(b"HTTP/1.1 403")
