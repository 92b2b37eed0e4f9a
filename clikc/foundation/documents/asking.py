"""Files of others are opened in another process, which may hang, crash or be killed. Pure.

Each question starts that process anew, so that nothing a file did there lasts, and several can be asked
at once: the readers of PDF are not safe in threads.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryFile

from .model import Document, Limits, Paragraph, Refused, Run

_ROOT = Path(__file__).resolve().parents[3]
_WORKSHOP = f"{__package__}.workshop"
NARROWEST, WIDEST = 100, 2_400


def inspect(data: bytes, *, limits: Limits = Limits()) -> Document:  # noqa: B008 - it never changes
    """What was handed in, checked by its content; ``content`` of it is what to keep. Raises Refused."""
    if not data:
        raise Refused("empty")
    if len(data) > limits.bytes:
        raise Refused("too_large", size=len(data), most=limits.bytes)
    found, content = _asked("inspect", data, limits)
    found["changes"] = tuple(found["changes"])
    return Document(**found, content=content or data)


def scrubbed(data: bytes, kind: str, *, limits: Limits = Limits()) -> bytes:  # noqa: B008
    """The same document (one that was inspected) without who made it. Raises Refused."""
    return _asked("scrub", data, limits, kind=kind)[1]


def page_picture(
    data: bytes,
    kind: str,
    page: int,
    width: int,
    *,
    limits: Limits = Limits(),  # noqa: B008
) -> bytes:
    """A page of a PDF, counted from 1, or a picture, as WebP, ``width`` pixels wide (NARROWEST to WIDEST,
    whatever is asked for), a picture never wider than it is. Raises Refused, no_such_page too."""
    wide = max(NARROWEST, min(width, WIDEST))
    return _asked("draw", data, limits, kind=kind, page=page, width=wide)[1]


def paragraphs_of(data: bytes, kind: str, *, limits: Limits = Limits()) -> tuple[Paragraph, ...]:  # noqa: B008
    """Paragraphs of a DOCX or ODT with their role; their texts joined by line ends are ``Document.text``."""
    found, _content = _asked("paragraphs", data, limits, kind=kind)
    return tuple(
        Paragraph(one["role"], one["level"], tuple(Run(**run) for run in one["runs"]))
        for one in found["paragraphs"]
    )


def _asked(task: str, data: bytes, limits: Limits, **wish: str | int) -> tuple[dict, bytes]:
    """What the workshop answers. Raises Refused: what it refuses, and too_demanding where it ended early."""
    with TemporaryFile() as question, TemporaryFile() as answer:
        question.write(json.dumps({"task": task, "limits": asdict(limits), **wish}).encode() + b"\n")
        question.write(data)
        question.seek(0)
        _run(question, answer, limits)
        answer.seek(0)
        found = _read(answer.readline())
        if "refused" in found:
            raise Refused(found["refused"], **found["facts"])
        return found, answer.read()


def _read(line: bytes) -> dict:
    try:
        return json.loads(line)
    except ValueError as error:
        raise Refused("too_demanding") from error


def _run(question, answer, limits: Limits) -> None:
    """Without anything of our environment: what opens files of others is told no secret."""
    try:
        ended = subprocess.run(  # noqa: S603 - our own module, by our own Python
            [sys.executable, "-B", "-m", _WORKSHOP],
            stdin=question,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={"LC_ALL": "C.UTF-8"},
            # Its own clock counts work, not waiting; on a busy machine it may take longer than that.
            timeout=limits.seconds * 2,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("too_demanding", seconds=limits.seconds) from error
    if ended.returncode:
        raise Refused("too_demanding", code=ended.returncode)
