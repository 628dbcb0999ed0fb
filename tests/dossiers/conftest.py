from tests.workplace.current.conftest import member  # noqa: F401
