"""A text of Moodle, in any of its formats and languages, as words by language. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markdown_it import MarkdownIt

from . import multilang
from .plain import Plain, TooLong, html_from_plain, looks_like_html, plain_from_html
from .report import Refused, Report

# The names of Moodle's text formats, in GIFT and in Moodle XML.
FORMATS = {
    "html": "html",
    "moodle": "moodle",
    "moodle_auto_format": "moodle",
    "plain": "plain",
    "plain_text": "plain",
    "markdown": "markdown",
    "wiki_like": "moodle",
}


@dataclass(frozen=True)
class Said:
    """Words by language, none of them empty; ``pictures`` by language: (src, alt) in order."""

    words: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    @property
    def first(self) -> str:
        return next(iter(self.words.values()), "")


def said(raw: str, markup: str, language: str, report: Report, line: int = 0) -> Said:
    """What a text says. Reports emphasis and media; pictures are left to the caller. Raises Refused."""
    by_language = {language: raw} if markup == "plain" else multilang.by_language(raw, language)
    try:
        read = {name: _plain(text, markup) for name, text in by_language.items()}
    except TooLong:
        raise Refused("text_too_long", raw[:200], line) from None
    for code, names in (("formatting", _all(read, "formatting")), ("media", _all(read, "media"))):
        if names:
            report.lost(code, ", ".join(names), line)
    return Said(
        {name: found.text for name, found in read.items() if found.text},
        {name: found.pictures for name, found in read.items() if found.pictures},
    )


def html_of(words: Mapping[str, str], language: str) -> str:
    """Words by language as HTML that Moodle's multi-language filter understands."""
    return multilang.spans({name: html_from_plain(text) for name, text in words.items() if text}, language)


def _plain(text: str, markup: str) -> Plain:
    if markup == "markdown":
        if len(text) > 20_000:
            raise TooLong
        return plain_from_html(MarkdownIt("commonmark").render(text))
    if markup == "plain":
        return Plain(text.strip())
    if markup == "moodle" and not looks_like_html(text):
        return Plain("\n".join(line.strip() for line in text.split("\n")).strip())
    return plain_from_html(text, keeps_lines=markup == "moodle")


def _all(read: Mapping[str, Plain], name: str) -> list[str]:
    return list(dict.fromkeys(item for found in read.values() for item in getattr(found, name)))
