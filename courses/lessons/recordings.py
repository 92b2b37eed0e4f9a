"""Files in parts, as players of recordings ask for them.

A player seeks by asking for a range of bytes; iPhones play nothing that does not answer to one.
Wagtail's view decides who gets a file; here its answer is cut to the part that was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from wagtail.documents.views.serve import serve

PIECE = 64 * 1024
_RANGE = re.compile(r"bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})", re.IGNORECASE)


class Unsatisfiable(Exception):
    """The range asked for lies wholly outside the file."""


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for; None for the whole file. Raises Unsatisfiable.

    What is no range, or more than one, is ignored, as the standard (RFC 9110) has it.
    """
    found = _RANGE.fullmatch(header.strip())
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        if not int(last) or not size:
            raise Unsatisfiable
        return max(size - int(last), 0), size - 1
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise Unsatisfiable
    return int(first), min(int(last), size - 1) if last else size - 1


def document(request, document_id, document_filename) -> HttpResponseBase:
    """A document, or the part of it that was asked for; never in memory as a whole."""
    response = serve(request, document_id, document_filename)
    if not isinstance(response, FileResponse) or response.status_code != 200:
        return response
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    # Compressed on the way, a part would no longer be the part that was asked for.
    response["Content-Encoding"] = "identity"
    return _part_of(response, _range_asked(request, response))


def _part_of(response: FileResponse, asked: str) -> HttpResponseBase:
    size = int(response["Content-Length"])
    try:
        part = parse_range(asked, size)
    except Unsatisfiable:
        response.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if part is None:
        return response
    first, last = part
    file = response.file_to_stream
    file.seek(first)
    response.streaming_content = _pieces(file, last - first + 1)
    response.status_code = 206
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _range_asked(request, response: FileResponse) -> str:
    """A part of another version of the file would spoil what the player has."""
    condition = request.headers.get("If-Range")
    is_same = condition is None or condition == response.headers.get("ETag")
    return request.headers.get("Range", "") if is_same else ""


def _pieces(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length > 0 and (piece := file.read(min(PIECE, length))):
        length -= len(piece)
        yield piece
