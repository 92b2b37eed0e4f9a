"""The Markdown of a lesson: what it may hold, and the HTML it becomes.

HTML in the source is shown as text. What our pages do not know (quotation marks of e-mail, code,
tables outside a fence) would be shown as its signs, so it is a problem instead.
"""

from __future__ import annotations

import re
from html import unescape

from clikc.foundation.markdown import to_html, to_inline_html

from .problems import Report

_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_STRANGE = (
    (re.compile(r"(?!### )#{1,6}\s"), "only ### headings may stand in text"),
    (re.compile(r">"), "“>” means nothing here; somebody's words are a ::: quotation"),
    (re.compile(r"\|"), "a table must stand in a ::: table"),
    (re.compile(r"```|~~~"), "code blocks are not shown"),
    (re.compile(r"!\["), "a picture must stand in a ::: picture"),
    (re.compile(r"(-{3,}|={3,}|\*{3,}|_{3,})$"), "a line of dashes means nothing here"),
    (re.compile(r":::"), "this is no fence: write “::: kind {#key}” or close one with “:::”"),
)
_MARKS = re.compile(r"<(b|i|a )")


def prose(text: str, line: int, report: Report) -> str:
    """Markdown that begins in ``line`` as HTML; reports what cannot be shown."""
    for number, row in enumerate(text.split("\n"), start=line):
        bare = row.strip()
        for pattern, message in _STRANGE:
            if pattern.match(bare):
                report.problem(number, message)
                break
        check_links(bare, number, report)
    return to_html(text)


def inline(text: str, line: int, report: Report) -> str:
    """One paragraph of Markdown as HTML, empty for an empty text."""
    text = " ".join(text.split())
    check_links(text, line, report)
    return f"<p>{to_inline_html(text)}</p>" if text else ""


def check_links(text: str, line: int, report: Report) -> None:
    for address in _LINK.findall(text):
        if not is_web_address(address) and not address.lower().startswith("mailto:"):
            report.problem(line, f"the link “{address}” must begin with https:// or http://")


def check_plain(text: str, name: str, line: int, report: Report) -> None:
    """A field that is shown as it stands must not hold Markdown."""
    if not any(sign in text for sign in "*_[<"):
        return
    if _MARKS.search(to_inline_html(text)):
        report.problem(line, f"“{name}” is shown as plain text: no **bold**, *italic* or [links](…) here")


def is_web_address(address: str) -> bool:
    return bool(re.match(r"https?://[^\s/?#]+", address, re.IGNORECASE))


def plain(html: str) -> str:
    """The words of a piece of inline HTML."""
    return unescape(re.sub(r"<[^>]+>", "", html))
