"""A content package: which of its files are items, in which order, and what else it holds. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from clikc.foundation.archives import is_safe_path

from ..model import Finding, Level, UnreadableFile
from .archive import unpacked
from .tree import Node, parse

MANIFEST = "imsmanifest.xml"
# Types of resources that are only files of the items.
_PLAIN = {"webcontent", "associatedcontent"}
_TEST_PARTS = {
    "adaptiveSelection", "branchRule", "itemSessionControl", "ordering", "outcomeProcessing", "preCondition",
    "rubricBlock", "selection", "templateDefault", "testFeedback", "timeLimits", "weight",
}  # fmt: skip


@dataclass
class Package:
    """``items``: path → line of the manifest that names it, in the order they are asked in."""

    files: dict[str, bytes]
    items: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def opened(content: bytes) -> Package:
    """Raises UnreadableFile for a package that is unsafe, or none."""
    package = Package(unpacked(content))
    if MANIFEST not in package.files:
        raise _refused("no_manifest")
    try:
        manifest = parse(package.files[MANIFEST])
    except UnreadableFile as error:
        raise UnreadableFile(_in_file(error.finding, MANIFEST)) from error
    if manifest.name != "manifest":
        raise _refused("wrong_manifest", manifest.line, manifest.name)
    resources = list(_resources(manifest))
    _sort(package, resources)
    if not package.items and not package.findings:
        raise _refused("no_questions", manifest.line)
    return package


def _resources(manifest: Node) -> Iterator[tuple[str, str, int]]:
    """(type, path, line) of each resource that is a file of the package. Raises UnreadableFile for a
    path that leads out of it."""
    top = manifest.get("xml:base")
    for group in [node for node in manifest.nodes if node.name == "resources"]:
        base = posixpath.join(top, group.get("xml:base"))
        for node in group.nodes:
            if node.name == "resource" and node.get("href"):
                place = posixpath.join(base, node.get("xml:base"), node.get("href"))
                yield node.get("type"), _path(place, node), node.line


def _path(place: str, node: Node) -> str:
    if re.match("[a-z]+:", place, re.IGNORECASE):
        return ""
    path = posixpath.normpath(unquote(place.partition("?")[0]))
    if not is_safe_path(path):
        raise _refused("unsafe_path", node.line, node.name)
    return path


def _sort(package: Package, resources: list[tuple[str, str, int]]) -> None:
    items = {path: line for kind, path, line in resources if _is(kind, "item")}
    order: list[str] = []
    for kind, path, line in resources:
        if _is(kind, "test"):
            order += _test(package, path, line)
        elif not _is(kind, "item") and kind.lower().partition("/")[0] not in (
            "webcontent",
            "associatedcontent",
        ):
            package.findings.append(Finding(Level.LOST, "resource_lost", line, detail=kind[:100]))
    for path in dict.fromkeys([*order, *items]):
        if path in items:
            package.items[path] = items[path]


def _is(kind: str, what: str) -> bool:
    return re.match(f"ims(qti|apip)[a-z]*_(apip)?{what}_", kind) is not None


def _test(package: Package, path: str, line: int) -> list[str]:
    """The items of a test, in its order. What else it says is reported."""
    if path not in package.files:
        package.findings.append(Finding(Level.LOST, "file_missing", line, detail=path[:100]))
        return []
    try:
        test = parse(package.files[path])
    except UnreadableFile as error:
        package.findings.append(_in_file(error.finding, path, Level.LOST))
        return []
    seen: set[str] = set()
    for node in test.walk():
        if node.name in _TEST_PARTS and node.name not in seen:
            seen.add(node.name)
            package.findings.append(
                Finding(Level.LOST, "test_lost", node.line, detail=f"{node.name}, {path}")
            )
    folder = posixpath.dirname(path)
    references = test.all("assessmentItemRef")
    return [posixpath.normpath(posixpath.join(folder, unquote(node.get("href")))) for node in references]


def _in_file(finding: Finding, path: str, level: Level = Level.REFUSED) -> Finding:
    detail = f"{path}: {finding.detail}" if finding.detail else path
    return Finding(level, finding.code, finding.line, detail=detail[:200])


def _refused(code: str, line: int = 0, detail: str = "") -> UnreadableFile:
    return UnreadableFile(Finding(Level.REFUSED, code, line, detail=detail[:100]))
