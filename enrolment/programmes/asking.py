"""What a programme asks of those who are nominated, read by the room that judges it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

Rules = list[dict[str, object]]
_readers: list[Callable[[Iterable[Mapping]], Rules]] = []


def register_rules(read: Callable[[Iterable[Mapping]], Rules]) -> None:
    """From now on what a programme asks is what ``read(data)`` makes of it; it raises a ValueError for what
    is no rule. Call it when apps are ready."""
    if read not in _readers:
        _readers.append(read)


def read_rules(data: Iterable[Mapping]) -> Rules:
    """The rules as they are kept. Raises ValueError."""
    for read in _readers:
        data = read(data)
    return list(data)
