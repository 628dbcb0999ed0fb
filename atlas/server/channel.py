"""One connection, with a total time for each of its parts: head, body, answer, silence.

Waitress reads whole requests and keeps whole answers (in memory, larger ones in a file without a name), so no thread
waits for anybody slow. It only knows how long nothing came at all, though: a byte every minute would keep a connection
for ever. Here each part has an end, whatever trickles in.
"""

import contextlib
import socket
import time
from io import BytesIO
from types import SimpleNamespace

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask
from waitress.utilities import RequestEntityTooLarge

from atlas.server import REFUSED

# Seconds. A body and an answer get more by their size, as slow as a line may be that is still a line (bytes a second).
HEAD, BODY, ANSWER, IDLE, FAREWELL = 15, 20, 60, 20, 10
LONGEST_ANSWER = 30 * 60
SLOWEST_BODY, SLOWEST_ANSWER = 32 * 1024, 64 * 1024
TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Parser(HTTPRequestParser):
    """A request. One with a longer body than its address takes is complete at once, without the body, and marked."""

    refused = False
    most_bytes = staticmethod(lambda path, cookies: 1024 * 1024)  # the worker says what the application takes

    def parse_header(self, header_plus):
        super().parse_header(header_plus)
        if self.body_rcv is not None:
            # Waitress refuses from its limit on, ours is the last that is taken.
            most = self.most_bytes(self.path, self.headers.get("COOKIE", "")) + 1
            self.adj = SimpleNamespace(max_request_body_size=most)

    def received(self, data):
        consumed = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge):
            self.error, self.refused, self.expect_continue = None, True, False
            self.headers["CONTENT_LENGTH"] = str(max(self.content_length, self.body_bytes_received))
            self.headers["CONNECTION"] = "close"
            return len(data)  # what follows is the rest of the body
        return consumed


class Task(WSGITask):
    believed = ()  # addresses of proxies that say whether the visitor came by https (--forwarded-allow-ips)

    def finish(self):
        """Head and body leave together, by the thread that made them, where they are small."""
        super().finish()
        self.channel.flush()

    def get_environment(self):
        environ = super().get_environment()
        environ["wsgi.multiprocess"] = True
        if self.request.headers.get("X_FORWARDED_PROTO") == "https" and environ["REMOTE_ADDR"] in self.believed:
            environ["wsgi.url_scheme"] = "https"
        if self.request.refused:
            environ[REFUSED] = True
            environ["wsgi.input"] = BytesIO()
        return environ


class Channel(HTTPChannel):
    parser_class, task_class = Parser, Task
    part = ("head", None)  # what lasts now, and of which request
    refused = False  # the request at work has too long a body
    most = 0  # bytes of the answer that waited at a time
    said_goodbye = False  # the answer is out, and what still comes of a refused body is forgotten

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.since = time.monotonic()

    def overdue(self, now):
        """Whether the present part lasts for longer than it may; ``now`` is time.monotonic()."""
        part = self._part()
        if part != self.part:
            self.part, self.since, self.most = part, now, 0
        self.most = max(self.most, self.total_outbufs_len)
        return part is not None and now - self.since > self._seconds(*part)

    def _part(self):
        request = self.request
        if self.said_goodbye:
            return "farewell", None
        if self.total_outbufs_len:
            return "answer", None
        if self.requests:
            return None  # the atlas is at work
        if request is not None:
            return "body" if request.headers_finished else "head", request
        return self.part if self.part == ("head", None) else ("idle", None)

    def _seconds(self, part, request):
        if part == "body":
            expected = max(request.content_length, request.body_bytes_received)
            return BODY + expected / SLOWEST_BODY
        if part == "answer":
            return min(ANSWER + self.most / SLOWEST_ANSWER, LONGEST_ANSWER)
        return {"head": HEAD, "idle": IDLE, "farewell": FAREWELL}[part]

    def expel(self):
        """Close at once, whether the other side reads or not; who is in the middle of a request is told (408)."""
        if self.request is not None and not self.total_outbufs_len:
            with contextlib.suppress(OSError):
                self.socket.send(TOO_SLOW)
        self.handle_close()

    @property
    def waits(self):
        """Whether nothing is asked and nothing is answered here."""
        return not self.requests and not self.total_outbufs_len

    def writable(self):
        """Not while the atlas adds to an answer that is too small to be sent yet: the loop would turn without rest."""
        if self.requests and self.total_outbufs_len < self.adj.send_bytes:
            return self.will_close
        return super().writable()

    def flush(self):
        self._flush_exception(self._flush_some_if_lockable, do_close=False)

    def received(self, data):
        if not self.said_goodbye:
            super().received(data)

    def service(self):
        self.refused = self.requests[0].refused
        super().service()

    def handle_write(self):
        if self.refused and self.close_when_flushed and not self.requests:
            self._flush_exception(self._flush_some)
            if self.total_outbufs_len or self.will_close or not self.connected:
                return
            # Closing now would reset the connection, and the other side, still sending, would never see the answer.
            self.close_when_flushed, self.said_goodbye = False, True
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
            return
        super().handle_write()
