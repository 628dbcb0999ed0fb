"""Attempts to log in, counted before a password is looked at, for all processes together.

Looking at a password costs a third of a second on purpose, so guessing costs the others that time. What may be tried
within a quarter of an hour, from a browser that never logged in to this account before:

* one account from one address: 5 times;
* any accounts from one address: 30 times;
* one account from anywhere: 20 times at once, from then on once every 5 seconds.

A browser that did log in to this account before (a signed cookie says so) is counted for itself alone, 10 times: others
who guess at an account never shut out the person it belongs to.

The counts lie in a small SQLite file of their own, beside the database: an import may hold the database's only writer
for minutes, and neither guessing nor logging in may wait for it. Names and addresses are kept as keyed hashes, for at
most half an hour.
"""

import logging
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import salted_hmac

from workplace.login.addresses import block_of

WINDOW = 15 * 60
PAIR, ADDRESS, ACCOUNT, BROWSER = 5, 30, 20, 10
PAUSE = 5
PATIENCE = 5
_TABLE = (
    "CREATE TABLE IF NOT EXISTS attempt "
    "(id INTEGER PRIMARY KEY, account TEXT, address TEXT, browser TEXT, at REAL NOT NULL)"
)
_RULES = (
    ("account = :account AND address = :address AND browser = ''", PAIR),
    ("address = :address AND browser = ''", ADDRESS),
)
_OF_BROWSER = (("account = :account AND browser = :browser", BROWSER),)
logger = logging.getLogger("atlas.login")


class TooManyAttempts(Exception):
    """Too many attempts; ``seconds`` until the next one is looked at."""

    def __init__(self, seconds):
        self.seconds = max(1, int(seconds + 0.999))
        super().__init__(f"again in {self.seconds} seconds")


@dataclass(frozen=True)
class Attempt:
    """One that may be looked at. It counts as failed until ``forgive``."""

    number: int
    last: bool  # the next one will be refused


def begin(name, address, browser="", now=None):
    """Note an attempt → Attempt, or raise Refused, which notes nothing: asking on doesn't prolong the wait.

    ``name`` as typed; ``browser`` says which browser it is, where it logged in to this account before.
    """
    now = time.time() if now is None else now
    values = _keys(name, address, browser)
    try:
        with closing(_open()) as file:
            file.execute("BEGIN IMMEDIATE")
            file.execute("DELETE FROM attempt WHERE at < ? OR at > ?", (now - 2 * WINDOW, now + 1))
            tight = False
            for rule, most in _OF_BROWSER if browser else _RULES:
                times = _times(file, rule, values, now)
                if len(times) >= most:
                    raise TooManyAttempts(times[most - 1] + WINDOW - now)
                tight |= len(times) == most - 1
            if not browser:
                times = _times(file, "account = :account AND browser = ''", values, now)
                if len(times) >= ACCOUNT and now - times[0] < PAUSE:
                    raise TooManyAttempts(times[0] + PAUSE - now)
            added = file.execute(
                "INSERT INTO attempt (account, address, browser, at) VALUES (:account, :address, :browser, :now)",
                values | {"now": now},
            )
            file.execute("COMMIT")
            return Attempt(added.lastrowid, tight)
    except sqlite3.Error:
        logger.exception("The attempts to log in can't be counted, so nobody is let in: %s", settings.LOGIN_ATTEMPTS)
        raise TooManyAttempts(PAUSE) from None


def forgive(attempt, name, address, browser=""):
    """It was the right password: this attempt and the failed ones of the same person don't count any more."""
    whose = "browser = :browser" if browser else "address = :address AND browser = ''"
    values = _keys(name, address, browser) | {"number": attempt.number}
    try:
        with closing(_open()) as file:
            file.execute(f"DELETE FROM attempt WHERE id = :number OR (account = :account AND {whose})", values)
    except sqlite3.Error:
        logger.exception("A login could not be taken off the count")


def _keys(name, address, browser):
    def key(text):
        return salted_hmac("workplace.login.attempts", text).hexdigest()[:32]

    return {
        "account": key(name.strip().casefold()),
        "address": key(block_of(address)),
        "browser": key(browser) if browser else "",
    }


def _times(file, rule, values, now):
    """When such attempts were made within the window, the newest first."""
    rows = file.execute(
        f"SELECT at FROM attempt WHERE {rule} AND at > :since ORDER BY at DESC", values | {"since": now - WINDOW}
    )
    return [at for (at,) in rows]


def _open():
    file = sqlite3.connect(settings.LOGIN_ATTEMPTS, timeout=PATIENCE, isolation_level=None)
    file.execute("PRAGMA synchronous=OFF")  # what a power cut takes are counts of a quarter of an hour
    file.execute(_TABLE)
    return file
