"""The table: a caption, then rows between pipes, the first of them the header."""

from __future__ import annotations

import re
from uuid import UUID, uuid5

from clikc.foundation.markdown import to_inline_html

from .bench import Bench, rows_of
from .fences import Part
from .prose import check_links, check_plain

_RULE = re.compile(r":?-+:?$")
_PIPE = re.compile(r"(?<!\\)\|")


def table(part: Part, bench: Bench) -> dict:
    above, rows = _caption_and_rows(part)
    values = bench.values(above, ("caption",))
    lines = [line for line, _cells in rows]
    cells = [cells for _line, cells in rows]
    header, body = _header_and_body(cells, lines, part, bench)
    return {
        "caption": values.plain("caption"),
        "header": bench.items("header", header),
        "rows": _rows(body, bench),
    }


def _caption_and_rows(part: Part) -> tuple[Part, list[tuple[int, list[str]]]]:
    rows = part.text.split("\n")
    first = next((n for n, row in enumerate(rows) if row.lstrip().startswith("|")), len(rows))
    above = Part(part.kind, part.key, "\n".join(rows[:first]), part.line, part.first_line)
    below = Part(part.kind, part.key, "\n".join(rows[first:]), part.line, part.first_line + first)
    return above, [(line, _cells(row)) for line, row in rows_of(below)]


def _cells(row: str) -> list[str]:
    bare = row.strip().removeprefix("|")
    cells = _PIPE.split(bare)
    if cells and not cells[-1].strip():
        cells.pop()
    return [" ".join(cell.replace("\\|", "|").split()) for cell in cells]


def _header_and_body(cells, lines, part: Part, bench: Bench):
    if len(cells) < 3 or not all(_RULE.match(cell) for cell in cells[1]):
        bench.report.problem(
            lines[0] if lines else part.line,
            "a table has a header row, a row of |---|---| and at least one row below",
        )
        return [], []
    width = len(cells[0])
    for line, row in zip(lines, cells, strict=True):
        if len(row) != width:
            bench.report.problem(line, f"this row has {len(row)} cells, the header has {width}")
    for cell in cells[0]:
        check_plain(cell, "header", lines[0], bench.report)
    for line, row in zip(lines[2:], cells[2:], strict=True):
        for cell in row:
            check_links(cell, line, bench.report)
    return cells[0], cells[2:]


def _rows(body: list[list[str]], bench: Bench) -> list[dict]:
    rows = bench.items("rows", [[] for _row in body])
    for row, cells in zip(rows, body, strict=True):
        row["value"] = [
            {"type": "item", "value": _cell(cell), "id": str(uuid5(UUID(row["id"]), str(number)))}
            for number, cell in enumerate(cells)
        ]
    return rows


def _cell(cell: str) -> str:
    return f"<p>{to_inline_html(cell)}</p>" if cell else ""
