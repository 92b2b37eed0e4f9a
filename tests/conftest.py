"""Shared fixtures. The database is a copy of a migrated template: see support/database.py."""

import os
from pathlib import Path

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from clikc.foundation.catalogues import compile_stale
from tests.support.database import database_for, one_at_a_time

pytest_plugins = ["tests.support.browser"]
SPOILT = pytest.StashKey()

# Playwright keeps an event loop in the thread of the tests; Django's own guard would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A busy machine draws slowly; that is no fault of what is tested.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_addoption(parser):
    parser.addoption(
        "--database-only",
        action="store_true",
        help="Leave out what never looks at a database: it says the same on every engine.",
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("--database-only"):
        asks = [item for item in items if item.get_closest_marker("django_db") or "db" in item.fixturenames]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(asks)])
        items[:] = asks


def pytest_configure(config):
    """Django answers 404 to a language without a compiled catalogue; the workers find it made."""
    if not hasattr(config, "workerinput"):
        compile_stale(Path(config.rootpath) / "locale")


@pytest.fixture(scope="session")
def the_database(request):
    """Of this run alone: another one in the same tree has workers of the same names."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return database_for(f"{worker}{os.getpid()}")


@pytest.fixture(scope="session")
def django_db_setup(the_database, django_db_blocker):
    # Nobody looks at the tables after a transactional test: a fresh copy comes before the next one.
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _self: None)
        with one_at_a_time():
            the_database.ensure_template()
            the_database.restore()
        yield
        the_database.drop()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Before any fixture of the next test: a fresh copy, where the test before wrote for good."""
    if item.config.stash.get(SPOILT, None) is None:
        return
    database, blocker = item.config.stash[SPOILT]
    del item.config.stash[SPOILT]
    with blocker.unblock(), one_at_a_time():
        database.restore()


@pytest.fixture(autouse=True)
def _spoils_the_database(request):
    """What a transactional test wrote stays when it ends; the hook above mends that."""
    marker = request.node.get_closest_marker("django_db")
    names = {"transactional_db", "live_server"}
    if (marker and marker.kwargs.get("transaction")) or names & set(request.fixturenames):
        database = request.getfixturevalue("the_database")
        blocker = request.getfixturevalue("django_db_blocker")
        request.config.stash[SPOILT] = (database, blocker)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Caches, the language, and what the process remembers of locales belong to one test."""
    from django.conf import settings
    from django.core.cache import cache
    from django.utils import translation

    from clikc.foundation.pages import forget_locales

    cache.clear()
    forget_locales()
    translation.activate(settings.LANGUAGE_CODE)
