"""Moodle's two ways to say a text in several languages, read and written. Pure.

The filter of Moodle's core takes ``<span lang="fr" class="multilang">…</span>``, the plug-in
``multilang2`` takes ``{mlang fr}…{mlang}``. What stands outside of both is common to all languages.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{1,8})*")
# What opens a text in a language; each part of these stops at the next sign, so that no text is slow.
_OPENED = re.compile(r"<(span|lang)\b([^<>]*)>|\{\s*(mlang)\s([^{}]*)\}", re.IGNORECASE)
_CLOSED = {name: re.compile(rf"</{name}\s?>", re.IGNORECASE) for name in ("span", "lang")}
_CLOSED["mlang"] = re.compile(r"\{\s?mlang\s?\}", re.IGNORECASE)
_CLASS = re.compile(r"\sclass=[\"']?multilang\b", re.IGNORECASE)
_LANG = re.compile(r"\slang=[\"']?([-\w]*)", re.IGNORECASE)
# A text without these has no such part; looking for one is quick.
_SIGNS = ("multilang", "<lang", "mlang")
OTHER = "other"


def by_language(text: str, language: str) -> dict[str, str]:
    """Language → what a reader of it sees. ``language`` is that of a text which names none."""
    if not any(sign in text.lower() for sign in _SIGNS):
        return {language: text}
    parts = _parts(text)
    named = dict.fromkeys(name for names, _words in parts for name in names)
    if OTHER in named:
        named = dict.fromkeys(language if name == OTHER else name for name in named)
    return {name: _seen_in(name, parts) for name in named or [language]}


def spans(words: Mapping[str, str], language: str) -> str:
    """The HTML that says the same in each language; plainly, where ``language`` is the only one."""
    if set(words) <= {language}:
        return words.get(language, "")
    return "".join(
        f'<span lang="{html.escape(name)}" class="multilang">{text}</span>' for name, text in words.items()
    )


def _parts(text: str) -> list[tuple[tuple[str, ...], str]]:
    """(languages, text) in order; no languages for what is common to all."""
    parts, end, opened = [], 0, _OPENED.search(text)
    while opened:
        kind = (opened[1] or opened[3]).lower()
        names = _names_in(kind, opened)
        closed = _CLOSED[kind].search(text, opened.end()) if names else None
        if closed:
            parts.append(((), text[end : opened.start()]))
            parts.append((names, text[opened.end() : closed.start()]))
            end = closed.end()
        elif names:  # what is never closed is not closed further on
            break
        opened = _OPENED.search(text, closed.end() if closed else opened.end())
    return [*parts, ((), text[end:])]


def _names_in(kind: str, opened: re.Match) -> tuple[str, ...]:
    if kind == "mlang":
        return _names(opened[4])
    found = _LANG.search(opened[2])
    is_language = found and (kind == "lang" or _CLASS.search(opened[2]))
    return _names(found[1]) if is_language else ()


def _names(raw: str) -> tuple[str, ...]:
    names = (name.strip().lower().replace("_", "-") for name in raw.split(","))
    return tuple(name for name in names if name == OTHER or _LANGUAGE.fullmatch(name))


def _seen_in(language: str, parts: list[tuple[tuple[str, ...], str]]) -> str:
    own = language if any(language in names for names, _words in parts) else OTHER
    return "".join(words for names, words in parts if not names or own in names).strip()
