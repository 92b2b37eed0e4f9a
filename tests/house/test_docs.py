"""The documents tell the truth: what they point at is there."""

import ast
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.support.repository import ROOT

README = ROOT / "README.md"
DOCUMENTS = [README, *sorted((ROOT / "docs").rglob("*.md"))]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
CODE = re.compile(r"`([^`]+)`")
PATH = re.compile(r"[\w.\-/]+\.\w+(::\w+(\.\w+)*)?|[\w.\-]+/([\w.\-]+/)*")


def answers() -> list[str]:
    """Every path, or ``path::name``, in the table "Where do I find…?" of the README."""
    text = README.read_text(encoding="utf-8")
    section = re.search(r"^#+ Where do I find…\?$(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    assert section, "the README has no section “Where do I find…?”"
    rows = [line for line in section[1].splitlines() if line.startswith("|")][2:]
    return [code for row in rows for code in CODE.findall(row) if PATH.fullmatch(code)]


def names_in(path: Path) -> set[str]:
    """``name`` and ``Class.name`` of all that a module defines or gives a value to at its top."""
    found = set()
    for node in ast.parse(path.read_bytes()).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{inner.name}" for inner in node.body if hasattr(inner, "name")}
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def test_everything_in_where_do_i_find_is_there():
    wrong = []
    for answer in answers():
        path, _, name = answer.partition("::")
        if not (ROOT / path).exists() or (name and name not in names_in(ROOT / path)):
            wrong.append(answer)
    assert answers(), "the table names nothing"
    assert wrong == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_relative_links_lead_somewhere(document):
    links = LINK.findall(document.read_text(encoding="utf-8"))
    near = [unquote(link.partition("#")[0]) for link in links if not re.match(r"[a-z]+:|#", link)]
    assert [link for link in near if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_why_and_what_was_rejected(document):
    text = document.read_text(encoding="utf-8")
    number = int(document.stem.partition("-")[0])
    assert text.startswith(f"# {number}. ")
    assert [part for part in ("**Context.**", "**Decision.**", "**Rejected.**") if part not in text] == []


def test_decisions_are_numbered_without_twins():
    numbers = [path.stem.partition("-")[0] for path in DECISIONS]
    assert len(numbers) == len(set(numbers))


def test_the_readme_names_the_commands_there_are():
    offered = set(
        re.findall(r"^([a-z0-9]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    named = set(re.findall(r"`make ([a-z0-9]+)", README.read_text(encoding="utf-8")))
    assert {"run", "test"} <= named
    assert named - offered == set()
