"""A PDF without who made it. Pure.

What is written on its pages stays: nobody can tell a name there from a word.
"""

from __future__ import annotations

import pikepdf

from ..metadata import without_words
from .walking import dictionaries, name_in, opened, packed

# Of any dictionary. PTEX: what pdfTeX says of files it took in, with their paths.
_ABOUT = {"/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/CreatorInfo", "/Perms", "/DSS"}
_SAID = {"/Author", "/Creator", "/Producer"}
_OF_ANNOTATIONS = {"/T", "/RC", "/NM", "/M", "/CreationDate", "/Subj"}
_OF_SIGNATURES = {"/Name", "/ContactInfo", "/Location", "/Reason", "/Contents", "/Cert", "/M", "/Prop_Build"}


def scrubbed(data: bytes) -> bytes:
    """Without /Info, XMP, authors and dates of annotations, signatures, thumbnails, private data of the
    programs it went through, and what photographs in it say of themselves. Raises Refused."""
    with opened(data) as pdf:
        for key in ("/Info", "/ID"):
            if key in pdf.trailer:
                del pdf.trailer[key]
        for thing in dictionaries(pdf):
            _scrub(thing)
        return packed(pdf)


def _scrub(thing: pikepdf.Object) -> None:
    is_annotation = "/Rect" in thing and name_in(thing, "/Subtype") not in {"", "Widget"}
    for key in set(thing.keys()):
        is_said = key in _SAID and isinstance(thing[key], pikepdf.String)
        if key in _ABOUT or is_said or key.startswith("/PTEX") or (is_annotation and key in _OF_ANNOTATIONS):
            del thing[key]
    if name_in(thing, "/FT") == "Sig" and "/V" in thing:
        del thing["/V"]
    if name_in(thing, "/Type") in {"Sig", "DocTimeStamp"}:
        for key in _OF_SIGNATURES & set(thing.keys()):
            del thing[key]
    if isinstance(thing, pikepdf.Stream) and name_in(thing, "/Filter") in {"DCTDecode", "JPXDecode"}:
        _scrub_photograph(thing)


def _scrub_photograph(stream: pikepdf.Stream) -> None:
    photograph = stream.read_raw_bytes()
    bare = without_words(photograph)
    if bare != photograph:
        stream.write(bare, filter=stream["/Filter"], decode_parms=stream.get("/DecodeParms"))
