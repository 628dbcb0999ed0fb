"""``python -m bench.strain``: how many of 20 visitors are answered while others send or read slowly.

Starts the shipped server (one process, two threads) on synthetic cases, attacks it over loopback, and asks ``/healthz``
20 times meanwhile. STRAIN_CASES=10000 says how many cases, STRAIN_HOME where they lie; STRAIN_PORT=8000 asks a server
that runs already (a proxy before the atlas, say) instead. Each attack lasts some 15 seconds and ends by itself.
"""

import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECRET = "for-the-benchmark-alone-0123456789-0123456789"
VISITORS, APART, PATIENCE = 20, 0.5, 4
HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
BODY = b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\nusername="
EXPORT = b"GET /export/practices.csv HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
# What: how many, what each sends at first, what it sends every second (None: it reads 64 bytes every second instead).
ATTACKS = {
    "nobody else": (0, b"", b""),
    "4 half-sent heads": (4, HEAD, b"x"),
    "64 half-sent heads": (64, HEAD, b"x"),
    "4 half-sent bodies": (4, BODY, b"x"),
    "12 idle connections": (12, b"", b""),
    "6 slow readers of the export": (6, EXPORT, None),
}


def main():
    port = int(os.environ.get("STRAIN_PORT", "0"))
    if port:
        return tell(port)
    cases = os.environ.get("STRAIN_CASES", "10000")
    folder = Path(os.environ.get("STRAIN_HOME", ROOT / "var" / "bench" / f"strain-{cases}"))
    folder.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"ATLAS_VAR": str(folder), "SECRET_KEY": SECRET}
    environment.pop("DATABASE_URL", None)
    if not (folder / "built").exists():
        subprocess.run([sys.executable, "-m", "bench.build", cases], cwd=ROOT, env=environment, check=True)
        (folder / "built").touch()
    with running(environment) as port:
        tell(port)


def tell(port):
    print(f"visitors answered within {PATIENCE} s, of {VISITORS}; the slowest of them")
    for name, attack in ATTACKS.items():
        times = under(port, *attack)
        slowest = f"{max(times):.2f} s" if times else "–"
        print(f"{name:<30} {len(times):>2}   {slowest}", flush=True)


@contextmanager
def running(environment):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "atlas.wsgi", "--config", "python:atlas.gunicorn", "--workers", "1"]
    options = ["--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    server = subprocess.Popen([*command, *options], cwd=ROOT, env=environment)
    try:
        end = time.monotonic() + 120
        while visit(port, 30) is None and time.monotonic() < end:
            time.sleep(0.2)
        ask(port, b"/api/v1/practices/", 60)  # what is made once is made now
        yield port
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def under(port, count, first, then):
    """Seconds that each answered visitor waited, while the attackers are at it."""
    over = threading.Event()
    with ExitStack() as stack:
        attackers = [stack.enter_context(attacker(port, first)) for _ in range(count)]
        keeper = threading.Thread(target=keep_on, args=(attackers, then, over))
        keeper.start()
        time.sleep(2)
        times, visitors = [], []
        for _ in range(VISITORS):
            visitors.append(threading.Thread(target=lambda: times.append(visit(port, PATIENCE))))
            visitors[-1].start()
            time.sleep(APART)
        for visitor in visitors:
            visitor.join()
        over.set()
        keeper.join()
    time.sleep(1)
    return [seconds for seconds in times if seconds is not None]


@contextmanager
def attacker(port, first):
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.settimeout(PATIENCE)
        try:
            one.connect(("127.0.0.1", port))
            one.sendall(first)
        except OSError:
            pass
        one.settimeout(0)
        yield one


def keep_on(attackers, then, over):
    while not over.wait(1):
        for one in attackers:
            try:
                if then is None:
                    one.recv(64)
                elif then:
                    one.send(then)
            except OSError:
                pass  # turned away: what is measured is whether the others get through


def visit(port, patience):
    """Seconds until ``/healthz`` said ok; None where it didn't in time."""
    begun = time.monotonic()
    return time.monotonic() - begun if ask(port, b"/healthz", patience).endswith(b"ok") else None


def ask(port, path, patience):
    """The whole answer; b"" where none came in time."""
    end, parts = time.monotonic() + patience, []
    try:
        with socket.create_connection(("127.0.0.1", port), patience) as one:
            one.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            while (left := end - time.monotonic()) > 0:
                one.settimeout(left)
                if not (part := one.recv(65536)):
                    return b"".join(parts)
                parts.append(part)
    except OSError:
        pass
    return b""


if __name__ == "__main__":
    main()
