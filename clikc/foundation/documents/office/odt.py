"""Whether an ODT may be kept. Pure. OpenDocument 1.3."""

from __future__ import annotations

import re

from ..model import Refused
from .markup import Attributes, ContentHandler, Rewriter, bare, value_of, walk
from .parts import Parts, is_xml, judge_others

MAIN = "application/vnd.oasis.opendocument.text"
_ODF = "application/vnd.oasis.opendocument."
# A diagram and a formula are drawn by the same program and hold nothing else.
_INNER = {_ODF + "chart", _ODF + "formula"}
_OTHERS = {"spreadsheet": "ods", "presentation": "odp", "text-template": "ott", "text-master": "odm"}
_MACRO_FOLDERS = ("basic/", "scripts/", "dialogs/")
_MACRO_ADDRESS = re.compile(r"\s*(?:vnd\.sun\.star\.(?:script|execute)|macro|javascript|service|slot):", re.I)
_SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:|#|$)", re.IGNORECASE)
_WITHIN = re.compile(r"(?:\./)?(?![/.])[^:]*$|#|data:image/")
_SCRIPTS = {"script", "event-listener", "event", "libraries"}
_ACTIVE = {"applet", "plugin", "floating-frame", "dde-source", "dde-link", "dde-connection-decl"}
_LINKS = {"a", "template"}
# Menus and keys of the program it was written with; they may be bound to macros.
_MENUS = "Configurations2/"


def main_part(parts: Parts) -> str:
    """Raises Refused: unknown_kind, broken."""
    kind = parts["mimetype"].decode("ascii", "replace").strip()
    if kind != MAIN:
        for word, name in _OTHERS.items():
            if kind == _ODF + word:
                raise Refused("unknown_kind", looks_like=name)
        raise Refused("unknown_kind", looks_like="zip")
    if "content.xml" not in parts:
        raise Refused("broken")
    return "content.xml"


def judged(parts: Parts) -> tuple[Parts, list[str]]:
    """The parts to keep, and what was taken out: template_removed, links_removed, menus_removed.

    Raises Refused: macros, encrypted, active_content, embedded_files, external_content, broken.
    """
    if "META-INF/manifest.xml" in parts:
        walk(parts["META-INF/manifest.xml"], _Manifest())
    if any(name.lower().startswith(_MACRO_FOLDERS) for name in parts):
        raise Refused("macros")
    judge_others(parts)
    kept, changes = _without_menus(parts)
    for name, content in kept.items():
        if content and is_xml(name):
            cleaner = _Cleaner()
            cleaned = cleaner.of(content)
            if cleaner.changes:
                kept[name] = cleaned
                changes += cleaner.changes
    return kept, changes


def _without_menus(parts: Parts) -> tuple[Parts, list[str]]:
    menus = {name for name, content in parts.items() if name.startswith(_MENUS) and content}
    if not menus:
        return dict(parts), []
    kept = {name: content for name, content in parts.items() if name not in menus}
    if "META-INF/manifest.xml" in kept:
        kept["META-INF/manifest.xml"] = _Unlisted(menus).of(kept["META-INF/manifest.xml"])
    return kept, ["menus_removed"]


class _Unlisted(Rewriter):
    """The manifest without what is gone."""

    def __init__(self, gone: set[str]) -> None:
        super().__init__()
        self.gone = gone

    def keeps(self, name: str, attributes: Attributes) -> bool:
        return not (name == "file-entry" and value_of(attributes, "full-path") in self.gone)


class _Manifest(ContentHandler):
    def startElement(self, name, attrs):
        if bare(name) == "encryption-data":
            raise Refused("encrypted")
        if bare(name) == "file-entry":
            kind = value_of(attrs, "media-type")
            is_whole = value_of(attrs, "full-path") == "/"
            if kind.startswith(_ODF) and kind not in _INNER and not is_whole:
                raise Refused("embedded_files")
            if "script" in kind or "basic" in kind:
                raise Refused("macros")
            if "ole" in kind or "java" in kind:
                raise Refused("embedded_files")


class _Cleaner(Rewriter):
    def __init__(self) -> None:
        super().__init__()
        self.changes: list[str] = []

    def keeps(self, name: str, attributes: Attributes) -> bool:
        if name in _SCRIPTS or any(_MACRO_ADDRESS.match(value) for value in attributes.values()):
            raise Refused("macros")
        if name in _ACTIVE:
            raise Refused("active_content", found=name)
        if name == "object-ole":
            raise Refused("embedded_files")
        if name == "template":
            self.changes.append("template_removed")
            return False
        return True

    def changed(self, name: str, attributes: Attributes) -> Attributes:
        for key, value in attributes.items():
            if bare(key) != "href":
                continue
            if name in _LINKS:
                if not _SAFE_ADDRESS.match(value.strip()):
                    self.changes.append("links_removed")
                    return {**attributes, key: "#"}
            elif not _WITHIN.match(value.strip()):
                raise Refused("external_content")
        return attributes
