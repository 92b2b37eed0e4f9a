"""Grades as the page shows them: modules with lines, and what is needed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from clikc.foundation.templatetags.components import points as short

from .words import STATES, deductions_of, deed_of, role_of

if TYPE_CHECKING:
    from enrolment.grading.api import OwnGrades, WhatIf
    from enrolment.grading.gradebook.own import Line


def modules_shown(own: OwnGrades, typed: dict[str, str], wrong: set[str], what_if: WhatIf) -> list[dict]:
    """Each module with its weight, its total and its lines. ``share`` is what it weighs in the whole, per
    cent, None where nothing weighs anything."""
    weights = sum((module.weight for module, lines in own.modules if lines), Decimal(0))
    return [
        {
            "module": module,
            "share": _share(module.weight, weights),
            "total": own.total.modules.get(module.key),
            "lines": [_line(line, typed, wrong) for line in lines],
        }
        for module, lines in own.modules
        if lines
    ]


def _share(weight: Decimal, all_of_them: Decimal) -> int | None:
    return round(weight * 100 / all_of_them) if all_of_them else None


def _line(line: Line, typed: dict[str, str], wrong: set[str]) -> dict:
    code, latest = line.column.code, line.latest
    is_graded = line.cell.points is not None
    return {
        "line": line,
        "column": line.column,
        "cell": line.cell,
        "points": short(line.cell.points) if is_graded else "",
        "most": short(line.column.most),
        "state": "" if is_graded else STATES[line.cell.state],
        "deductions": deductions_of(latest) if latest else [],
        "raw": short(latest.raw) if latest and latest.raw is not None else "",
        "is_released": any(entry.kind == "marked" for entry in line.history),
        "reason": latest.reason if latest else "",
        "is_dropped": "dropped" in line.cell.notes,
        "history": [_entry(entry) for entry in line.history] if len(line.history) > 1 else [],
        "typed": typed.get(code, ""),
        "is_wrong": code in wrong,
    }


def _entry(entry) -> dict:
    return {
        "entry": entry,
        "deed": deed_of(entry),
        "role": role_of(entry),
        "points": "" if entry.points is None else short(entry.points),
    }


def needs_shown(own: OwnGrades, what_if: WhatIf) -> list[dict]:
    """What is needed to pass and for honours: already, so much of each that is open, or out of reach."""
    targets = (
        (_("To pass"), own.scheme.pass_percent, what_if.to_pass),
        (_("For honours"), own.scheme.honours_percent, what_if.for_honours),
    )
    columns = {line.column.code: line.column for line in own.lines}
    return [
        {
            "title": title,
            "target": target,
            "need": need,
            "each": [
                {"column": columns[code], "points": short(points), "most": short(columns[code].most)}
                for code, points in need.points.items()
            ],
        }
        for title, target, need in targets
    ]
