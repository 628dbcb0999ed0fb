"""Somebody renames a place while somebody else publishes a case that shows it: the public sees nothing unread.

The one is held before each of its statements in turn while the other goes on, until it is done or waits for the first;
nothing is left to chance. SQLite lets one write at a time, so there is nothing to hold there.
"""

import json
import os
import select
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests import ROOT
from tests.browser.people import MAKE
from tests.databases import manage, study_database

HERE = Path(__file__).parent
MOST = 90
pytestmark = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="SQLite lets one write at a time"
)


class Steward:
    def __init__(self, environment):
        self.process = subprocess.Popen(
            [sys.executable, HERE / "held_steward.py"], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def say(self, **asked):
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()

    def hear(self):
        line = self.process.stdout.readline()
        assert line, "the process ended"
        return line.strip()

    def ask(self, **asked):
        self.say(**asked)
        return self.hear()

    def answers_within(self, seconds):
        return bool(select.select([self.process.stdout], [], [], seconds)[0])

    def open(self, what, turn):
        self.pid = int(self.ask(do="open", what=what, round=turn))


@pytest.fixture(scope="module")
def stewards(tmp_path_factory):
    """(who is held, who goes on, a connection that sees who waits for whom) on a database of their own."""
    environment = os.environ | {
        "ATLAS_VAR": str(tmp_path_factory.mktemp("races")),
        "SECRET_KEY": "only-for-the-test-of-races-0123456789-abcdef",
        "PYTHONPATH": str(ROOT),
    }
    with study_database(environment):
        manage(environment, "shell", "--no-imports", "--command", MAKE)
        found = [Steward(environment) for _ in range(2)]
        with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as watching:
            try:
                yield *found, watching
            finally:
                for steward in found:
                    steward.process.stdin.close()
                    steward.process.wait(20)


def until_done_or_waiting(steward, watching):
    """True once it has answered, False once it waits for a lock; looks until one of the two is so."""
    while not steward.answers_within(0.05):
        blocked = watching.execute("SELECT pg_blocking_pids(%s)", [steward.pid]).fetchone()[0]
        if blocked:
            return False
    return True


@pytest.mark.parametrize("each", [3, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize(("held", "other"), [("rename", "publish"), ("publish", "rename")])
def test_nothing_unread_becomes_public(stewards, held, other, each):
    """The one is held before every statement of its own (``each`` 3: before every third) while the other goes on."""
    first, second, watching = stewards
    turn = MOST * ((held == "rename") + 2 * (each == 1))
    assert first.ask(do="prepare", round=turn) == "done"
    first.open(held, turn)
    alone = json.loads(first.ask(do=held))
    assert alone["status"] == 302
    waited = 0
    # Before it locks a row it has only read, as it did for the page.
    for number in range(alone["locked"], alone["statements"] + 1, each):
        turn += 1
        assert first.ask(do="prepare", round=turn) == "done"
        first.open(held, turn)
        second.open(other, turn)
        assert first.ask(do=held, hold=number) == "held"
        second.say(do=other)
        if not until_done_or_waiting(second, watching):
            waited += 1
        first.process.stdin.write("on\n")
        first.process.stdin.flush()
        statuses = {json.loads(first.hear())["status"], json.loads(second.hear())["status"]}
        assert statuses <= {302, 409}, number
        now = json.loads(first.ask(do="look"))
        # Either the case went out with the place as it was read, or it didn't go out.
        assert (now["name"], now["public"]) in {("Einsam", True), ("Zweisam", False)}, number
        assert now["proposals"] == (now["name"] == "Einsam"), number
    assert turn % MOST > 10 // each
    assert waited > 0
