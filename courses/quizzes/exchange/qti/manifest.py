"""The manifest of a content package. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .dialect import Dialect
from .tree import Node, element

_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def manifest(dialect: Dialect, items: Mapping[str, list[str]], extra: Iterable[str]) -> Node:
    """``items``: path → all its files. ``extra``: files that belong to none."""
    resources = [
        _resource(f"item-{place}", dialect.item_type, path, files)
        for place, (path, files) in enumerate(items.items(), start=1)
    ]
    resources += [
        _resource(f"extra-{place}", "webcontent", path, [path]) for place, path in enumerate(extra, 1)
    ]
    about = element(
        "metadata",
        None,
        element("schema", None, dialect.schema),
        element("schemaversion", None, dialect.schema_version),
    )
    attributes = {
        "xmlns": dialect.manifest,
        "xmlns:xsi": _XSI,
        "xsi:schemaLocation": f"{dialect.manifest} {dialect.manifest_schema}",
        "identifier": "manifest",
    }
    return element(
        "manifest", attributes, about, element("organizations"), element("resources", None, *resources)
    )


def _resource(identifier: str, kind: str, path: str, files: Iterable[str]) -> Node:
    parts = [element("file", {"href": file}) for file in files]
    return element("resource", {"identifier": identifier, "type": kind, "href": path}, *parts)
