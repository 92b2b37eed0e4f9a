"""Whether a translation has the same blocks as its source: the same kinds and keys, in the same order."""

from __future__ import annotations

from .model import AssignmentWords, Block, LessonWords
from .problems import Report

# What is composed of blocks.
Composed = LessonWords | AssignmentWords


def compare(source: Composed, translation: Composed, report: Report) -> None:
    """Report every block that is missing, too many, of another kind, or out of order."""
    theirs = {block.key: block for block in translation.blocks}
    ours = {block.key: block for block in source.blocks}
    _missing(source, theirs, translation, report)
    for block in translation.blocks:
        original = ours.get(block.key)
        if original is None:
            report.problem(block.line, f"the block “{block.key}” ({block.kind}) is not in the source lesson")
        elif original.kind != block.kind:
            report.problem(
                block.line,
                f"the block “{block.key}” is {_a(block.kind)} here and {_a(original.kind)} in the source",
            )
        elif _right_answers(original) != _right_answers(block):
            report.problem(
                block.line, f"the right answers of “{block.key}” are not those of the source lesson"
            )
    _order(source, translation, report)


def _missing(source: Composed, theirs: dict[str, Block], translation: Composed, report: Report) -> None:
    """A missing block is reported where it should stand: at the block before it, or at the first line."""
    line = translation.blocks[0].line if translation.blocks else translation.last_line
    for block in source.blocks:
        if block.key in theirs:
            line = theirs[block.key].line
        else:
            report.problem(
                line, f"after this, the block “{block.key}” ({block.kind}) of the source is missing"
            )


def _order(source: Composed, translation: Composed, report: Report) -> None:
    """The first block that stands elsewhere than in the source, of those both have."""
    both = {block.key for block in source.blocks} & {block.key for block in translation.blocks}
    expected = [block.key for block in source.blocks if block.key in both]
    found = [block for block in translation.blocks if block.key in both]
    for key, block in zip(expected, found, strict=False):
        if key != block.key:
            report.problem(
                block.line, f"the block “{block.key}” stands here; in the source lesson it is “{key}”"
            )
            return


def _right_answers(block: Block) -> list[bool]:
    """Of a check: which of its answers are right, in order. Of any other block nothing."""
    if block.kind != "check" or not isinstance(block.value, dict):
        return []
    return [item["value"]["is_right"] for item in block.value["options"]]


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
