"""Every dependency is pinned, is there for a reason that is written down, and is really used."""

import ast
import re
import subprocess
import sys
from functools import cache
from importlib.metadata import packages_distributions, version

import pytest
from django.conf import settings

from tests.support.repository import ROOT, text_of, tracked

FILES = ("requirements.txt", "requirements-dev.txt")
LINE = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(\[[a-z,]+\])?==(?P<version>[0-9][A-Za-z0-9.+!]*)")
# Used without an import: the file that shows it, and the words to look for there.
SHOWN_BY = {
    "tzdata": ("clikc/foundation/zones.py", "zoneinfo"),
    "psycopg": ("clikc/settings/production.py", "PostgreSQL"),
    "granian": ("docs/operations.md", "granian"),
    "pytest-xdist": ("Makefile", "pytest -n"),
    "pytest-django": ("pyproject.toml", "DJANGO_SETTINGS_MODULE"),
    "pytest-playwright": ("tests/support/browser.py", "browser_type_launch_args"),
    "ruff": ("Makefile", "ruff check"),
    "import-linter": ("Makefile", "lint-imports"),
}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def read(file: str) -> tuple[dict[str, str], dict[str, str]]:
    """Name → reason of the direct ones, name → version of all; each line is checked on the way."""
    direct, pinned = {}, {}
    comment, is_direct = "", True
    for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            comment = line.lstrip("# ")
            is_direct = is_direct and comment != "Pulled in by those"
        elif line:
            match = LINE.fullmatch(line)
            assert match, f"{file}: not pinned, or more than a pin: {line}"
            pinned[plain(match["name"])] = match["version"]
            if is_direct:
                direct[plain(match["name"])] = comment
            comment = ""
    return direct, pinned


@cache
def imported() -> frozenset[str]:
    """Distributions that a module of ours, a test, or the list of apps asks for."""
    modules = {app.partition(".")[0] for app in settings.INSTALLED_APPS}
    for path in tracked():
        if path.suffix == ".py":
            for node in ast.walk(ast.parse(path.read_bytes())):
                if isinstance(node, ast.Import):
                    modules |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    modules.add(node.module.partition(".")[0])
    owners = packages_distributions()
    return frozenset(plain(name) for module in modules for name in owners.get(module, ()))


@pytest.mark.parametrize("file", FILES)
def test_everything_is_pinned_and_every_direct_one_says_why(file):
    direct, _pinned = read(file)
    assert direct
    assert [name for name, reason in direct.items() if len(reason) < 8] == []


@pytest.mark.parametrize("file", FILES)
def test_every_direct_one_is_used(file):
    direct, _pinned = read(file)
    unused = []
    for name in direct:
        shown_in, words = SHOWN_BY.get(name, (None, ""))
        is_shown = shown_in and words in (text_of(ROOT / shown_in) or "")
        if name not in imported() and not is_shown:
            unused.append(name)
    assert unused == []


def test_what_is_imported_is_asked_for():
    """Nobody leans on a package that is there only because another one brought it."""
    asked = set(read("requirements.txt")[0]) | set(read("requirements-dev.txt")[0])
    # Parts of Wagtail and allauth that are packages of their own: their versions are not ours to choose.
    brought = {
        "django-filter",
        "django-modelcluster",
        "django-taggit",
        "modelsearch",
        "playwright",
        "willow",
    }
    assert imported() - asked - brought == set()


@pytest.mark.parametrize("file", FILES)
def test_what_is_installed_is_what_is_pinned(file):
    _direct, pinned = read(file)
    assert {name: version(name) for name in pinned} == pinned


def test_what_is_installed_fits_together():
    answer = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout


def test_the_lists_name_no_place_to_fetch_from():
    for file in FILES:
        assert not re.search(r"^\s*-|://", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
