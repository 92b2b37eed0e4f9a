"""Nothing is kept that belongs to a machine, a person or a database."""

import re

import pytest

from tests.support.repository import ROOT, text_of, tracked

MEGABYTE = 1_000_000
MADE = (".mo", ".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".pyc", ".log", ".env", ".pem", ".key")
# Fonts travel with the project: a certificate is set the same everywhere.
LARGE_ALLOWED = (".ttf", ".otf", ".woff2")
PATTERNS = {
    "a path of somebody's machine": r"(?<![\w.:/])/(?:work|farm|root|home)/\w",
    "where packages are fetched from": (
        r"--(?:extra-)?index-url|\bregistry\s*=|\"resolved\":\s*\"http|pypi\.org|registry\.npmjs"
    ),
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a token": r"\b(?:ghp_|github_pat_|glpat-|xox[abp]-|AKIA)[A-Za-z0-9_-]{12,}",
}
# This file says what to look for.
SELF = "tests/house/test_no_secrets.py"


def names() -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in tracked()]


@pytest.mark.parametrize("what", PATTERNS)
def test_no_file_holds(what):
    pattern = re.compile(PATTERNS[what])
    found = []
    for path, name in zip(tracked(), names(), strict=True):
        text = text_of(path) if name != SELF else None
        if text and path.name != "axe.min.js":
            found += [f"{name}: {match[0]}" for match in pattern.finditer(text)]
    assert found == []


def test_nothing_that_is_made_is_kept():
    assert [name for name in names() if name.endswith(MADE)] == []
    assert [name for name in names() if name.startswith((".venv/", "var/", "staticfiles/", "media/"))] == []


def test_no_file_is_large():
    large = [
        f"{path.relative_to(ROOT)} ({path.stat().st_size // 1000} kB)"
        for path in tracked()
        if path.stat().st_size > MEGABYTE and path.suffix not in LARGE_ALLOWED
    ]
    assert large == []


def test_nothing_is_left_for_later():
    """No reminder in the code: what is left to do is an issue, what is not built is not there."""
    words = re.compile(
        r"\b(?:TODO|FIXME|XXX|HACK)\b|raise NotImplementedError|mark\.(?:skip|xfail)|[Ll]orem ipsum"
    )
    found = []
    for path, name in zip(tracked(), names(), strict=True):
        if path.suffix in {".py", ".html", ".js", ".css", ".md", ".yaml"} and name != SELF:
            found += [f"{name}: {match[0]}" for match in words.finditer(text_of(path) or "")]
    assert found == []


def test_texts_end_with_a_newline():
    texts = [
        path for path in tracked() if path.suffix in {".py", ".po", ".html", ".css", ".js", ".md", ".toml"}
    ]
    broken = [
        path.relative_to(ROOT).as_posix()
        for path in texts
        if (content := path.read_bytes()) and path.name != "axe.min.js" and not content.endswith(b"\n")
    ]
    assert broken == []
