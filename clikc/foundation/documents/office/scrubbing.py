"""A DOCX or ODT without who wrote, changed and commented it. Pure.

What is written in the text stays, but for fields that show who wrote it; headers and footers are emptied.
What was changed and commented stays too, all of it by one ``Author``.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from ..metadata import without_words
from ..model import Limits
from ..pictures import repainted
from .checking import kind_of
from .markup import Attributes, Rewriter, bare, value_of
from .page_heads import without_page_heads
from .parts import Parts, is_xml, packed, unpacked

# Parts that say something about people or machines and nothing a reader would miss.
_GONE = re.compile(
    r"docProps/|docMetadata/|customXml/|_xmlsignatures/|word/people\.xml$|.*/people\.xml$|.*printerSettings"
    r"|meta\.xml$|.*/meta\.xml$|Thumbnails/|layout-cache$|META-INF/.*signatures|Configurations2/|manifest\.rdf$"
)
# Word asks for the author of a change, so one stays.
_ATTRIBUTES = {"author": "Author", "initials": "A", "userId": "", "providerId": "", "docname": ""}
_IDENTITY = re.compile(r"rsid|export-filename", re.IGNORECASE)
_ELEMENTS = {
    # WordprocessingML: identities of drafts and of the document, variables, addresses for serial letters
    *("rsids", "docId", "docVars", "mailMerge", "dataBinding", "attachedTemplate"),
    # OpenDocument: who changed or commented, and fields that show who wrote
    *("creator", "creator-initials", "author-name", "author-initials", "initial-creator", "printed-by"),
    "file-name",
    # SVG: what drawing programs say of their user
    *("metadata", "namedview"),
}
_SENDER = re.compile(r"sender-")
_FIELD = re.compile(
    r"\s*(?:AUTHOR|LASTSAVEDBY|USERNAME|USERINITIALS|USERADDRESS|FILENAME|DOCPROPERTY|INFO)\b", re.IGNORECASE
)
_SETTINGS = re.compile(r"Printer|Rsid|DatabaseDataSource|DatabaseCommand|Author", re.IGNORECASE)
_OF_PEOPLE = re.compile(r"creator|lastModifiedBy|Company|Manager|Author", re.IGNORECASE)
_PATH = re.compile(r"(?:[A-Za-z]:\\|\\\\|file:|/home/|/Users/)")
_DESCRIPTIONS = {"descr", "title", "alt"}


def scrubbed(data: bytes, limits: Limits) -> bytes:
    """Raises Refused for what cannot be read."""
    parts, _is_plain = unpacked(data, limits)
    kind_of(parts)
    return packed(_without_people(parts))


def _without_people(parts: Parts) -> Parts:
    kept = {name: content for name, content in without_page_heads(parts).items() if not _GONE.match(name)}
    for name, content in kept.items():
        if content:
            kept[name] = _Scrubber(name, kept).of(content) if is_xml(name) else _bare(content)
    return kept


def _bare(content: bytes) -> bytes:
    """A picture without what is said about it, as a JPEG or PNG byte by byte, else painted anew."""
    bare = without_words(content)
    return repainted(content) if bare is content else bare


class _Scrubber(Rewriter):
    def __init__(self, name: str, kept: Parts) -> None:
        super().__init__()
        self.name = name
        self.kept = kept
        self.fields: list[_Field] = []
        self.is_instruction = False
        # Controls that show a property of the document, one in another.
        self.controls: list[bool] = []

    def keeps(self, name: str, attributes: Attributes) -> bool:
        if name == "Relationship":
            return not self._leads_to_what_is_gone(attributes)
        if name == "Override":
            return attributes.get("PartName", "").lstrip("/") in self.kept
        if name == "file-entry":
            return self._is_listed(value_of(attributes, "full-path"))
        if name == "config-item" and _SETTINGS.search(value_of(attributes, "name")):
            return False
        if name == "fldSimple" and _FIELD.match(value_of(attributes, "instr")):
            return False
        if name == "dataBinding" and self.controls:
            self.controls[-1] = bool(_OF_PEOPLE.search(value_of(attributes, "xpath")))
        return name not in _ELEMENTS and not _SENDER.match(name)

    def _leads_to_what_is_gone(self, attributes: Attributes) -> bool:
        if attributes.get("TargetMode", "").lower() == "external":
            return False
        folder = posixpath.dirname(posixpath.dirname(self.name))
        path = posixpath.normpath(posixpath.join("/" + folder, attributes.get("Target", ""))).lstrip("/")
        return bool(_GONE.match(path))

    def _is_listed(self, path: str) -> bool:
        if path.endswith("/") and path != "/":
            return any(name.startswith(path) for name in self.kept)
        return path == "/" or path in self.kept

    def changed(self, name: str, attributes: Attributes) -> Attributes:
        self.is_instruction = name == "instrText"
        if name == "sdt":
            self.controls.append(False)
        elif name == "fldChar":
            self._follow(value_of(attributes, "fldCharType"))
        return {
            key: _ATTRIBUTES.get(bare(key), value)
            for key, value in attributes.items()
            if not _IDENTITY.search(bare(key)) and not (bare(key) in _DESCRIPTIONS and _PATH.match(value))
        }

    def _follow(self, stage: str) -> None:
        if stage == "begin":
            self.fields.append(_Field())
        elif stage == "separate" and self.fields:
            self.fields[-1].is_of_people = bool(_FIELD.match(self.fields[-1].instruction))
        elif stage == "end" and self.fields:
            self.fields.pop()

    def text(self, content: str) -> str:
        if self.is_instruction and self.fields:
            self.fields[-1].instruction += content
        elif any(self.controls) or any(field.is_of_people for field in self.fields):
            return ""
        return content

    def endElement(self, name):
        if not self._dropped and bare(name) == "sdt" and self.controls:
            self.controls.pop()
        self.is_instruction = False
        super().endElement(name)


@dataclass
class _Field:
    """A field of WordprocessingML: what it is to show, then what it showed last."""

    instruction: str = ""
    is_of_people: bool = False
