"""The parts that every question of Moodle XML has: words, answers, files, settings. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import unquote

from .. import multilang
from ..model import Picture
from ..moodletext import FORMATS, Said, said
from ..pictures import NoPicture, picture_from_base64
from ..report import Report
from ..weights import Answer, weight_of
from .extension import CODE, LANG
from .tree import Node

_FILES = "@@PLUGINFILE@@/"


class Element:
    """Reads the parts of one ``<question>``."""

    def __init__(self, node: Node, language: str, report: Report):
        self.node = node
        self.language = language
        self.report = report
        asked = node.child("questiontext") or Node("questiontext")
        self.markup = FORMATS.get(asked.get("format"), "html")
        self.asked = asked
        self.picture: Picture | None = None

    def said(self, node: Node | None, raw: str | None = None) -> Said:
        if node is None:
            return Said()
        markup = FORMATS.get(node.get("format"), self.markup)
        return said(node.inner if raw is None else raw, markup, self.language, self.report, node.line)

    def words(self, node: Node | None) -> dict[str, str]:
        """Words by language; pictures in them are reported."""
        found = self.said(node)
        names = [file.get("name") for file in node.all("file")] if node else []
        names += [src for pictures in found.pictures.values() for src, _alt in pictures]
        if names:
            self.report.lost("picture_elsewhere", names[0], node.line)
        return dict(found.words)

    def asked_words(self, raw: str | None = None) -> dict[str, str]:
        """The words of the question; its first picture becomes ``picture``."""
        found = self.said(self.asked, raw)
        self._take_picture(found.pictures)
        return dict(found.words)

    def general(self) -> dict[str, str]:
        return self.words(self.node.child("generalfeedback"))

    def answers(self, *, is_plain: bool = False) -> list[Answer]:
        return [self._answer(node, is_plain=is_plain) for node in self.node.all("answer")]

    def _answer(self, node: Node, *, is_plain: bool) -> Answer:
        return Answer(
            self.plain_words(node) if is_plain else self.words(node),
            weight_of(node.get("fraction") or node.value("fraction")),
            node.inner,
            node.get(CODE),
            self.words(node.child("feedback")),
            node.value("tolerance"),
            node.line,
        )

    def plain_words(self, node: Node) -> dict[str, str]:
        """A text that Moodle compares as it stands."""
        if node.get(LANG):
            return {node.get(LANG): node.inner}
        found = multilang.by_language(node.inner, self.language)
        return {name: " ".join(text.split()) for name, text in found.items() if text.strip()}

    def _take_picture(self, pictures: Mapping[str, tuple[tuple[str, str], ...]]) -> None:
        files = {file.get("name"): file for file in self.asked.all("file")}
        files |= self._old_picture()
        shown = [unquote(src.removeprefix(_FILES)) for found in pictures.values() for src, _alt in found]
        shown = list(dict.fromkeys([*shown, *(name for name in files if self.node.child("image"))]))
        for name in [*shown, *(name for name in files if name not in shown)]:
            line = files[name].line if name in files else self.asked.line
            if self.picture or name not in files or name not in shown:
                self.report.lost("further_picture" if self.picture else "file", name, line)
                continue
            alts = {
                language: next((alt for src, alt in found if unquote(src.removeprefix(_FILES)) == name), "")
                for language, found in pictures.items()
            }
            self._accept(name, files[name], alts)

    def _accept(self, name: str, file: Node, alts: Mapping[str, str]) -> None:
        try:
            found = picture_from_base64(name, file.text)
        except NoPicture as fault:
            self.report.lost(str(fault), name, file.line)
        else:
            self.picture = replace(found, alt={language: alt for language, alt in alts.items() if alt})

    def _old_picture(self) -> dict[str, Node]:
        """As Moodle 1.9 wrote it: ``<image>`` and ``<image_base64>``."""
        name, content = self.node.value("image"), self.node.child("image_base64")
        return {name: content} if name and content else {}
