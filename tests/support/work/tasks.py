"""Plain tasks: one that waits to be let go, one that fails."""

import os
from pathlib import Path

from django_tasks import task

from .apps import wait_for


@task()
def hold(folder: str) -> None:
    """Write the id of its process into a file named after how many came before, and wait for ``go``."""
    at = Path(folder)
    number = len(list(at.glob("try-*"))) + 1
    (at / "writing").write_text(str(os.getpid()))
    (at / "writing").rename(at / f"try-{number}")
    wait_for(at / "go")


@task()
def fail() -> None:
    raise ZeroDivisionError("the name of a person")
