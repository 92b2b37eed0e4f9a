"""Fences that are lists: steps, accordion, reading."""

from __future__ import annotations

import re

from .bench import Bench, rows_of
from .fences import Part
from .prose import check_plain, inline, is_web_address, prose

_STEP = re.compile(r"\d+[.)]\s+(.*)$")
_STEP_TITLE = re.compile(r"\*\*(.+?)\*\*\s*(.*)$", re.DOTALL)


def steps(part: Part, bench: Bench) -> dict:
    found: list[tuple[int, str]] = []
    for number, row in rows_of(part):
        match = _STEP.match(row)
        if match:
            found.append((number, match[1]))
        elif not found or re.match(r"[-*]\s", row.strip()):
            bench.report.problem(number, "a step begins with its number: “1. **Title.** text”")
        else:
            line, text = found[-1]
            found[-1] = (line, f"{text} {row.strip()}")
    if not found:
        bench.report.problem(part.line, "there is no step in this fence")
    return {"steps": bench.items("steps", [_step(text, line, bench) for line, text in found])}


def _step(text: str, line: int, bench: Bench) -> dict:
    match = _STEP_TITLE.match(text)
    title, rest = (match[1].strip(), match[2]) if match else ("", text)
    check_plain(title, "title", line, bench.report)
    return {"title": title, "text": inline(rest, line, bench.report)}


def accordion(part: Part, bench: Bench) -> dict:
    sections: list[tuple[int, str, list[str]]] = []
    for number, row in enumerate(part.text.split("\n"), start=part.first_line):
        if row.startswith("### "):
            sections.append((number, row[4:].strip(), []))
        elif sections:
            sections[-1][2].append(row)
        elif row.strip():
            bench.report.problem(number, "an accordion begins with “### Title”")
    if len(sections) < 2:
        bench.report.problem(part.line, "an accordion has at least two sections (### Title)")
    return {"items": bench.items("items", [_section(*section, bench) for section in sections])}


def _section(line: int, title: str, rows: list[str], bench: Bench) -> dict:
    check_plain(title, "title", line, bench.report)
    if not "".join(rows).strip():
        bench.report.problem(line, "this section has no text")
    return {"title": title, "text": prose("\n".join(rows), line + 1, bench.report)}


_READING = re.compile(r"[-*]\s+\[(?P<title>.+?)\]\((?P<url>\S+?)\)(?:\s*[—–-]\s*(?P<note>.*))?$")


def reading(part: Part, bench: Bench) -> dict:
    found: list[tuple[int, str]] = []
    for number, row in rows_of(part):
        if re.match(r"[-*]\s", row):
            found.append((number, row.rstrip()))
        elif found:
            line, text = found[-1]
            found[-1] = (line, f"{text} {row.strip()}")
        else:
            bench.report.problem(number, "a reading is a list: “- [title](https://…) — what it gives you”")
    if not found:
        bench.report.problem(part.line, "there is no link in this fence")
    return {"items": bench.items("items", [_link(text, line, bench) for line, text in found])}


def _link(text: str, line: int, bench: Bench) -> dict:
    match = _READING.match(text)
    if not match:
        bench.report.problem(line, "write “- [title](https://…) — what it gives you”")
        return {"title": "", "url": "", "note": ""}
    if not is_web_address(match["url"]):
        bench.report.problem(line, f"the link “{match['url']}” must begin with https:// or http://")
    check_plain(f"{match['title']} {match['note'] or ''}", "reading", line, bench.report)
    return {"title": match["title"], "url": match["url"], "note": (match["note"] or "").strip()}
