"""A definition as authors write it: a few fields of plain text, and back. Pure.

Pairs stand one a line, ``left code = right code``. Accepted texts stand one a line for each language;
those of gaps with the gap's number before them, ``1 = text``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .kinds.blanks import gaps_of
from .kinds.matching import pairs_of
from .kinds.numbers import canonical
from .kinds.text import tidy

# What each kind asks for beside its choices.
FIELDS = {
    "multiple": ("partial",),
    "ordering": ("partial",),
    "matching": ("pairs",),
    "numerical": ("value", "tolerance", "unit"),
    "short": ("accepted",),
    "blanks": ("accepted",),
}


class Unreadable(Exception):
    """A field of a definition that cannot be read; ``field`` is its name, ``code`` says why."""

    def __init__(self, field: str, code: str):
        super().__init__(field, code)
        self.field = field
        self.code = code


def written(kind: str, definition: Mapping) -> dict[str, object]:
    """Field → what stands in it; ``accepted_<language>`` for each language that has some."""
    texts = {name: str(definition.get(name) or "") for name in ("value", "tolerance", "unit")}
    pairs = "\n".join(f"{left} = {right}" for left, right in pairs_of(definition).items())
    accepted: dict[str, list[str]] = {}
    if kind == "short":
        accepted = dict(definition.get("accepted") or {})
    for gap, by_language in gaps_of(definition).items():
        for language, variants in by_language.items():
            accepted.setdefault(language, []).extend(f"{gap} = {text}" for text in variants)
    return {
        "partial": definition.get("partial") is True,
        "pairs": pairs,
        **texts,
        **{f"accepted_{language}": "\n".join(lines) for language, lines in accepted.items()},
    }


def read(kind: str, fields: Mapping[str, object], languages: Iterable[str]) -> dict:
    """The definition that the fields of a kind say; those of other kinds are left alone.

    Raises Unreadable.
    """
    asked = FIELDS.get(kind, ())
    if "partial" in asked:
        return {"partial": True} if fields.get("partial") else {}
    if "pairs" in asked:
        return {"pairs": _read_pairs(str(fields.get("pairs") or ""))}
    if "value" in asked:
        return _read_number(fields)
    if "accepted" not in asked:
        return {}
    texts = {language: str(fields.get(f"accepted_{language}") or "") for language in languages}
    found = {language: _lines(text, f"accepted_{language}") for language, text in texts.items()}
    return _read_gaps(found) if kind == "blanks" else {"accepted": {k: v for k, v in found.items() if v}}


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


def _lines(text: str, field: str) -> list[str]:
    lines = [tidy(line) for line in text.splitlines() if line.strip()]
    if None in lines:
        raise Unreadable(field, "unreadable_line")
    return list(dict.fromkeys(lines))
