"""A page of another origin reads the public data in a real browser, and nothing else."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

READ = """async ([address, headers]) => {
  try {
    const answer = await fetch(address, {headers, cache: 'no-store'});
    return [answer.status, answer.headers.get('etag') || '', (await answer.text()).length];
  } catch (error) { return [error.name, '', 0]; }
}"""


class Blank(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>elsewhere</title>")

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def elsewhere(browser):
    """A page that another port of this machine serves."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Blank)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    yield page
    page.close()
    server.shutdown()


def test_a_website_reads_the_public_data(elsewhere, site):
    status, etag, length = elsewhere.evaluate(READ, [f"{site}/api/v1/practices/", {}])
    assert (status, length > 1000) == (200, True)
    assert etag.startswith('"')
    # Naming an ETag makes the browser ask first (preflight), and the answer has no body.
    assert elsewhere.evaluate(READ, [f"{site}/api/v1/practices/", {"If-None-Match": etag}]) == [304, etag, 0]
    for path, expected in (
        ("/api/v1/practices/?farbe=blau", 400),
        ("/api/v1/practices/gibt-es-nicht/", 404),
        ("/api/v1/practices", 200),
        ("/api/v1/practices.geojson", 200),
        ("/export/practices.csv", 200),
        ("/export/practices.xlsx?handlungsfeld=mobilitaet", 200),
        ("/export/practices.csv?farbe=blau", 400),
    ):
        assert elsewhere.evaluate(READ, [site + path, {}])[0] == expected, path


def test_a_website_reads_nothing_of_the_workplace(elsewhere, site):
    for path in ("/admin/login/", "/api/v1/practices/olfen-leohaus/steps/", "/"):
        assert elsewhere.evaluate(READ, [site + path, {}])[0] == "TypeError", path
