"""How Gunicorn serves the atlas (``--config python:atlas.gunicorn``); the command line wins over what stands here.

Gunicorn keeps the processes; in each, Waitress reads and writes (``atlas/server``), so that whoever sends or reads
slowly keeps no thread. Heads of up to 96 KiB: whoever pastes 10,000 characters into the search, or chooses very many
filters, is told by the atlas what is wrong.

Few threads: an answer computes more than it waits, and one process computes one answer at a time. More of them only
wait for each other; more processes really work side by side. The second thread goes on while one waits for the
database.
"""

import os
import sys

from atlas import logs  # noqa: F401  (loaded once, so that the processes share when they last complained)

worker_class = "atlas.server.worker.BufferWorker"


def _number(name, default):
    """A whole number of at least 1 from the environment; anything else stops the start."""
    value = (os.environ.get(name) or str(default)).strip()
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        sys.exit(f"{name} is {value!r}; allowed: a whole number from 1 on.")
    return int(value)


workers, threads = _number("WORKERS", 2), _number("THREADS", 2)
control_socket_disable = True


def post_worker_init(worker):
    """The first process says at the start what the atlas lacks, a line for each.

    With the database of a newer release nothing starts; processes that run while it is updated go on.
    """
    from django.apps import apps

    if worker.age == 1 and apps.ready:
        from atlas.health.readiness import checks
        from atlas.wsgi import GIVE_UP

        for check in checks():
            if not check.ok:
                worker.log.warning(check.text)
            if check.figures.get("unknown"):
                sys.exit(GIVE_UP)
