"""Questions as a content package of QTI 2.1 or 3.0. Pure.

Every item is read again when it is written: what does not come back stands in the companion, and what
cannot be read is refused, so that no file is written that we would not take ourselves.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import count

from ...checking import is_keepable
from ..codes import Codes
from ..model import Finding, Level, Picture, QuestionSource, UnreadableFile, Writing
from . import companion
from .archive import unpacked
from .body import Written, item_of
from .dialect import DIALECTS, Dialect
from .item import read_item
from .manifest import manifest
from .tree import Node, parse, written

# The first day a ZIP can say: two exports of the same questions are the same bytes.
_DATE = (1980, 1, 1, 0, 0, 0)
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,79}")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202d\u202e]")
# What other systems do not learn of a question, by what its definition says.
_UNSAID = (("partial", "ordering"), ("least", "essay"), ("most", "essay"))


@dataclass
class _Export:
    dialect: Dialect
    language: str
    files: dict[str, bytes] = field(default_factory=dict)
    # Path of an item → the paths of all its files.
    items: dict[str, list[str]] = field(default_factory=dict)
    codes: Codes = field(default_factory=Codes)
    additions: dict[str, dict] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def write(questions: Iterable[QuestionSource], *, language: str, version: str = "3.0") -> Writing:
    """A content package (ZIP) of one item a question, in ``language`` or else the first a question has.

    What QTI cannot say travels in a file of its own (``companion``) and is read back from there; other
    systems do not see it, which the findings say. ``version``: "2.1" or "3.0". KeyError for others.
    """
    export = _Export(DIALECTS[version], language)
    for number, question in enumerate(questions, start=1):
        _add(export, _clean(export, question), number)
    if export.additions:
        export.files[companion.NAME] = companion.written(export.additions)
    extra = [companion.NAME] if export.additions else []
    export.files["imsmanifest.xml"] = _document(manifest(export.dialect, export.items, extra), export.dialect)
    content = _zipped(export.files)
    export.findings += _unopened(content)
    return Writing(content, "zip", tuple(export.findings), len(export.items))


def _unopened(content: bytes) -> list[Finding]:
    """Why the package would not be opened again: it holds more than one may."""
    try:
        unpacked(content)
    except UnreadableFile as unreadable:
        return [unreadable.finding]
    return []


def _add(export: _Export, question: QuestionSource, number: int) -> None:
    is_name = _IDENTIFIER.fullmatch(question.code)
    identifier = export.codes.give(question.code if is_name else f"question-{number}")
    path = f"items/{number:04}.xml"
    shown = replace(question, picture=_file(question.picture, number))
    source = Written(shown, identifier, _keys(question), _language(question, export.language), "../")
    root = item_of(source, export.dialect)
    content = _document(root, export.dialect)
    pictures = {shown.picture.name: shown.picture.content} if shown.picture else {}
    read, findings = read_item(parse(content), language=export.language, path=path, files=pictures)
    if read is None:
        export.findings += [_unwritten(question, number, finding) for finding in findings[-1:]]
        return
    export.files |= {path: content, **pictures}
    export.items[path] = [path, *pictures]
    keys = _read_keys(read, source.keys)
    addition = companion.entry(read, question, keys)
    if addition:
        export.additions[path] = addition
    export.findings += [
        _unwritten(question, number, finding) for finding in findings if finding.code == "picture_too_large"
    ]
    export.findings += _unsaid(question)


def _unwritten(question: QuestionSource, number: int, finding: Finding) -> Finding:
    return replace(finding, line=question.line, question=question.code or str(number))


def _read_keys(read: QuestionSource, keys: list[str]) -> list[str]:
    """The names the choices come back with: their own, or where they are recognised as others (true and
    false), those in their places."""
    found = [choice.code for choice in read.choices]
    return keys if set(found) == set(keys) else found


def _unsaid(question: QuestionSource) -> list[Finding]:
    """What only the companion carries, for whoever reads the package in another system."""
    names = [name for name, kind in _UNSAID if kind == question.kind and question.definition.get(name)]
    names += ["languages"] * (len(question.text) > 1)
    return [Finding(Level.NOTE, "only_here", question.line, question.code, name) for name in names]


def _clean(export: _Export, question: QuestionSource) -> QuestionSource:
    """A question without characters that no XML can hold."""
    found = _without(question)
    if found != question:
        export.findings.append(
            Finding(Level.LOST, "unreadable_characters", question.line, _NO_XML.sub("�", question.code))
        )
    return found


def _without(value):
    if isinstance(value, str):
        return value if is_keepable(value) and not _NO_XML.search(value) else _NO_XML.sub("", value)
    if isinstance(value, dict):
        return {_without(key): _without(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_without(inner) for inner in value)
    if hasattr(value, "__dataclass_fields__"):
        return replace(value, **{name: _without(getattr(value, name)) for name in value.__dataclass_fields__})
    return value


def _keys(question: QuestionSource) -> list[str]:
    """The identifiers of the choices in the item: their codes, where XML takes them."""
    codes = [choice.code for choice in question.choices]
    good = {code for code in codes if _IDENTIFIER.fullmatch(code) and codes.count(code) == 1}
    free = (name for place in count(1) if (name := f"choice-{place}") not in good)
    return [code if code in good else next(free) for code in codes]


def _language(question: QuestionSource, wanted: str) -> str:
    """The language an item is written in."""
    has_words = [language for language, text in question.text.items() if text.strip()]
    return wanted if wanted in has_words else next(iter(has_words), wanted)


def _file(picture: Picture | None, number: int) -> Picture | None:
    if picture is None:
        return None
    name = _UNSAFE.sub("-", picture.name).strip("-.")[-80:] or "picture"
    return replace(picture, name=f"images/{number:04}/{name}")


def _document(root: Node, dialect: Dialect) -> bytes:
    kebab = dialect.is_kebab and root.name == "assessmentItem"
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + written(root, kebab=kebab) + "\n").encode()


def _zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files, key=lambda path: (path != "imsmanifest.xml", path)):
            entry = zipfile.ZipInfo(path, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, files[path])
    return packed.getvalue()
