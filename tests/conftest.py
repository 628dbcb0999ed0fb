"""Fixtures of every test. The study's data is loaded once into the test database; each test rolls back.

Tests that use the database and the shipped data ask for ``study``. The browser tests run against a server of
their own (tests/browser/conftest.py) and never touch this database.
"""

import pytest
from django.template.base import Template

# Tests that use the database by other ways than the fixtures of pytest-django: in processes of their own.
PROCESSES = ("tests.atlas", "tests.atlas.server", "tests.atlas.migration")
# What one person does on a page, one after the other and through the ORM, and what looks at files, headers and pages,
# comes out alike on every database, so that SQLite alone is asked. What races, brings in, merges, searches, counts or
# migrates, and what is decided while somebody else writes, is asked of both.
ALIKE = {
    "tests.atlas.test_settings",
    "tests.exchange.test_export",
    "tests.exchange.test_foreign",
    "tests.exchange.test_headers",
    "tests.exchange.test_pages",
    "tests.exchange.test_plain",
    "tests.exchange.test_readers",
    "tests.exchange.test_rights",
    "tests.exchange.test_told",
    "tests.practices.test_api",
    "tests.practices.test_data",
    "tests.practices.test_drawing",
    "tests.practices.test_gazetteer",
    "tests.site.test_bodies",
    "tests.site.test_error_pages",
    "tests.site.test_headers",
    "tests.site.test_open_access",
    "tests.site.test_promises",
    "tests.site.test_shared_links",
    "tests.workplace.coding.test_agreement",
    "tests.workplace.coding.test_codebook",
    "tests.workplace.coding.test_disagreements",
    "tests.workplace.coding.test_recheck",
    "tests.workplace.coding.test_second_coding",
    "tests.workplace.current.test_dashboard",
    "tests.workplace.current.test_links",
    "tests.workplace.current.test_links_kept",
    "tests.workplace.current.test_pictures",
    "tests.workplace.current.test_pictures_shown",
    "tests.workplace.test_admin",
    "tests.workplace.test_answers",
    "tests.workplace.test_comeback",
    "tests.workplace.test_comeback_after_login",
    "tests.workplace.test_enter",
    "tests.workplace.test_four_eyes",
    "tests.workplace.test_history",
    "tests.workplace.test_leaks",
    "tests.workplace.test_odd_payloads",
    "tests.workplace.test_picker",
    "tests.workplace.test_place_form",
    "tests.workplace.test_profile",
    "tests.workplace.test_rights",
    "tests.workplace.test_rows",
    "tests.workplace.test_seams",
    "tests.workplace.test_way",
}


def pytest_addoption(parser):
    parser.addoption("--database", action="store_true", help="only tests that may come out otherwise on another one")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--database"):
        apart = [item for item in items if not uses_database(item)]
        items[:] = [item for item in items if uses_database(item)]
        config.hook.pytest_deselected(items=apart)


def uses_database(item):
    """Whether a test may come out otherwise on another database."""
    module = item.module
    if module.__name__ in ALIKE:
        return False
    own = hasattr(module, "database") or module.__name__.startswith(PROCESSES)
    fixtures = {"db", "transactional_db", "site", "django_db_setup"} & set(item.fixturenames)
    return bool(own or fixtures or item.get_closest_marker("django_db"))


@pytest.fixture(scope="session", autouse=True)
def contexts_of_pages_alone(django_test_environment):
    """In a test Django copies the context of each template; with a form's hundreds of widgets that is half its time."""
    whole = Template._render

    def render(template, context):
        page = context.template is template and not (template.name or "").startswith("django/forms/")
        return whole(template, context) if page else template.nodelist.render(context)

    Template._render = render
    yield
    Template._render = whole


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Static files straight from their folders: tests of pages need no collected, hashed copies."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.COMPRESS_ENABLED = settings.COMPRESS_OFFLINE = False


@pytest.fixture(autouse=True)
def logins_of_their_own(settings, tmp_path):
    """Attempts to log in are counted, and sessions kept, for one test alone."""
    settings.LOGIN_ATTEMPTS, settings.SESSION_FILE_PATH = tmp_path / "logins.sqlite3", str(tmp_path / "sessions")


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """What makes a password slow to guess makes each user of a test slow to create, and is Django's to test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    from exchange.shipped.loader import load

    with django_db_blocker.unblock():
        load()


@pytest.fixture
def study(db):
    """The vocabulary and the 50 practices of the study, in the database."""
