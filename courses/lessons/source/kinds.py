"""The kinds of fence there are, and what reads each."""

from __future__ import annotations

from collections.abc import Callable

from .bench import Bench
from .exercises import check
from .fences import Part
from .listings import accordion, reading, steps
from .recordings import audio, download, picture, video
from .statements import case_study, definition, key_point, quotation
from .tables import table

# Kind of fence → (type of block in the stream, how its body is read).
FENCES: dict[str, tuple[str, Callable[[Part, Bench], object]]] = {
    "keypoint": ("key_point", key_point),
    "definition": ("definition", definition),
    "quotation": ("quotation", quotation),
    "steps": ("steps", steps),
    "accordion": ("accordion", accordion),
    "table": ("table", table),
    "picture": ("picture", picture),
    "video": ("video", video),
    "audio": ("audio", audio),
    "download": ("download", download),
    "case": ("case_study", case_study),
    "check": ("check", check),
    "reading": ("reading", reading),
}
