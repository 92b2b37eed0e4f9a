"""Shared fixtures. The database is a copy of a migrated template: see support/database.py."""

import os
from pathlib import Path

import pytest

from clikc.foundation.catalogues import compile_stale
from tests.support.database import database_for, one_at_a_time

pytest_plugins = ["tests.support.browser"]

# Playwright keeps an event loop in the thread of the tests; Django's own guard would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure(config):
    """Django answers 404 to a language without a compiled catalogue; the workers find it made."""
    if not hasattr(config, "workerinput"):
        compile_stale(Path(config.rootpath) / "locale")


@pytest.fixture(scope="session")
def the_database(request):
    worker = os.environ.get("PYTEST_XDIST_WORKER", f"main{os.getpid()}")
    return database_for(worker)


@pytest.fixture(scope="session")
def django_db_setup(the_database, django_db_blocker):
    with django_db_blocker.unblock():
        with one_at_a_time():
            the_database.ensure_template()
            the_database.restore()
        yield
        the_database.drop()


@pytest.fixture(autouse=True)
def _whole_database_for_transactional_tests(request):
    """A transactional test empties the database behind it: the next test gets a fresh copy."""
    yield
    marker = request.node.get_closest_marker("django_db")
    names = {"transactional_db", "live_server"}
    if (marker and marker.kwargs.get("transaction")) or names & set(request.fixturenames):
        database = request.getfixturevalue("the_database")
        with request.getfixturevalue("django_db_blocker").unblock(), one_at_a_time():
            database.restore()


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Caches and what the process remembers of locales belong to one test."""
    from django.core.cache import cache

    from clikc.foundation.pages import forget_locales

    cache.clear()
    forget_locales()
