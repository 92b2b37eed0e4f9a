"""The layers of the house, as pyproject.toml draws them."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings


def test_each_room_looks_back_never_ahead():
    answer = subprocess.run(  # noqa: S603
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
