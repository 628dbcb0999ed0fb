"""A small HTTP client that measures: keep-alive over raw sockets, one thread a connection.

Common clients cost more per request than the servers measured here; wrk and hey are no Python packages.
"""

import socket
import statistics
import threading
import time
from dataclasses import dataclass

TIMEOUT = 120


@dataclass(frozen=True)
class Measured:
    """Requests a second, latencies in ms, bytes of a body (median), and answers that were not as expected."""

    rps: float
    p50_ms: float
    p95_ms: float
    bytes: int
    wrong: int


def measure(port, paths, concurrency, seconds, headers=None, expected=200):
    """Ask for the paths in turn for so many seconds, from ``concurrency`` connections at once."""
    results, lock = [], threading.Lock()
    stop_at = time.perf_counter() + seconds
    requests = [_request(path, (headers or {}).get(path, {})) for path in paths]

    def work(offset):
        connection, mine = Connection(port), []
        at = offset
        while True:
            begun = time.perf_counter()
            if begun >= stop_at and mine:
                break
            status, size = connection.ask(requests[at % len(requests)])
            mine.append((time.perf_counter() - begun, size, status != expected))
            at += concurrency
        connection.close()
        with lock:
            results.extend(mine)

    begun = time.perf_counter()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(concurrency)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    times = sorted(result[0] * 1000 for result in results)
    return Measured(
        round(len(times) / took, 1),
        round(statistics.median(times), 2),
        round(times[min(len(times) - 1, int(len(times) * 0.95))], 2),
        int(statistics.median(result[1] for result in results)),
        sum(result[2] for result in results),
    )


def _request(path, headers):
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def fetch(port, path, headers=None):
    """(status, headers, body) of one request."""
    connection = Connection(port)
    status, _size = connection.ask(_request(path, headers or {}))
    connection.close()
    return status, connection.headers, connection.body


class Connection:
    """One connection, opened anew where a server closes it."""

    def __init__(self, port):
        self.port, self.socket, self.buffer = port, None, b""

    def ask(self, request):
        """(status, bytes of the body); (0, 0) where no answer came in time."""
        for _attempt in range(2):
            try:
                if self.socket is None:
                    self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT)
                    self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self.buffer = b""
                self.socket.sendall(request)
                return self._answer()
            except TimeoutError:
                self.close()
                return 0, 0
            except OSError:
                self.close()
        return 0, 0

    def _answer(self):
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        status = int(lines[0].split()[1])
        self.headers = {
            name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:] if ": " in line)
        }
        self.body = self._body(status)
        if self.headers.get("connection", "").lower() == "close":
            self.close()
        return status, len(self.body)

    def _body(self, status):
        if status in (204, 304):
            return b""
        if "chunked" in self.headers.get("transfer-encoding", ""):
            return self._chunks()
        length = int(self.headers.get("content-length", 0))
        while len(self.buffer) < length:
            self._more()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return body

    def _chunks(self):
        parts = []
        while True:
            while b"\r\n" not in self.buffer:
                self._more()
            line, _, self.buffer = self.buffer.partition(b"\r\n")
            size = int(line.split(b";")[0], 16)
            while len(self.buffer) < size + 2:
                self._more()
            parts.append(self.buffer[:size])
            self.buffer = self.buffer[size + 2 :]
            if size == 0:
                return b"".join(parts)

    def _more(self):
        more = self.socket.recv(262144)
        if not more:
            raise ConnectionError
        self.buffer += more

    def close(self):
        if self.socket is not None:
            self.socket.close()
        self.socket = None
