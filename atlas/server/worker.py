"""A worker of Gunicorn that serves with Waitress: Gunicorn keeps the processes, Waitress the connections.

Gunicorn's own threads read and write themselves, and wait for whoever is slow; a few such visitors take the whole site.
"""

import contextlib
import logging
import os
import resource
import time
from importlib import import_module

from django.conf import settings
from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer, UnixWSGIServer
from waitress.task import ThreadedTaskDispatcher

from atlas.server.channel import Channel, Parser, Task

HEADERS = 96 * 1024
MEGABYTE = 1024 * 1024
# A connection may need three open files: itself, a body, an answer.
FILES = 4096


# What may take long to make: one at a time in each process, by a thread of its own, so that the others go on.
LONG = "/export/"


class Doors:
    """What the two kinds of listening sockets have in common."""

    channel_class = Channel
    long_work = None

    def add_task(self, task):
        long = task.requests[0].path.startswith(LONG)
        (self.long_work if long else self.task_dispatcher).add_task(task)

    def handle_accept(self):
        if len(self.active_channels) >= self.adj.connection_limit - 10:
            self.make_room()
        super().handle_accept()

    def make_room(self):
        """Whoever has waited longest without a whole request goes, so that a newcomer is heard."""
        waiting = sorted((one for one in self.active_channels.values() if one.waits), key=lambda one: one.since)
        for channel in waiting[: max(1, len(waiting) // 10)]:
            channel.expel()

    def maintenance(self, now):
        now = time.monotonic()
        for channel in list(self.active_channels.values()):
            if channel.overdue(now):
                channel.expel()

    def shut(self):
        """Take nobody in any more, and let those go who ask for nothing."""
        if self.accepting:
            self.accepting = False
            self.del_channel()
            self.socket.close()
        for channel in list(self.active_channels.values()):
            if channel.waits and channel.request is None:
                channel.handle_close()


class Door(Doors, TcpWSGIServer):
    pass


class LocalDoor(Doors, UnixWSGIServer):
    pass


class BufferWorker(Worker):
    """Answers with ``threads`` threads, and one for exports; one more reads and writes for all connections."""

    def run(self):
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue is nothing to tell of
        if settings.configured:  # it is the atlas, and no program of a benchmark
            Parser.most_bytes = staticmethod(import_module("atlas.middleware.bodies").most_bytes)
        Task.believed = frozenset(map(str, self.cfg.forwarded_allow_ips))
        connections = allow_files() // 3
        adjustments = Adjustments(
            sockets=[listener.sock for listener in self.sockets],
            threads=self.cfg.threads,
            connection_limit=connections,
            backlog=self.cfg.backlog,
            max_request_header_size=HEADERS,
            inbuf_overflow=MEGABYTE // 2,
            outbuf_overflow=MEGABYTE,
            outbuf_high_watermark=1024 * MEGABYTE,
            recv_bytes=64 * 1024,
            send_bytes=64 * 1024,
            cleanup_interval=1,
            log_socket_errors=False,
            clear_untrusted_proxy_headers=False,  # atlas/addresses.py decides who is believed
            ident=None,
        )
        self.map, dispatcher, Doors.long_work = {}, ThreadedTaskDispatcher(), ThreadedTaskDispatcher()
        dispatcher.set_thread_count(self.cfg.threads)
        Doors.long_work.set_thread_count(1)
        self.doors = [self.open(sock, dispatcher, adjustments) for sock in adjustments.sockets]
        while self.alive and self.ppid == os.getppid():
            self.turn()
        end = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < end and self.busy():
            self.turn(0.1)
        dispatcher.shutdown(timeout=1)
        Doors.long_work.shutdown(timeout=1)

    def open(self, sock, dispatcher, adjustments):
        kind = LocalDoor if isinstance(sock.getsockname(), str) else Door
        about = (sock.family, sock.type, sock.proto, sock.getsockname())
        return kind(
            self.wsgi, self.map, _sock=sock, dispatcher=dispatcher, adj=adjustments, bind_socket=False, sockinfo=about
        )

    def turn(self, seconds=1):
        self.notify()
        wasyncore.loop(timeout=seconds, use_poll=True, map=self.map, count=1)

    def busy(self):
        for door in self.doors:
            door.shut()
            door.maintenance(None)
        return any(door.active_channels for door in self.doors)

    def handle_exit(self, sig, frame):
        super().handle_exit(sig, frame)
        with contextlib.suppress(AttributeError):  # not open yet
            self.doors[0].pull_trigger()


def allow_files():
    """How many files this process may have open, raised as far as it may be and is needed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return FILES if soft == resource.RLIM_INFINITY else min(soft, FILES)
