"""Fences around a file: picture, video, audio, download.

The file stands in the value as a ``MediaFile`` until ``build.py`` knows its record.
"""

from __future__ import annotations

from .bench import Bench
from .fences import Part
from .media import CAPTIONS, DOWNLOADS, PICTURES, SOUNDS, VIDEOS
from .values import Values


def picture(part: Part, bench: Bench) -> dict:
    values = bench.values(part, ("file", "alt", "credit"), ("caption", "description"))
    return {
        "image": _file(values, "file", PICTURES, bench),
        "alt": values.plain("alt"),
        "caption": values.plain("caption"),
        "credit": values.plain("credit"),
        "description": values.prose("description"),
    }


def video(part: Part, bench: Bench) -> dict:
    return _recording(part, bench, VIDEOS)


def audio(part: Part, bench: Bench) -> dict:
    return _recording(part, bench, SOUNDS)


def _recording(part: Part, bench: Bench, endings) -> dict:
    values = bench.values(part, ("file", "title", "transcript", "credit"), ("captions",))
    return {
        "file": _file(values, "file", endings, bench),
        "title": values.plain("title"),
        "captions": _file(values, "captions", CAPTIONS, bench),
        "transcript": values.prose("transcript"),
        "credit": values.plain("credit"),
    }


def download(part: Part, bench: Bench) -> dict:
    values = bench.values(part, ("file", "title"), ("note",))
    return {
        "file": _file(values, "file", DOWNLOADS, bench),
        "title": values.plain("title"),
        "note": values.plain("note"),
    }


def _file(values: Values, name: str, endings, bench: Bench):
    value = values.found.get(name)
    if value is None or not value.text:
        return None
    return bench.media.find(value.one_line, endings, value.line, bench.report)
