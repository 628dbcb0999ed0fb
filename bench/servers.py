"""The systems that are measured: how each is started, and how it is asked for each case."""

import os
import random
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import yaml

from atlas import gunicorn as gunicorn_config
from bench.client import fetch
from bench.synthetic_words import COMMON, RARE

ROOT = Path(__file__).resolve().parents[1]
SECRET = "for-the-benchmark-alone-0123456789-0123456789"
FIELDS = (
    "bauen-wohnen-flaeche zusammenleben-daseinsvorsorge digitalisierung nachhaltigkeit mobilitaet handel-logistik "
    "arbeit-produktion"
).split()
SOUTH, EUROPE = "7.5,47.2,13.9,50.5", "-11,35,32,71"
POINTS = 1000


def listed_paths(base, total):
    """Pages of every Handlungsfeld, as far as each surely has so many cases."""
    return [f"{base}?handlungsfeld={field}&page={page}" for page in range(1, min(31, total // 250)) for field in FIELDS]


def slugs(total):
    return [f"case-{number}" for number in random.Random(3).sample(range(100, total), 200)]


def atlas_paths(total):
    """{case: [path…]}: pages, fields and cases vary, so that no answer is asked for twice in a row."""
    api = "/api/v1/practices/"
    listed = listed_paths(api, total)
    return {
        "a": listed,
        "b": [f"{path}&facets=1" for path in listed],
        "b0": [f"{api}?facets=1"],
        "c_rare": [f"{api}?q={RARE}&handlungsfeld={field}" for field in FIELDS],
        "c_common": [f"{api}?q={COMMON}&handlungsfeld={field}" for field in FIELDS],
        "d_window": [f"{api}clusters/?zoom=8&bbox={SOUTH}"],
        "d_europe": [f"{api}clusters/?zoom=5&bbox={EUROPE}"],
        "e": [f"{api}{slug}/" for slug in slugs(total)],
        "f": listed[:7],
    }


def floor_paths(total):
    listed = listed_paths("/a", total)
    return {
        "a": listed,
        "b": [path.replace("/a?", "/b?") for path in listed],
        "b0": ["/b0"],
        "c_rare": [f"/c?q={RARE}&handlungsfeld={field}" for field in FIELDS],
        "c_common": [f"/c?q={COMMON}&handlungsfeld={field}" for field in FIELDS],
        "d_window": [f"/d?zoom=8&bbox={SOUTH}"],
        "d_europe": [f"/d?zoom=5&bbox={EUROPE}"],
        "e": [f"/e?slug={slug}" for slug in slugs(total)],
    }


def datasette_paths(total):
    base = "/flat/cases.json?_shape=objects&_nocol=lat&_sort=title&_size="
    facets = "".join(f"&_facet={name}" for name in ("handlungsfeld", "carrier", "country", "state", "precision"))
    facets += "".join(f"&_facet_array={name}" for name in ("teilaspekt", "handlungsmuster", "buergerrolle"))
    listed = [f"{base}20&handlungsfeld={field}" for field in FIELDS]

    def box(text):
        west, south, east, north = text.split(",")
        limits = f"lon__gte={west}&lon__lte={east}&lat__gte={south}&lat__lte={north}"
        return f"/flat/cases.json?_shape=objects&_size={POINTS}&_col=slug&_col=title&_col=lat&_col=lon&{limits}"

    return {
        "a": listed,
        "b": [path + facets for path in listed],
        "b0": [f"{base}20{facets}"],
        "c_rare": [f"{base.replace('&_sort=title', '')}20&_search={RARE}&handlungsfeld={f}" for f in FIELDS],
        "c_common": [f"{base.replace('&_sort=title', '')}20&_search={COMMON}&handlungsfeld={f}" for f in FIELDS],
        "d_window": [box(SOUTH)],
        "d_europe": [box(EUROPE)],
        "e": [f"/flat/cases/{slug.removeprefix('case-')}.json" for slug in slugs(total)],
    }


def pygeoapi_paths(total):
    base = "/collections/cases/items?f=json&limit="
    return {
        "a": [f"{base}20&handlungsfeld={field}" for field in FIELDS],
        "d_window": [f"{base}{POINTS}&bbox={SOUTH}"],
        "d_europe": [f"{base}{POINTS}&bbox={EUROPE}"],
        "e": [f"/collections/cases/items/{slug.removeprefix('case-')}?f=json" for slug in slugs(total)],
    }


def gunicorn(python, application, port):
    """One worker process, for everybody with the number of threads that the atlas is served with."""
    serve = [python, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    return [*serve, "--threads", str(gunicorn_config.threads), "--log-level", "warning"]


def start(system, folder, port, peers, database_url=""):
    """(command, environment) of a system on the data in ``folder``; one worker process each."""
    atlas, flat = folder / "atlas.sqlite3", folder / "flat.sqlite3"
    if system == "atlas":
        environment = {"ATLAS_VAR": str(folder), "SECRET_KEY": SECRET}
        if database_url:
            environment["DATABASE_URL"] = database_url
        return [*gunicorn(sys.executable, "atlas.wsgi", port), "--config", "python:atlas.gunicorn"], environment
    if system in ("floor", "hello"):
        environment = {"FLOOR_ATLAS": str(atlas), "FLOOR_FLAT": str(flat)}
        return [*gunicorn(sys.executable, f"bench.floor:{system}", port), "--no-control-socket"], environment
    if system == "datasette":
        limits = {"sql_time_limit_ms": 20000, "facet_time_limit_ms": 20000, "max_returned_rows": POINTS}
        limits["suggest_facets"] = "off"
        settings = [part for name, value in limits.items() for part in ("--setting", name, str(value))]
        # Immutable: then Datasette counts once and caches, as its documentation advises for published data.
        return [peers / "datasette", "serve", "-i", flat, "--port", str(port), *settings], {}
    config = _pygeoapi_config(folder, port)
    return gunicorn(peers / "python", "pygeoapi.flask_app:APP", port), config


def _pygeoapi_config(folder, port):
    config = {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": f"http://127.0.0.1:{port}",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["en-US"],
            "limits": {"default_items": 20, "max_items": POINTS},
            "map": {"url": "http://127.0.0.1/", "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {"title": "b", "description": "b", "keywords": ["b"], "keywords_type": "theme",
                               "terms_of_service": "b", "url": "http://127.0.0.1/"},
            "license": {"name": "b", "url": "http://127.0.0.1/"},
            "provider": {"name": "b", "url": "http://127.0.0.1/"},
            "contact": {"name": "b", "email": "b@example.org"},
        },
        "resources": {
            "cases": {
                "type": "collection", "title": "cases", "description": "cases", "keywords": ["cases"], "links": [],
                "extents": {"spatial": {"bbox": [-180, -90, 180, 90], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},
                "providers": [{"type": "feature", "name": "SQLiteGPKG", "data": str(folder / "spatial.sqlite3"),
                               "id_field": "id", "table": "cases"}],
            }
        },
    }  # fmt: skip
    path = folder / "pygeoapi.yml"
    path.write_text(yaml.safe_dump(config))
    openapi = folder / "openapi.yml"
    return {"PYGEOAPI_CONFIG": str(path), "PYGEOAPI_OPENAPI": str(openapi)}


@contextmanager
def running(system, folder, peers, database_url=""):
    """Start a system; yields its port when it answers, None where it doesn't."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command, extra = start(system, folder, port, peers, database_url)
    environment = os.environ | {key: str(value) for key, value in extra.items()}
    if system == "pygeoapi":
        make = [
            peers / "pygeoapi",
            "openapi",
            "generate",
            extra["PYGEOAPI_CONFIG"],
            "--output-file",
            extra["PYGEOAPI_OPENAPI"],
        ]
        subprocess.run([str(part) for part in make], env=environment, check=True, capture_output=True)
    log = (folder / f"{system}.log").open("w")
    server = subprocess.Popen([str(part) for part in command], cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        yield port if _answers(server, port) else None
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def _answers(server, port):
    for _ in range(300):
        if server.poll() is not None:
            return False
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        except OSError:
            time.sleep(0.1)
    return False


def etags(port, paths):
    """{path: headers} that ask for each path only if it changed."""
    return {path: {"If-None-Match": fetch(port, path)[1]["etag"]} for path in paths}
