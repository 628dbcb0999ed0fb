"""The suite itself: what is left out on one database exists."""

from importlib import import_module

from tests.conftest import ALIKE


def test_what_is_asked_of_sqlite_alone_is_there_and_holds_tests():
    for name in ALIKE:
        assert [one for one in vars(import_module(name)) if one.startswith(("test_", "Test"))], name
