import os
import signal
import time
from pathlib import Path

from django.apps import AppConfig
from django.utils import timezone

PATIENCE_SECONDS = 60


class WorkConfig(AppConfig):
    name = "tests.support.work"
    label = "work_for_tests"

    def ready(self):
        from clikc.jobs.api import register_periodic, register_work

        register_work("test.steps", steps, label="Steps")
        register_work("test.poison", poison, label="Poison")
        register_periodic("test.round", 3600, lambda: None)


def steps(job) -> dict:
    """Five steps. After the second it writes its process id into the folder ``payload["at"]``, in a file
    named after the try, and waits for a file ``go`` there."""
    at = Path(job.payload["at"])
    for step in range(1, 6):
        job.advance(step, total=5)
        if step == 2:
            (at / "writing").write_text(str(os.getpid()))
            (at / "writing").rename(at / f"try-{job.job.tries}")
            wait_for(at / "go")
    return {"finished": timezone.now().isoformat()}


def poison(job) -> None:
    """Kills its worker, as running out of memory would."""
    job.advance(1, total=2)
    os.kill(os.getpid(), signal.SIGKILL)


def wait_for(gate: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not gate.exists():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.05)
