"""Panning and zooming in a real browser, measured with its own tracing: the longest task, the largest answer."""

import json
import os
import tempfile
import time
from pathlib import Path

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
FIRST_VIEWS = 15


def walk(port):
    """A dict of figures: longest task and how many above 100 ms while panning and zooming, bytes of answers."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="de-DE")
        sizes = []
        page.on("requestfinished", lambda request: "/clusters/" in request.url and sizes.append(request.sizes()))
        page.goto(f"http://127.0.0.1:{port}/")
        page.wait_for_selector("#map[data-clustered]")
        page.wait_for_timeout(1500)
        trace = Path(scratch) / "trace.json"
        browser.start_tracing(page=page, path=str(trace), categories=["toplevel", "devtools.timeline"])
        _move(page)
        browser.stop_tracing()
        tasks = _tasks(json.loads(trace.read_text()))
        browser.close()
    return {
        "answers": len(sizes),
        "largest_answer_bytes": max(size["responseBodySize"] for size in sizes),
        "longest_task_ms": round(max(tasks), 1),
        "tasks_over_100_ms": sum(task > 100 for task in tasks),
    }


def _move(page):
    box = page.locator("#map").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    for _zoom in range(4):
        page.mouse.wheel(0, -240)
        page.wait_for_timeout(900)
        for step_x, step_y in ((-120, 60), (90, -110), (60, 90)):
            page.mouse.move(x, y)
            page.mouse.down()
            page.mouse.move(x + step_x, y + step_y, steps=12)
            page.mouse.up()
            page.wait_for_timeout(500)
    for _zoom in range(4):
        page.mouse.wheel(0, 240)
        page.wait_for_timeout(900)


def _tasks(trace):
    """Durations (ms) of the tasks of the page's main thread."""
    events = trace["traceEvents"]
    names = {(e["pid"], e["tid"]): e["args"]["name"] for e in events if e.get("name") == "thread_name"}
    return [
        event["dur"] / 1000
        for event in events
        if event.get("ph") == "X"
        and event["name"].endswith("RunTask")
        and names.get((event["pid"], event["tid"])) == "CrRendererMain"
    ]


def first_view(port):
    """Milliseconds until the server has sent the atlas page, the median of several."""
    from bench.client import fetch

    times = []
    for _ in range(FIRST_VIEWS):
        begun = time.perf_counter()
        fetch(port, "/")
        times.append((time.perf_counter() - begun) * 1000)
    return round(sorted(times)[FIRST_VIEWS // 2], 1)
