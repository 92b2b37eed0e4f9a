"""Moodle's two ways to say a text in several languages, read and written. Pure.

The filter of Moodle's core takes ``<span lang="fr" class="multilang">…</span>``, the plug-in
``multilang2`` takes ``{mlang fr}…{mlang}``. What stands outside of both is common to all languages.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{1,8})*")
_SPAN = re.compile(
    r"<span(?=[^>]*\sclass=[\"']?multilang[\"'\s>])[^>]*?\slang=[\"']?([^\"'\s>]*)[\"']?[^>]*>(.*?)</span>"
    r"|<lang\s+lang=[\"']?([^\"'\s>]*)[\"']?\s*>(.*?)</lang>"
    r"|\{\s*mlang\s+([^}]*?)\s*\}(.*?)\{\s*mlang\s*\}",
    re.IGNORECASE | re.DOTALL,
)
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
    parts, end = [], 0
    for found in _SPAN.finditer(text):
        parts.append(((), text[end : found.start()]))
        name, words = next((found[i], found[i + 1]) for i in (1, 3, 5) if found[i] is not None)
        parts.append((_names(name), words))
        end = found.end()
    return [*parts, ((), text[end:])]


def _names(raw: str) -> tuple[str, ...]:
    names = (name.strip().lower().replace("_", "-") for name in raw.split(","))
    return tuple(name for name in names if name == OTHER or _LANGUAGE.fullmatch(name))


def _seen_in(language: str, parts: list[tuple[tuple[str, ...], str]]) -> str:
    own = language if any(language in names for names, _words in parts) else OTHER
    return "".join(words for names, words in parts if not names or own in names).strip()
