"""A real browser against the real thing: gunicorn on a database of its own, with collected static files."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from tests import ROOT
from tests.browser.people import MAKE
from tests.databases import manage, study_database

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# On a busy machine what a page does may take longer than Playwright's five seconds.
expect.set_options(timeout=15_000)
EDITOR = ("anna", "ein-langes-passwort-42")


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            if not Path(CHROMIUM).exists():
                item.add_marker(pytest.mark.skip(reason=f"no Chromium at {CHROMIUM}; CHROMIUM names another place"))


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The address of a running atlas with the study's data, one editor and three people of the workplace."""
    yield from running_atlas(tmp_path_factory.mktemp("atlas"), MAKE)


def running_atlas(folder, script):
    """Yield the address of an atlas of its own, on the study's data and what ``script`` (Python) adds to it."""
    environment = os.environ | {
        "ATLAS_VAR": str(folder),
        "SECRET_KEY": "only-for-the-browser-tests-0123456789-abcdef",
        "DJANGO_SUPERUSER_PASSWORD": EDITOR[1],
    }
    with study_database(environment):
        for command in (
            ["createsuperuser", "--noinput", "--username", EDITOR[0], "--email", "anna@example.org"],
            ["shell", "--no-imports", "--command", script],
        ):
            manage(environment, *command)
        collect_static(folder, environment)
        yield from serve(environment)


def collect_static(folder, environment):
    """Collected static files in ``folder``; collecting and compressing takes a minute, so it is done once a source."""
    digest = blake2b(digest_size=12)
    for source in (ROOT / "static", ROOT / "templates", ROOT / "atlas", ROOT / "requirements.txt"):
        for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    kept = Path(tempfile.gettempdir()) / f"atlas-static-{digest.hexdigest()}"
    if not kept.exists():
        fresh = Path(tempfile.mkdtemp(dir=kept.parent))
        elsewhere = environment | {"ATLAS_VAR": str(fresh)}
        manage(elsewhere, "collectstatic", "--noinput")
        manage(elsewhere, "compress", "--force")
        with contextlib.suppress(OSError):  # another run was faster
            (fresh / "static").rename(kept)
    (Path(folder) / "static").symlink_to(kept)


def serve(environment):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    arguments = [
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "1",
        "--log-level",
        "warning",
    ]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "atlas.wsgi", "--config", "python:atlas.gunicorn", *arguments],
        cwd=ROOT,
        env=environment,
    )
    try:
        wait_for(f"{address}/healthz", server)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def wait_for(address, server):
    for _ in range(150):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail("the server did not answer")


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, site):
    """open_page(path, **context) → Page. At the end nothing may have gone wrong in any page.

    Trouble is an error in the console (a refused script or style among them), an exception, or a request to
    another host. A test that provokes an error answer says so with ``page.expected = {400}``.
    """
    opened = []

    def open_(path, width=1440, height=900, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **({"locale": "de-DE"} | options))
        page = context.new_page()
        page.trouble, page.expected = [], set()
        page.on("pageerror", lambda error: page.trouble.append(str(error)))
        page.on("console", lambda message: message.type == "error" and page.trouble.append(message.text))
        page.on("request", lambda request: foreign(request.url, site) and page.trouble.append(request.url))
        opened.append((context, page))
        page.goto(site + path)
        return page

    yield open_
    for context, page in opened:
        context.close()
        expected = [f"status of {status}" for status in page.expected]
        assert [t for t in page.trouble if not any(e in t for e in expected)] == []


def foreign(address, site):
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and f"{parts.scheme}://{parts.netloc}" != site


def dots_shown(page):
    """Visible dots plus what the clusters count, once the map has drawn ``expected`` dots."""
    page.wait_for_selector("#map[data-dots]")
    return page.evaluate(
        "() => document.querySelectorAll('#map .dot').length"
        " + [...document.querySelectorAll('#map .many')].reduce((sum, many) => sum + Number(many.dataset.count), 0)"
    )
