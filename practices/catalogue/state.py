"""One state of the data for a whole answer, however many statements it takes.

What the process keeps is told after one look at the version, without any transaction. The first other statement begins
a transaction that only reads and sees one state from then on (SQLite: a deferred one, which takes no lock of a writer;
PostgreSQL: repeatable read). Should a change lie between the look and that transaction, what was begun is thrown away
and made again within it. So an answer is never put together from two states, and never waits for somebody who writes.
"""

from contextlib import contextmanager
from threading import get_ident, local

from django.db import DatabaseError, InterfaceError, connection

from practices.catalogue import keeper

BEGIN = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}
READS = ("SELECT", "WITH", "DECLARE", "FETCH", "CLOSE", "PRAGMA", "EXPLAIN", "(")
_thread = local()


class Overtaken(Exception):
    """The data changed between what was told already and what would be read now. ``State.whole()`` begins again."""


class State:
    """The state that one answer rests on. ``version``: its data version, None before anybody looked.

    ``held``: its transaction is open. Within a transaction of somebody else there is nothing to begin: then the answer
    sees what that one sees.
    """

    def __init__(self, seen=None):
        self.version, self.catalogue = seen, None
        self.held = self.has_read = self._looking = False
        self._thread = get_ident()

    @property
    def is_one(self):
        """Whether everything read so far is sure to belong to ``version``."""
        return self.held or not self.has_read

    def __call__(self, execute, sql, params, many, context):
        """Every statement passes here (see Django's ``execute_wrapper``)."""
        if not self._looking:
            if sql.lstrip().upper().startswith(READS):
                self.begin()
            elif self.held:
                raise RuntimeError(f"An answer of one state only reads; this writes: {sql[:60]}")
            self.has_read = True
        return execute(sql, params, many, context)

    def current(self):
        """The Catalogue of this state."""
        if self.catalogue is None and not self._remembers():
            self.begin()
            if self.catalogue is None:
                self._follow()
        return self.catalogue

    def _remembers(self):
        kept = keeper.kept()
        if kept is None or self.held:
            return False
        if self.version is None and connection.in_atomic_block:
            self.version = self._unwatched(keeper.version)
        if kept.version != self.version:
            return False
        self.catalogue = kept
        return True

    def begin(self):
        """Begin the transaction, unless it is open or somebody else's is."""
        if self.held or connection.in_atomic_block:
            return
        told = self.catalogue
        self._follow()
        if told is not None and told.version != self.version:
            raise Overtaken

    def _follow(self):
        self.catalogue = self._unwatched(lambda: keeper.in_step(self._look))
        self.version = self.catalogue.version

    def _unwatched(self, make):
        self._looking = True
        try:
            return make()
        finally:
            self._looking = False

    def _look(self):
        """The version as the transaction that begins here sees it; on PostgreSQL in one message to the server."""
        if connection.in_atomic_block:
            return keeper.version()
        with connection.cursor() as cursor:
            begin = BEGIN[connection.vendor]
            if connection.vendor == "sqlite":
                cursor.execute(begin)
                self.held = True
                cursor.execute(keeper.LOOK)
            else:
                cursor.execute(f"{begin}; {keeper.LOOK}")
                self.held = True
                cursor.nextset()
            return cursor.fetchone() or keeper.NOTHING

    def whole(self, make):
        """What ``make()`` returns, all of one state. It is called a second time where the data changed meanwhile."""
        try:
            return make()
        except Overtaken:  # now within the transaction, which nothing overtakes
            return make()

    def end(self):
        """Give the transaction back. A thread that isn't its own leaves it to the thread's next answer."""
        if not self.held or get_ident() != self._thread:
            return
        self.held = False
        _thread.left = None
        try:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
        except (DatabaseError, InterfaceError):
            connection.close()


def _end_what_was_left():
    """A streamed answer that nobody took to its end, nor closed."""
    if left := getattr(_thread, "left", None):
        left.end()


@contextmanager
def one_state(seen=None):
    """Within it everything is read of one State, which it yields; inside another one it is that one.

    ``seen``: the data version, where whoever calls has looked just now.
    """
    around = getattr(_thread, "state", None)
    if around is not None:
        yield around
        return
    _end_what_was_left()
    _thread.state = state = State(seen)
    try:
        with connection.execute_wrapper(state):
            yield state
    finally:
        _thread.state = None
        state.end()


def in_one_state(make):
    """What ``make()`` returns, read of one state. It may be called twice, so it only reads."""
    with one_state() as state:
        return state.whole(make)


def sent_in_one_state(make):
    """What ``make(catalogue)`` yields, piece by piece, read of one state to its end: for answers that are streamed.

    The transaction begins with the first piece, when everybody around the answer has written what they write.
    """
    _end_what_was_left()
    _thread.left = state = State()
    try:
        state.begin()
        yield from make(state.current())
    finally:
        state.end()


def current():
    """The Catalogue of the data as it is now. It is never changed afterwards; hold it for a whole answer."""
    with one_state() as state:
        return state.current()


def latest():
    """The Catalogue of this answer, or the last one kept, without a look at the database; beside a Query."""
    state = getattr(_thread, "state", None)
    return (state and state.catalogue) or keeper.kept() or current()


def is_held(catalogue):
    """Whether whatever is read now belongs to just this catalogue."""
    state = getattr(_thread, "state", None)
    return state is not None and state.held and state.catalogue is catalogue


def of_any_state(view):
    """Marks a view whose answer doesn't follow from several reads of the cases."""
    view.of_any_state = True
    return view
