"""A definition as authors write it: a few fields of plain text, and back. Pure.

Pairs stand one a line, ``left code = right code``. Accepted texts stand one a line for each language;
those of gaps with the gap's number before them, ``1 = text``. Areas of a picture stand one a line,
``code = rect 10 20 100 50``, in pixels (``kinds/areas.py`` says which numbers).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .kinds.areas import COUNTS, shape_of
from .kinds.blanks import gaps_of
from .kinds.essay import LONGEST as LONGEST_ESSAY, is_word_count
from .kinds.matching import pairs_of
from .kinds.numbers import canonical
from .kinds.text import LONGEST, tidy, tidy_lines

LONGEST_AREA = 2_000
_PIXELS = re.compile(r"\d{1,5}(\.\d{1,2})?")


class Unreadable(Exception):
    """A field of a definition that cannot be read; ``field`` is its name, ``code`` says why."""

    def __init__(self, field: str, code: str):
        super().__init__(field, code)
        self.field = field
        self.code = code


def written(kind: str, definition: Mapping) -> dict[str, object]:
    """Field → what stands in it; ``accepted_<language>`` and ``model_<language>`` for each that has some."""
    names = ("value", "tolerance", "unit", "least", "most")
    texts = {name: str(definition.get(name) or "") for name in names}
    pairs = "\n".join(f"{left} = {right}" for left, right in pairs_of(definition).items())
    accepted = {name: "\n".join(lines) for name, lines in _accepted(kind, definition).items()}
    model = definition.get("model")
    return {
        "partial": definition.get("partial") is True,
        "several": definition.get("several") is True,
        "pairs": pairs,
        "areas": "\n".join(_written_areas(definition)),
        **texts,
        **{f"accepted_{language}": text for language, text in accepted.items()},
        **{f"model_{language}": text for language, text in (dict(model) if model else {}).items()},
    }


def _accepted(kind: str, definition: Mapping) -> dict[str, list[str]]:
    if kind == "short":
        return dict(definition.get("accepted") or {})
    accepted: dict[str, list[str]] = {}
    for gap, by_language in gaps_of(definition).items():
        for language, variants in by_language.items():
            accepted.setdefault(language, []).extend(f"{gap} = {text}" for text in variants)
    return accepted


def _written_areas(definition: Mapping) -> list[str]:
    areas = definition.get("areas")
    shapes = {code: shape_of(area) for code, area in (dict(areas) if areas else {}).items()}
    return [
        " ".join([code, "=", shape.name, *map(str, shape.coords)]) for code, shape in shapes.items() if shape
    ]


def read(kind: str, fields: Mapping[str, object], languages: Iterable[str]) -> dict:
    """The definition that the fields of a kind say; those of other kinds are left alone.

    A hotspot also takes ``width`` and ``height`` as numbers: the size of its picture, which no author
    writes. Raises Unreadable.
    """
    match kind:
        case "multiple" | "ordering":
            return {"partial": True} if fields.get("partial") else {}
        case "matching":
            return {"pairs": _read_pairs(str(fields.get("pairs") or ""))}
        case "numerical":
            return _read_number(fields)
        case "essay":
            return _read_essay(fields, languages)
        case "hotspot":
            return _read_hotspot(fields)
        case "short":
            found = _read_accepted(fields, languages)
            return {"accepted": {language: lines for language, lines in found.items() if lines}}
        case "blanks":
            return _read_gaps(_read_accepted(fields, languages))
    return {}


def _read_accepted(fields: Mapping[str, object], languages: Iterable[str]) -> dict[str, list[str]]:
    names = {language: f"accepted_{language}" for language in languages}
    return {language: _lines(str(fields.get(name) or ""), name) for language, name in names.items()}


def _read_pairs(text: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for line in _lines(text, "pairs"):
        left, equals, right = (part.strip() for part in line.partition("="))
        if not (left and equals and right) or left in pairs:
            raise Unreadable("pairs", "pair_line")
        pairs[left] = right
    return pairs


def _read_number(fields: Mapping[str, object]) -> dict[str, str]:
    found = {"unit": str(fields.get("unit") or "").strip()}
    for name in ("value", "tolerance"):
        typed = str(fields.get(name) or "").strip()
        found[name] = canonical(typed)
        if typed and not found[name]:
            raise Unreadable(name, "no_number")
    return {name: text for name, text in found.items() if text}


def _read_gaps(lines: Mapping[str, list[str]]) -> dict:
    gaps: dict[str, dict[str, list[str]]] = {}
    for language, found in lines.items():
        for line in found:
            gap, equals, text = (part.strip() for part in line.partition("="))
            if not (equals and text) or not (gap.isascii() and gap.isdigit()):
                raise Unreadable(f"accepted_{language}", "gap_line")
            gaps.setdefault(str(int(gap)), {}).setdefault(language, []).append(text)
    return {"gaps": dict(sorted(gaps.items(), key=lambda item: int(item[0])))}


def _read_essay(fields: Mapping[str, object], languages: Iterable[str]) -> dict:
    found: dict[str, object] = {}
    for name in ("least", "most"):
        typed = str(fields.get(name) or "").strip()
        words = int(typed) if typed.isdecimal() and len(typed) < 10 else 0 if not typed else None
        if not is_word_count(words):
            raise Unreadable(name, "bad_words")
        found |= {name: words} if words else {}
    model = {}
    for language in languages:
        text = tidy_lines(str(fields.get(f"model_{language}") or ""), LONGEST_ESSAY)
        if text is None:
            raise Unreadable(f"model_{language}", "unreadable_line")
        model |= {language: text} if text else {}
    return found | ({"model": model} if model else {})


def _read_hotspot(fields: Mapping[str, object]) -> dict:
    found: dict[str, object] = {"areas": _read_areas(str(fields.get("areas") or ""))}
    found |= {name: True for name in ("several", "partial") if fields.get(name)}
    return found | {name: fields[name] for name in ("width", "height") if fields.get(name)}


def _read_areas(text: str) -> dict[str, dict]:
    areas: dict[str, dict] = {}
    for line in _lines(text, "areas", LONGEST_AREA):
        code, _equals, area = (part.strip() for part in line.partition("="))
        shape, *coords = re.split(r"[\s,;]+", area)
        if not code or code in areas or len(coords) not in COUNTS.get(shape, ()):
            raise Unreadable("areas", "area_line")
        if not all(map(_PIXELS.fullmatch, coords)):
            raise Unreadable("areas", "area_line")
        areas[code] = {"shape": shape, "coords": [_pixels(number) for number in coords]}
    return areas


def _pixels(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _lines(text: str, field: str, longest: int = LONGEST) -> list[str]:
    lines = [tidy(line, longest) for line in text.splitlines() if line.strip()]
    if None in lines:
        raise Unreadable(field, "unreadable_line")
    return list(dict.fromkeys(lines))
