"""``make bench``: the atlas beside Datasette, pygeoapi and hand-written SQL, on the same cases, in one run.

BENCH_BIG=1 adds a million cases; BENCH_POSTGRES=postgres://… adds the atlas on that server (a database of its own
is created there); BENCH_SIZES=1000,100000 chooses sizes, BENCH_SYSTEMS=hello,floor,atlas systems. Each case is measured
three times for BENCH_SECONDS, alone and at concurrency 8; of the three the middle one counts, since a machine that is
busy with something else for a second would decide otherwise.
"""

import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from bench.browser import CHROMIUM, first_view, walk
from bench.client import fetch, measure
from bench.report import show
from bench.servers import ROOT, SECRET, atlas_paths, datasette_paths, etags, floor_paths, pygeoapi_paths, running

HOME = Path(os.environ.get("BENCH_HOME", ROOT / "var" / "bench"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "1"))
ROUNDS, PATIENCE = 3, 30
PATHS = {"atlas": atlas_paths, "floor": floor_paths, "datasette": datasette_paths, "pygeoapi": pygeoapi_paths}
CONCURRENCY = 8
SYSTEMS = os.environ.get("BENCH_SYSTEMS", "hello,floor,datasette,pygeoapi,atlas").split(",")
FEW_DOTS = 300


def sizes():
    if os.environ.get("BENCH_SIZES"):
        return [int(size) for size in os.environ["BENCH_SIZES"].split(",")]
    return [50, 1000, 100_000] + ([1_000_000] if os.environ.get("BENCH_BIG") == "1" else [])


def main():
    HOME.mkdir(parents=True, exist_ok=True)
    peers = environment_of_peers()
    rows = []
    for total in sizes():
        folder = HOME / str(total)
        prepare(folder, total, peers)
        # Fifty cases are there to compare the first view with; a load test of them would say little.
        for system in SYSTEMS if total > 50 else ():
            rows += measured(system, folder, total, peers)
        if os.environ.get("BENCH_POSTGRES") and total > 50:
            rows += on_postgres(folder, total, peers)
        if Path(CHROMIUM).exists():
            in_browser(folder, total, peers)
        results = HOME / "results.json"
        results.write_text(json.dumps({"rows": rows}, indent=1) + "\n")
    show(rows)
    print(f"\nWritten to {HOME / 'results.json'}")


def environment_of_peers():
    """Where Datasette and pygeoapi are installed, apart from the atlas. SpatiaLite comes from the system."""
    folder = HOME / "peers"
    if not (folder / "bin" / "pygeoapi").exists():
        # A Python that may load extensions into SQLite, which pygeoapi needs: Debian's may.
        python = "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable
        subprocess.run([python, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "-q", "datasette", "pygeoapi", "gunicorn"], check=True)
    return folder / "bin"


def prepare(folder, total, peers):
    folder.mkdir(exist_ok=True)
    if not (folder / "built").exists():
        environment = os.environ | {"ATLAS_VAR": str(folder), "SECRET_KEY": SECRET}
        environment.pop("DATABASE_URL", None)
        subprocess.run([sys.executable, "-m", "bench.build", str(total)], cwd=ROOT, env=environment, check=True)
        # The floor's SQL gets the index that fits it; the atlas has no use for it.
        with sqlite3.connect(folder / "atlas.sqlite3") as connection:
            columns = "(status, handlungsfeld_id, title_sort, slug)"
            connection.execute(f"CREATE INDEX bench_floor_page ON practices_practice {columns}")
        (folder / "built").touch()
    for kind, users in (("flat", {"floor", "datasette"}), ("spatial", {"pygeoapi"})):
        target = folder / f"{kind}.sqlite3"
        if target.exists() or users.isdisjoint(SYSTEMS):
            continue
        command = [peers / "python", "bench/peers.py", kind, folder / "atlas.sqlite3", target]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            target.unlink(missing_ok=True)
            print(f"{kind}: {done.stderr.strip().splitlines()[-1]}  (pygeoapi needs libsqlite3-mod-spatialite)")


def measured(system, folder, total, peers, database_url="", database="SQLite"):
    if system == "pygeoapi" and not (folder / "spatial.sqlite3").exists():
        print("pygeoapi was not measured")
        return []
    rows = []
    with running(system, folder, peers, database_url) as port:
        if port is None:
            print(f"{system} did not start, see {folder / system}.log")
            return []
        cases = {"f": ["/"]} if system == "hello" else PATHS[system](total)
        for case, paths in cases.items():
            headers, expected = {}, 200
            if case == "f" and system == "atlas":
                headers, expected = etags(port, paths), 304
            warm(port, paths, headers)
            alone = middle(port, paths, 1, headers, expected)
            crowd = middle(port, paths, CONCURRENCY, headers, expected)
            row = {"n": total, "case": case, "system": system, "database": database}
            row |= {"rps": crowd.rps, "p50_ms": crowd.p50_ms, "p95_ms": crowd.p95_ms, "bytes": crowd.bytes}
            row |= {"alone_rps": alone.rps, "alone_p50_ms": alone.p50_ms, "alone_p95_ms": alone.p95_ms}
            row["wrong"] = alone.wrong + crowd.wrong
            rows.append(row)
            print(f"{total:>8} {system:<10} {case:<9} {crowd.rps:>9} req/s  p50 {alone.p50_ms} ms alone", flush=True)
    return rows


def middle(port, paths, concurrency, headers, expected):
    """The middle one of three measurements; of fewer where they take very long, or the one that went wrong."""
    end, rounds = time.monotonic() + PATIENCE, []
    while len(rounds) < ROUNDS and (not rounds or time.monotonic() < end):
        rounds.append(measure(port, paths, concurrency, SECONDS, headers, expected))
    wrong = [measured for measured in rounds if measured.wrong]
    return (wrong or sorted(rounds, key=lambda measured: measured.rps))[0 if wrong else len(rounds) // 2]


def warm(port, paths, headers):
    """Ask each path once, so that a start isn't measured; a system that takes very long gets one minute."""
    end = time.monotonic() + 60
    for path in paths:
        fetch(port, path, headers.get(path))
        if time.monotonic() > end:
            break


def in_browser(folder, total, peers):
    """The atlas page in a real Chromium, with collected static files."""
    environment = os.environ | {"ATLAS_VAR": str(folder), "SECRET_KEY": SECRET}
    environment.pop("DATABASE_URL", None)
    for command in (["collectstatic", "--noinput", "-v0"], ["compress", "--force", "-v0"]):
        manage = [sys.executable, "manage.py", *command]
        subprocess.run(manage, cwd=ROOT, env=environment, check=True, capture_output=True)
    with running("atlas", folder, peers) as port:
        print(f"{total:>8} first view of /: {first_view(port)} ms")
        if total > FEW_DOTS:
            print(f"{total:>8} panning and zooming: {walk(port)}", flush=True)


def on_postgres(folder, total, peers):
    import psycopg

    server = os.environ["BENCH_POSTGRES"]
    name = f"atlas_bench_{total}"
    url = f"{server.rpartition('/')[0]}/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f"CREATE DATABASE {name}")
    environment = os.environ | {"ATLAS_VAR": str(folder), "SECRET_KEY": SECRET, "DATABASE_URL": url}
    subprocess.run([sys.executable, "-m", "bench.build", str(total)], cwd=ROOT, env=environment, check=True)
    return measured("atlas", folder, total, peers, url, "PostgreSQL")


if __name__ == "__main__":
    main()
