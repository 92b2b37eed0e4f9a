"""Plain text files with front matter, and the small Markdown our pages are written in.

Only what a rich text field of ours holds comes out: paragraphs, ``###`` headings, lists, bold,
italic and links. HTML in the source is shown as text, never passed on.
"""

from dataclasses import dataclass
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

_parser = MarkdownIt("zero", {"html": False}).enable(
    ["paragraph", "heading", "list", "emphasis", "link", "backticks", "escape", "entity", "newline"]
)

_TAGS = {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "a"}
_RENAMED = {"strong": "b", "em": "i"}


class SourceError(Exception):
    """A source file that cannot be used: where, and why."""

    def __init__(self, line: int, message: str):
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(frozen=True)
class Source:
    """A file taken apart: its front matter and its text, with the line the text begins at."""

    fields: dict[str, Any]
    text: str
    first_line: int


def cut_front_matter(content: str) -> tuple[str, str, int]:
    """A file → its front matter as written, the text below, and the line that text begins at.

    The front matter itself begins in line 2. Raises SourceError where it is not there.
    """
    lines = content.split("\n")
    if lines[0].strip() != "---":
        raise SourceError(1, "the file must begin with front matter between two lines of ---")
    try:
        end = next(n for n, line in enumerate(lines[1:], start=1) if line.strip() == "---")
    except StopIteration:
        raise SourceError(1, "the front matter has no closing ---") from None
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2


def split_front_matter(content: str) -> Source:
    """Take a file with ``---`` front matter apart. Raises SourceError with the line of the fault."""
    front, text, first_line = cut_front_matter(content)
    try:
        fields = yaml.safe_load(front) or {}
    except yaml.YAMLError as error:
        raise SourceError(_line_of(error) + 1, f"front matter: {_reason_of(error)}") from None
    if not isinstance(fields, dict):
        raise SourceError(2, "the front matter must be a list of names and values")
    return Source(fields=fields, text=text, first_line=first_line)


def _line_of(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1


def _reason_of(error: yaml.YAMLError) -> str:
    return getattr(error, "problem", None) or str(error)


def to_html(text: str) -> str:
    """Markdown as the HTML of a rich text field: ``**a**`` → ``<p><b>a</b></p>``."""
    return "".join(_render(token) for token in _parser.parse(text))


def to_inline_html(text: str) -> str:
    """One line of Markdown, without the paragraph around it."""
    tokens = _parser.parseInline(text.strip())
    return "".join(_render(token) for token in tokens)


def _render(token: Token) -> str:
    from html import escape

    if token.type == "inline":
        return "".join(_render(child) for child in token.children or [])
    if token.type in {"text", "code_inline"}:
        return escape(token.content, quote=False)
    if token.type == "softbreak":
        return " "
    if token.type == "hardbreak":
        return "<br/>"
    if token.tag in _TAGS and not token.hidden:
        tag = _RENAMED.get(token.tag, token.tag)
        if token.nesting == -1:
            return f"</{tag}>"
        href = f' href="{escape(str(token.attrGet("href")))}"' if token.tag == "a" else ""
        return f"<{tag}{href}>"
    return ""
