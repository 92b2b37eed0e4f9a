"""The doors of the house: one enters another room through its ``api`` (or hears its signals).

Models of another room are reached by string or through what its door hands out; the ground
(people, and the base of every page) may be stood on. Whoever imports a module says so here.
"""

from pathlib import Path

import grimp
import pytest
from django.conf import settings

HOUSE = ("clikc", "courses", "enrolment")
# What another room may import of a room.
DOORS = {"api", "signals", "rules", "bases"}
# The ground: everybody stands on it.
GROUND = ("clikc.foundation", "clikc.people", "clikc.home.routing", "clikc.settings")
# (who, whom): why. The front door and the spine are what ties rooms together.
EXCEPTIONS = {
    ("clikc.urls", "*"): "the front door may import everybody",
    ("enrolment.apps", "enrolment.journey"): "the spine is set up when the apps are ready",
    ("enrolment.journey", "enrolment.completion.tasks"): "the spine sends tasks on their way",
    ("enrolment.demo.management.commands.prepare", "clikc.home.site"): "builds the site",
    ("enrolment.demo.management.commands.prepare", "courses.catalogue.build"): "builds the site",
    ("enrolment.demo.lives", "enrolment.certificates.codes"): "awards a year of certificates in bulk",
    ("courses.catalogue.build", "clikc.home.models"): "the catalogue hangs below each home page",
}


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph(*HOUSE, exclude_type_checking_imports=True, cache_dir=None)


def room_of(module: str) -> str:
    """``enrolment.progress.api`` → ``enrolment.progress``; a module of a package itself is its own room."""
    parts = module.split(".")
    is_room = (Path(settings.BASE_DIR) / parts[0] / parts[1] / "__init__.py").exists() if parts[1:] else False
    return ".".join(parts[:2]) if is_room else module


def is_door(importer: str, imported: str) -> bool:
    room = room_of(imported)
    rest = imported.removeprefix(room).lstrip(".")
    return (
        room_of(importer) == room
        or imported.startswith(GROUND)
        or rest.partition(".")[0] in DOORS
        or (importer, imported) in EXCEPTIONS
        or (importer, "*") in EXCEPTIONS
    )


def test_rooms_are_entered_through_their_doors(graph):
    wrong = sorted(
        f"{importer} imports {imported}"
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if imported.partition(".")[0] in HOUSE
        and ".migrations" not in importer
        and not is_door(importer, imported)
    )
    assert wrong == []


def test_no_exception_is_left_over(graph):
    used = {
        (importer, imported)
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
    }
    stale = [pair for pair in EXCEPTIONS if pair[1] != "*" and pair not in used]
    assert stale == []


def test_nobody_outside_the_journey_listens_to_another_room(graph):
    """What follows from what stands on one screen; a room may hear only its own signals.

    Django's and Wagtail's signals are nobody's room.
    """
    listeners = sorted(
        f"{importer} imports {imported}"
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if imported.endswith(".signals")
        and imported.partition(".")[0] in HOUSE
        and room_of(importer) != room_of(imported)
        and importer != "enrolment.journey"
    )
    assert listeners == []
