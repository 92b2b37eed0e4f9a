"""What git keeps of the project."""

import subprocess
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


@cache
def tracked() -> tuple[Path, ...]:
    """Every file git keeps or would keep: what is ignored is left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return tuple(path for name in sorted(set(listed.split("\0"))) if name and (path := ROOT / name).is_file())


def text_of(path: Path) -> str | None:
    """The text of a file, or None where it is none."""
    content = path.read_bytes()
    return None if b"\0" in content[:8000] else content.decode("utf-8", "replace")
