"""A web server of this machine with every kind of answer that a link checker meets."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Answers(BaseHTTPRequestHandler):
    """``server.asked`` lists (method, path, user agent, moment)."""

    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"], time.monotonic()))
        name, _slash, rest = self.path.partition("?")[0].strip("/").partition("/")
        getattr(self, f"on_{name}", self.on_other)(rest)

    def on_other(self, rest):
        self.status(404)

    def on_status(self, rest):
        self.status(int(rest))

    def on_no_head(self, rest):
        """HEAD is answered with the given status, GET with 200."""
        self.status(int(rest) if self.command == "HEAD" else 200)

    def on_hops(self, rest):
        left = int(rest)
        self.status(200) if not left else self.lead_to(f"/hops/{left - 1}")

    def on_to(self, rest):
        self.lead_to(rest)

    def on_slow(self, rest):
        time.sleep(float(rest))
        self.status(200)

    def on_rubbish(self, rest):
        self.wfile.write(b"\x00\x01rubbish\r\n\r\n")
        self.close_connection = True

    def on_cut(self, rest):
        self.close_connection = True

    def on_endless(self, rest):
        """Says that a body follows, and never ends it."""
        self.send_response(200)
        self.end_headers()
        try:
            while self.command == "GET":
                self.wfile.write(b"x" * 65536)
        except OSError:
            pass
        self.close_connection = True

    def lead_to(self, target):
        self.send_response(302)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def status(self, code):
        self.send_response(code)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


class Server:
    """``with Server() as server``: ``server.url("/status/404")``, ``server.asked``."""

    def __enter__(self):
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.http.daemon_threads = True
        self.http.asked = self.asked = []
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def url(self, path, host="127.0.0.1"):
        return f"http://{host}:{self.http.server_address[1]}{path}"

    def __exit__(self, *exception):
        self.http.shutdown()
        self.http.server_close()
