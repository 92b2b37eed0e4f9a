"""The JSON that a page's script sends, read the same way everywhere."""

import json


class Unreadable(Exception):
    """What came is not what the page sends; ``status`` is the answer to that: 400, or 413 for too much."""

    def __init__(self, status: int = 400):
        super().__init__(status)
        self.status = status


def read_object(request, *, largest: int | None = None) -> dict:
    """The JSON object that is the request's body, of ``largest`` bytes at most. Raises Unreadable."""
    if largest is not None and _length(request) > largest:
        raise Unreadable(413)
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(sent, dict):
        raise Unreadable
    return sent


def _length(request) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
