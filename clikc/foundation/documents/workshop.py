"""The process that opens files of others: one file, then it ends. Pure.

It reads a line of JSON and the file from its input, and writes a line of JSON and perhaps bytes to its
output. Before it looks at the file it gives away what it does not need: memory and time beyond the
limits, and opening anything (files, connections, other processes).
"""

from __future__ import annotations

import contextlib
import json
import resource
import signal
import sys
from dataclasses import asdict
from importlib import import_module

from ..processes import end_with_parent
from . import tasks
from .kinds import family_of
from .model import Limits, Refused

# What a task needs is there before nothing can be opened any more.
_NEEDED = {
    ("pdf", "inspect"): "pdf.checking",
    ("pdf", "scrub"): "pdf.scrubbing",
    ("pdf", "draw"): "pdf.drawing",
    ("zip", "inspect"): "office.checking",
    ("zip", "scrub"): "office.scrubbing",
    ("zip", "paragraphs"): "office.checking",
}
_ENCODINGS = ("ascii", "cp437", "latin_1", "utf_16", "utf_16_be", "utf_16_le")
_LARGEST_ANSWER = 256 * 1024 * 1024


def main() -> None:
    end_with_parent(signal.SIGKILL)
    wish = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    limits = Limits(**wish.pop("limits"))
    answer, content = _answer(wish.pop("task"), data, limits, wish)
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + content)


def _answer(task: str, data: bytes, limits: Limits, wish: dict) -> tuple[dict, bytes]:
    try:
        _prepare(task, data)
        _confine(limits)
        return _done(task, data, limits, wish)
    except Refused as refused:
        return {"refused": refused.reason, "facts": refused.facts}, b""
    except MemoryError:
        return {"refused": "too_demanding", "facts": {}}, b""
    # The last resort: a reader that stumbles over a file in a way nobody thought of is no fault of ours.
    except Exception as error:
        return {"refused": "broken", "facts": {"error": type(error).__name__}}, b""


def _done(task: str, data: bytes, limits: Limits, wish: dict) -> tuple[dict, bytes]:
    if task == "inspect":
        found = vars(tasks.inspected(data, limits)).copy()
        content = found.pop("content")
        return found, b"" if content is data else content
    if task == "paragraphs":
        return {"paragraphs": [asdict(one) for one in tasks.paragraphs(data, limits=limits, **wish)]}, b""
    return {}, {"scrub": tasks.scrubbed, "draw": tasks.drawn}[task](data, limits=limits, **wish)


def _prepare(task: str, data: bytes) -> None:
    family = family_of(data)
    import_module(f"{__package__}.{_NEEDED.get((family, task), 'pictures')}")
    if family == "pdf" and task != "draw":
        import_module(f"{__package__}.pdf.walking").prepare()
    for encoding in _ENCODINGS:
        import_module(f"encodings.{encoding}")


def _confine(limits: Limits) -> None:
    """Hard limits, which nothing in this process can lift again. What a system does not know is left out."""
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, _LARGEST_ANSWER),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main()
