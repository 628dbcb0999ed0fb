"""Who is at work, and what for: versions and codings take it from here, however deep the write is."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Acting:
    """``user`` may be None (a command, the shipped data); ``action`` is one of Version.Action.

    ``coders``: whose codings are written, {(member, slug): user or None}, where that is somebody else: a revision is
    approved by one and coded by others. None: all are this user's.
    """

    user: object = None
    action: str = ""
    comment: str = ""
    name: str = ""
    coders: dict | None = None

    @property
    def person(self):
        """The user as a foreign key takes it."""
        return self.user if self.user is not None and self.user.is_authenticated else None

    def coder_of(self, member, slug):
        """Who gave this coding."""
        return self.person if self.coders is None else self.coders.get((member, slug), self.person)

    @property
    def by_name(self):
        return name_of(self.person) or self.name


def name_of(user):
    """How people call this user; "" for nobody."""
    return (user.get_full_name() or user.get_username()) if user is not None else ""


NOBODY = Acting()
_acting = ContextVar("acting", default=NOBODY)


def current_acting():
    return _acting.get()


@contextmanager
def acting(user=None, action="", comment="", name="", coders=None):
    """Writes within it are this user's, for this action. What isn't given stays as it is around."""
    around = _acting.get()
    token = _acting.set(
        Acting(
            user=user if user is not None else around.user,
            action=action or around.action,
            comment=comment or around.comment,
            name=name or around.name,
            coders=coders if coders is not None else around.coders,
        )
    )
    try:
        yield
    finally:
        _acting.reset(token)


class ActingMiddleware:
    """Whoever sends a request is the one who acts in it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        with acting(user=request.user):
            return self.get_response(request)
