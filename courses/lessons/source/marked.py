"""YAML in which every value knows its line, read without surprises.

A scalar is the text its author typed (``no`` stays ``no``, ``7.4`` stays ``7.4``); aliases,
tags and repeated names are refused.
"""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from .problems import Report

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULL = "tag:yaml.org,2002:null"
_PLAIN_TAGS = {
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "timestamp", "map", "seq", "value")
} | {_NULL}
_DEEPEST = 12


@dataclass(frozen=True)
class Marked:
    """A value and its line: None, a text, a list of Marked, or a dict of name → Marked."""

    value: str | list[Marked] | dict[str, Marked] | None
    line: int
    key_line: int = 0

    @property
    def is_empty(self) -> bool:
        return self.value is None or self.value == ""


def read_yaml(text: str, report: Report, first_line: int = 1) -> Marked | None:
    """The document in ``text``; None where it cannot be read, which is reported."""
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        report.problem(first_line + _line_of(error), f"YAML: {_reason_of(error)}")
        return None
    except RecursionError:
        report.problem(first_line, "YAML: nested too deeply")
        return None
    if node is None:
        return Marked(None, first_line)
    return _Walk(report, first_line).value(node, 0)


def _line_of(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return mark.line if mark else 0


def _reason_of(error: yaml.YAMLError) -> str:
    reason = getattr(error, "problem", None) or "cannot be read"
    if "mapping values are not allowed" in reason:
        return "a value with a colon in it must stand in quotes"
    return reason


class _Walk:
    """Nodes of PyYAML to Marked, once each."""

    def __init__(self, report: Report, first_line: int):
        self.report = report
        self.first_line = first_line
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, depth: int) -> Marked | None:
        line = self.first_line + node.start_mark.line
        if id(node) in self.seen:
            self.report.problem(line, "YAML: aliases (&name, *name) are not used here")
            return None
        self.seen.add(id(node))
        if node.tag not in _PLAIN_TAGS:
            self.report.problem(line, f"YAML: the tag {node.tag} is not used here")
            return None
        if depth > _DEEPEST:
            self.report.problem(line, "YAML: nested too deeply")
            return None
        if isinstance(node, yaml.MappingNode):
            return Marked(self.mapping(node, depth), line)
        if isinstance(node, yaml.SequenceNode):
            items = [self.value(item, depth + 1) for item in node.value]
            return Marked([item for item in items if item is not None], line)
        return Marked(None if node.tag == _NULL else node.value, line)

    def mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Marked]:
        found: dict[str, Marked] = {}
        for name, item in node.value:
            line = self.first_line + name.start_mark.line
            if not isinstance(name, yaml.ScalarNode):
                self.report.problem(line, "YAML: a name must be a plain word")
                continue
            if name.value in found:
                self.report.problem(line, f"“{name.value}” stands here twice")
                continue
            value = self.value(item, depth + 1)
            if value is not None:
                found[name.value] = Marked(value.value, value.line, key_line=line)
        return found
