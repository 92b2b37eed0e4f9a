"""Whether a PDF may be kept: nothing that runs, nothing inside it, nothing that it is besides. Pure."""

from __future__ import annotations

import re

import pikepdf

from ..kinds import is_archive, is_something_else
from ..model import Document, Limits, Refused, document
from . import reading
from .walking import dictionaries, name_in, opened, packed

# ISO 32000-2, table 201: what is not named here stays within the document, or says where to go.
_RUNNING_ACTIONS = {
    "JavaScript",
    "Launch",
    "SubmitForm",
    "ImportData",
    "Rendition",
    "Movie",
    "Sound",
    "GoTo3DView",
    "RichMediaExecute",
}
_OTHER_FILES = {"GoToR", "GoToE", "Thread"}
_RUNNING_ANNOTATIONS = {"RichMedia", "3D", "Screen", "Movie", "Sound"}
_SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_NOWHERE = "about:blank"


def checked(data: bytes, limits: Limits) -> Document:
    """The PDF with what to keep of it. Raises Refused; ``changes``: rewritten, links_removed."""
    if is_archive(data):
        raise Refused("polyglot")
    if b"%%EOF" not in data:
        raise Refused("broken")
    with opened(data) as pdf:
        pages = _count(pdf, limits)
        changes = ["links_removed"] if _judge(pdf) else []
        if changes or not _is_plain(data) or pdf.get_warnings():
            data = packed(pdf)
            changes.append("rewritten")
            if not _is_plain(data):
                raise Refused("polyglot")
        text, size = reading.text_and_size(data, pdf, limits)
    return document("pdf", data, text=text, pages=pages, size=size, changes=changes)


def _is_plain(data: bytes) -> bool:
    end = data.rfind(b"%%EOF")
    is_alone = data.startswith(b"%PDF-") and not data[end + 5 :].strip(b"\x00\t\r\n ")
    return is_alone and not is_something_else(data, "pdf")


def _count(pdf: pikepdf.Pdf, limits: Limits) -> int:
    pages = len(pdf.pages)
    if not pages:
        raise Refused("broken")
    if pages > limits.pages:
        raise Refused("too_many_pages", pages=pages, most=limits.pages)
    return pages


def _judge(pdf: pikepdf.Pdf) -> bool:
    """Whether links had to be taken out. Raises Refused for all else."""
    is_changed = False
    for thing in dictionaries(pdf):
        _judge_one(thing)
        action = name_in(thing, "/S")
        if action in _OTHER_FILES or (action == "URI" and not _is_safe(thing.get("/URI"))):
            _defuse(thing)
            is_changed = True
    return is_changed


def _judge_one(thing: pikepdf.Object) -> None:
    kind, subtype, action = name_in(thing, "/Type"), name_in(thing, "/Subtype"), name_in(thing, "/S")
    if "/EF" in thing or kind == "EmbeddedFile" or subtype == "FileAttachment":
        raise Refused("embedded_files")
    if action in _RUNNING_ACTIONS or subtype in _RUNNING_ANNOTATIONS:
        raise Refused("active_content", found=(action if action in _RUNNING_ACTIONS else subtype).lower())
    if "/JS" in thing or "/JavaScript" in thing:
        raise Refused("active_content", found="javascript")
    if "/XFA" in thing:
        raise Refused("active_content", found="xfa")
    if isinstance(thing, pikepdf.Stream) and ("/F" in thing or "/FFilter" in thing):
        raise Refused("external_content")


def _is_safe(address: object) -> bool:
    return isinstance(address, pikepdf.String) and bool(_SAFE_ADDRESS.match(str(address).strip()))


def _defuse(action: pikepdf.Object) -> None:
    for key in set(action.keys()) - {"/Type", "/Next"}:
        del action[key]
    action["/S"] = pikepdf.Name("/URI")
    action["/URI"] = pikepdf.String(_NOWHERE)
