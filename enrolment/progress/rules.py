"""How far, and when it is done. Pure."""

from collections.abc import Iterable, Sequence


def merge_blocks(read: Sequence[str], newly: Iterable[str], known: Sequence[str]) -> list[str]:
    """What is read now: everything read before, and what is new and belongs to the lesson.

    Keeps the order in which things were read; nothing read is ever taken back.
    """
    seen = dict.fromkeys(read)
    allowed = set(known)
    seen.update(dict.fromkeys(block for block in newly if block in allowed))
    return list(seen)


def share_read(read: Iterable[str], known: Sequence[str]) -> int:
    """Per cent of the lesson's present blocks that were read: 0 to 100, 100 only when all were."""
    if not known:
        return 0
    return len(set(read) & set(known)) * 100 // len(known)


def is_lesson_read(read: Iterable[str], known: Sequence[str]) -> bool:
    """Whether every block the lesson has now was read."""
    return bool(known) and set(known) <= set(read)


def share_done(done: int, required: int) -> int:
    """Per cent of the required activities that are done: 100 only when all are."""
    return 0 if required == 0 else done * 100 // required
