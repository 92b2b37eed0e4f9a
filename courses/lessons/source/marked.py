"""YAML in which every value knows its line, read without surprises.

A scalar is the text its author typed (``no`` stays ``no``, ``7.4`` stays ``7.4``); aliases, tags
and repeated names are refused. Read from the parser's events, not composed: the composer of the
C library recurses until the process dies on a file of brackets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from .problems import Report

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NOTHING = {"", "~", "null", "Null", "NULL"}
_DEEPEST = 12
# What PyYAML says where an author forgot quotation marks → what to do.
_PLAINER = {
    "mapping values are not allowed": "a value with a colon in it must stand in quotes",
    "alphabetic or numeric": "a value that begins with * or & must stand in quotes",
    "cannot start any token": "a value that begins with @ or ` or % must stand in quotes",
}


@dataclass(frozen=True)
class Marked:
    """A value and its line: a text, a list of Marked, a dict of name → Marked, or None.

    ``key_line`` is the line of the name a value stands under.
    """

    value: str | list[Marked] | dict[str, Marked] | None
    line: int
    key_line: int = 0

    @property
    def is_empty(self) -> bool:
        return self.value is None or self.value == ""


def read_yaml(text: str, report: Report, first_line: int = 1) -> Marked | None:
    """The document in ``text``; None where it cannot be read, which is reported."""
    try:
        return _Reader(text, report, first_line).document()
    except yaml.YAMLError as error:
        report.problem(first_line + _line_of(error), f"YAML: {_reason_of(error)}")
    except _Refused as refusal:
        report.problem(refusal.line, f"YAML: {refusal}")
    return None


def _line_of(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return mark.line if mark else 0


def _reason_of(error: yaml.YAMLError) -> str:
    reason = getattr(error, "problem", None) or "cannot be read"
    return next((plain for said, plain in _PLAINER.items() if said in reason), reason)


class _Refused(Exception):
    """YAML that is valid, and not for us."""

    def __init__(self, line: int, reason: str):
        super().__init__(reason)
        self.line = line


class _Reader:
    def __init__(self, text: str, report: Report, first_line: int):
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=Loader)
        self.report = report
        self.first_line = first_line

    def document(self) -> Marked:
        event = self._next()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return Marked(None, self.first_line)
        found = self._value(event, 0)
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise _Refused(self._line(event), "only one document may stand in a file")
        return found

    def _next(self) -> yaml.Event:
        return next(self.events)

    def _line(self, event: yaml.Event) -> int:
        return self.first_line + event.start_mark.line

    def _value(self, event: yaml.Event, depth: int) -> Marked:
        line = self._line(event)
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(line, "aliases (&name, *name) are not used here")
        if event.tag is not None:
            raise _Refused(line, f"the tag {event.tag} is not used here")
        if depth > _DEEPEST:
            raise _Refused(line, "nested too deeply")
        if isinstance(event, yaml.MappingStartEvent):
            return Marked(self._mapping(depth), line)
        if isinstance(event, yaml.SequenceStartEvent):
            return Marked(self._sequence(depth), line)
        is_nothing = event.style is None and event.value in _NOTHING
        return Marked(None if is_nothing else event.value, line)

    def _sequence(self, depth: int) -> list[Marked]:
        found = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            found.append(self._value(event, depth + 1))
        return found

    def _mapping(self, depth: int) -> dict[str, Marked]:
        found: dict[str, Marked] = {}
        while not isinstance(name := self._next(), yaml.MappingEndEvent):
            line = self._line(name)
            if not isinstance(name, yaml.ScalarEvent):
                raise _Refused(line, "a name must be a plain word")
            value = self._value(self._next(), depth + 1)
            if name.value in found:
                self.report.problem(line, f"“{name.value}” stands here twice")
            else:
                found[name.value] = Marked(value.value, value.line, key_line=line)
        return found
