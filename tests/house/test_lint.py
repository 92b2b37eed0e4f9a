"""The linter and the formatter find nothing."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings


@pytest.mark.parametrize("words", [["check"], ["format", "--check", "--quiet"]], ids=["linter", "formatter"])
def test_ruff_finds_nothing(words):
    answer = subprocess.run(  # noqa: S603
        [Path(sys.executable).with_name("ruff"), *words, "--no-cache", "."],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
