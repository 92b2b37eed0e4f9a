"""Whether a DOCX may be kept. Pure.

ECMA-376 calls what a part points at a relationship; all that Word loads, runs or opens is one.
"""

from __future__ import annotations

import posixpath
import re

from ..model import Refused
from .markup import Attributes, ContentHandler, Rewriter, bare, value_of, walk
from .parts import Parts, is_xml, judge_others

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHERS = {
    "spreadsheetml": "xlsx",
    "presentationml": "pptx",
    "wordprocessingml.template": "dotx",
}
_MACROS = ("macroenabled", "vbaproject", "vbadata")
_ACTIVE = {"control", "activexcontrolbinary", "webextension", "webextensiontaskpanes", "extensibility"}
_EMBEDDED = {"oleobject", "package", "afchunk"}
_TEMPLATE = "attachedtemplate"
# Fields that fetch or run something as soon as they are brought up to date.
_FIELDS = re.compile(r"(?:^|[\s{])(DDEAUTO|DDE|INCLUDETEXT|IMPORT|DATABASE|LINK)\b", re.IGNORECASE)
# Of a drawing (SVG).
_INNER_PICTURE = re.compile(r"(?:data:image/|#|$)", re.IGNORECASE)
_SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)


def main_part(parts: Parts) -> str:
    """The name of the text itself. Raises Refused: macros, unknown_kind, broken."""
    types = _Types()
    walk(parts["[Content_Types].xml"], types)
    if any(word in kind.lower() for kind in types.all() for word in _MACROS):
        raise Refused("macros")
    for source, target, kind in relations(parts):
        if source == "_rels/.rels" and kind == "officedocument":
            if types.of(target) != MAIN:
                _refuse_others(types.of(target))
            if target not in parts:
                raise Refused("broken")
            return target
    raise Refused("unknown_kind", looks_like="zip")


def _refuse_others(kind: str) -> None:
    for word, name in _OTHERS.items():
        if word in kind:
            raise Refused("unknown_kind", looks_like=name)
    raise Refused("unknown_kind", looks_like="zip")


def relations(parts: Parts) -> list[tuple[str, str, str]]:
    """(part of relationships, the part that is pointed at, the last word of its type in lower case), of
    those within the document."""
    found = []
    for name in parts:
        if name.endswith(".rels"):
            links = _Links()
            walk(parts[name], links)
            folder = posixpath.dirname(posixpath.dirname(name))
            for kind, target, is_external in links.found:
                if not is_external:
                    path = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
                    found.append((name, path, kind))
    return found


def owner_of(name: str) -> str:
    """Whose relationships a part holds; empty where it is those of the whole document."""
    folder, file = posixpath.split(name)
    return posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))


def judged(parts: Parts) -> tuple[Parts, list[str]]:
    """The parts to keep, and what was taken out: template_removed, links_removed, chart_data_removed.

    Raises Refused: macros, active_content, embedded_files, external_content, broken.
    """
    if any(word in name.lower() for name in parts for word in _MACROS):
        raise Refused("macros")
    changes: list[str] = []
    kept = dict(parts)
    for name in parts:
        if name.endswith(".rels"):
            _clean(kept, name, changes)
    judge_others(kept)
    for name, content in kept.items():
        if is_xml(name):
            walk(content, _Judge())
    return kept, changes


def _clean(parts: Parts, name: str, changes: list[str]) -> None:
    cleaner = _Cleaner(is_of_chart="/charts/" in f"/{name}")
    content = cleaner.of(parts[name])
    if not cleaner.changes:
        return
    parts[name] = content
    changes += cleaner.changes
    owner = owner_of(name)
    if cleaner.gone and owner in parts:
        parts[owner] = _Unlinked(cleaner.gone).of(parts[owner])
    for target in cleaner.targets:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(owner), target)).lstrip("/")
        parts.pop(path, None)


class _Types(ContentHandler):
    def __init__(self) -> None:
        self.parts: dict[str, str] = {}
        self.endings: dict[str, str] = {}

    def startElement(self, name, attrs):
        if bare(name) == "Override":
            self.parts[attrs.get("PartName", "").lstrip("/")] = attrs.get("ContentType", "")
        elif bare(name) == "Default":
            self.endings[attrs.get("Extension", "").lower()] = attrs.get("ContentType", "")

    def all(self) -> list[str]:
        return [*self.parts.values(), *self.endings.values()]

    def of(self, part: str) -> str:
        return self.parts.get(part) or self.endings.get(part.rpartition(".")[2].lower(), "")


class _Links(ContentHandler):
    def __init__(self) -> None:
        self.found: list[tuple[str, str, bool]] = []

    def startElement(self, name, attrs):
        if bare(name) == "Relationship":
            kind = attrs.get("Type", "").rpartition("/")[2].lower()
            is_external = attrs.get("TargetMode", "").lower() == "external"
            self.found.append((kind, attrs.get("Target", ""), is_external))


class _Cleaner(Rewriter):
    """Relationships without what may safely go; refuses the others that are not to be kept."""

    def __init__(self, is_of_chart: bool) -> None:
        super().__init__()
        self.is_of_chart = is_of_chart
        self.changes: list[str] = []
        self.gone: set[str] = set()
        self.targets: list[str] = []

    def keeps(self, name: str, attributes: Attributes) -> bool:
        if name != "Relationship":
            return True
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        is_external = attributes.get("TargetMode", "").lower() == "external"
        if kind == _TEMPLATE:
            return self._drop("template_removed", attributes)
        if kind == "package" and self.is_of_chart:
            if not is_external:
                self.targets.append(attributes.get("Target", ""))
            return self._drop("chart_data_removed", attributes)
        if kind in _ACTIVE:
            raise Refused("active_content", found=kind)
        if kind in _EMBEDDED:
            raise Refused("embedded_files")
        if is_external and kind != "hyperlink":
            raise Refused("external_content")
        return True

    def _drop(self, change: str, attributes: Attributes) -> bool:
        self.changes.append(change)
        self.gone.add(attributes.get("Id", ""))
        return False

    def changed(self, name: str, attributes: Attributes) -> Attributes:
        is_link = attributes.get("TargetMode", "").lower() == "external"
        if (
            name == "Relationship"
            and is_link
            and not _SAFE_ADDRESS.match(attributes.get("Target", "").strip())
        ):
            self.changes.append("links_removed")
            return {**attributes, "Target": "#"}
        return attributes


class _Unlinked(Rewriter):
    """A part without the elements that named relationships which are gone."""

    def __init__(self, gone: set[str]) -> None:
        super().__init__()
        self.gone = gone

    def keeps(self, name: str, attributes: Attributes) -> bool:
        return not (name in {"attachedTemplate", "externalData"} and value_of(attributes, "id") in self.gone)


class _Judge(ContentHandler):
    """Refuses fields that fetch or run something, also when their words are spread over several runs."""

    def __init__(self) -> None:
        self.field: list[str] = []
        self.is_within = False

    def startElement(self, name, attrs):
        name = bare(name)
        if name in {"script", "handler"}:
            raise Refused("active_content", found="script")
        if name in {"image", "feImage"} and not _INNER_PICTURE.match(value_of(attrs, "href")):
            raise Refused("external_content")
        if name == "fldSimple":
            self._judge(value_of(attrs, "instr"))
        if name == "fldChar":
            self._judge("".join(self.field))
            self.field = []
        self.is_within = name == "instrText"

    def characters(self, content):
        if self.is_within:
            self.field.append(content)

    def endElement(self, name):
        self.is_within = False

    def endDocument(self):
        self._judge("".join(self.field))

    def _judge(self, instruction: str) -> None:
        if found := _FIELDS.match(instruction.strip()):
            raise Refused("active_content", found=found[1].lower())
