"""Whatever one process writes while another reads: the answer is that of one state, the one before or the one after.

The reader is held before each of its statements in turn while the other process writes; nothing is left to chance.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pyroaring import BitMap

from core.orders import Ordered
from practices.catalogue.snapshot import Order
from tests import ROOT
from tests.databases import study_database

HERE = Path(__file__).parent
MOST = 60
CHANGES = ("status", "title", "term", "place", "newest")
LIST = "/api/v1/practices/?facets=1&page_size=100"
ADDRESSES = (
    LIST,
    "/api/v1/practices/?q=Olfen&excerpts=1",
    "/api/v1/practices/olfen-leohaus/",
    "/api/v1/practices.geojson",
    "/api/v1/practices/clusters/?zoom=13",
    "/?page_size=100&ordering=-updated",
    "/praxis/olfen-leohaus/?handlungsfeld=zusammenleben-daseinsvorsorge",
    "/export/practices.csv",
)


class Process:
    """A script of this folder that is spoken to line by line."""

    def __init__(self, script, environment):
        self.process = subprocess.Popen(
            [sys.executable, HERE / script], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def say(self, line):
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def hear(self):
        line = self.process.stdout.readline()
        assert line, "the process ended"
        return line.strip()

    def end(self):
        self.process.stdin.close()
        self.process.wait(20)


class Reader(Process):
    def begin(self, address, hold=0, state="warm"):
        """True where it is held, otherwise the answer."""
        self.say(json.dumps({"address": address, "hold": hold, "state": state}))
        line = self.hear()
        return True if line == "held" else json.loads(line)

    def go_on(self):
        self.say("on")
        return json.loads(self.hear())


@pytest.fixture(scope="module")
def processes(tmp_path_factory):
    """(the reader that is held, one that tells what is right, the writer) on a database of their own."""
    environment = os.environ | {
        "ATLAS_VAR": str(tmp_path_factory.mktemp("one-state")),
        "SECRET_KEY": "only-for-the-test-of-one-state-0123456789-abcdef",
        "PYTHONPATH": str(ROOT),
    }
    with study_database(environment):
        found = [Reader("held_reader.py", environment) for _ in range(2)] + [Process("other_writer.py", environment)]
        try:
            yield found
        finally:
            for process in found:
                process.end()


def told(answer):
    return answer["status"], answer["body"]


def mixtures(processes, address, change, state):
    """[(statement, answer)…] of those that are neither the answer before nor the one after; and how often it was held.

    ``state``: "warm", "cold", or "behind": another change lies between what the reader keeps and what is there.
    """
    reader, right, writer = processes
    wrong, number = [], 0

    def write(what):
        writer.say(what)
        assert writer.hear() == "done"

    for number in range(1, MOST):
        if state == "warm":
            reader.begin(address)
        elif state == "behind":
            write("title")
        before = right.begin(address)
        answer = reader.begin(address, number, state)
        if answer is not True:
            assert told(answer) == told(before)
            return wrong, number - 1
        write(change)
        after = right.begin(address)
        answer = reader.go_on()
        if told(answer) not in (told(before), told(after)):
            wrong.append((number, answer["status"], answer["body"][:200]))
    raise AssertionError(f"more than {MOST} statements")


def long(*values):
    return pytest.param(*values, marks=pytest.mark.long)


@pytest.mark.parametrize(
    ("address", "change"),
    [(LIST, change) for change in CHANGES]
    + [(address, "status") for address in ADDRESSES[1:]]
    + [long(address, "newest") for address in ADDRESSES[1:]],
)
def test_an_answer_is_of_one_state(processes, address, change):
    wrong, held = mixtures(processes, address, change, "warm")
    assert (wrong, held > 1) == ([], True)


@pytest.mark.parametrize("change", ["status", "place", *(long(change) for change in ("title", "term", "newest"))])
@pytest.mark.parametrize("state", ["cold", "behind"])
def test_so_it_is_while_the_catalogue_is_read(processes, state, change):
    wrong, held = mixtures(processes, LIST, change, state)
    assert (wrong, held > 15) == ([], True)


def test_what_an_order_lacks_is_not_answered_as_its_last():
    """-1 is the rank of what isn't there; as an index it would mean the last one."""
    order = Order.of(np.array([5, 2, 9]))
    chosen = Ordered(BitMap([2, 7, 9, 400]), order)
    assert chosen.all().tolist() == [2, 9]
    assert Ordered(BitMap([2, 7, 9, 400]), order, backwards=True).all().tolist() == [9, 2]
    assert chosen.around(9) == (1, 2, None)
    assert chosen.around(7) is None
    assert chosen.around(400) is None
