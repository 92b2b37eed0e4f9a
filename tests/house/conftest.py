"""The world the routes are walked in, built once for each file of tests that walks."""

import pytest
from django.db import transaction

from .world import World, build_world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Built in a transaction that is rolled back at the end of the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture
def walked(world: World, settings) -> World:
    """The world for one test: what the test does to it is undone behind it.

    Roles alone decide here; the second factor has tests of its own.
    """
    settings.SECOND_FACTOR_REQUIRED = False
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)
