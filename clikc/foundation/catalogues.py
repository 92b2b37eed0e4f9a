"""Message catalogues: ``locale/<language>/LC_MESSAGES/django.po``, kept and compiled in pure Python.

The ``.po`` files are the translators' work and stand in git; the ``.mo`` beside them are made.
What must be in a catalogue is found by ``messages.py``.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path

import polib
from django.conf import settings

from .messages import Message

# How each language counts, as gettext writes it.
PLURAL_FORMS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
        "n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
    "am": "nplurals=2; plural=(n > 1);",
}
NAMED = re.compile(r"%\((\w+)\)([a-zA-Z])")
UNNAMED = re.compile(r"(?<!%)(?:%%)*%([sd])")
BRACED = re.compile(r"\{(\w*)\}")


def translated_languages() -> list[str]:
    """The languages of the interface besides the one the code is written in."""
    return [code for code in settings.INTERFACE_LANGUAGES if code != settings.LANGUAGE_CODE]


def folder() -> Path:
    return Path(settings.LOCALE_PATHS[0])


def path_of(language: str, root: Path | None = None) -> Path:
    return (root or folder()) / language / "LC_MESSAGES" / "django.po"


def missing(root: Path | None = None) -> list[str]:
    """Languages of the interface without a catalogue: their addresses would answer 404."""
    return [language for language in translated_languages() if not path_of(language, root).is_file()]


def compile_stale(root: Path) -> list[Path]:
    """Compile every catalogue under ``root`` that is newer than what was made of it; what was compiled.

    Needs no settings. A half-written file is never seen: it is put in place whole.
    """
    return [made for source in sorted(root.glob("*/LC_MESSAGES/*.po")) if (made := _compile(source))]


def _compile(source: Path) -> Path | None:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return None
    unfinished = target.with_suffix(f".{os.getpid()}")
    polib.pofile(str(source)).save_as_mofile(str(unfinished))
    unfinished.replace(target)
    return target


def update(language: str, messages: Iterable[Message], root: Path | None = None) -> tuple[int, int]:
    """Bring a catalogue up to date: what is new is added empty, what is gone is dropped, and what was
    translated stays. How many were added and dropped.

    The same messages give the same file, whatever the machine and the day.
    """
    path = path_of(language, root)
    known = _by_key(polib.pofile(str(path))) if path.exists() else {}
    fresh = polib.POFile(wrapwidth=100)
    fresh.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    keys = set()
    for message in messages:
        fresh.append(_entry(message, known.get(message.key), plurals_of(language)))
        keys.add(message.key)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"{fresh}\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return len(keys - known.keys()), len(known.keys() - keys)


def _entry(message: Message, known: polib.POEntry | None, plurals: int) -> polib.POEntry:
    entry = polib.POEntry(
        msgctxt=message.context,
        msgid=message.text,
        comment="\n".join(message.comments),
        occurrences=[(place, "") for place in message.places],
        flags=_flags(message),
    )
    if message.plural is None:
        entry.msgstr = known.msgstr if known and not known.msgid_plural else ""
    else:
        entry.msgid_plural = message.plural
        old = known.msgstr_plural if known else {}
        entry.msgstr_plural = {number: old.get(number, "") for number in range(plurals)}
    return entry


def _flags(message: Message) -> list[str]:
    has_placeholder = NAMED.search(message.text) or UNNAMED.search(message.text)
    return ["python-format"] if has_placeholder else []


def plurals_of(language: str) -> int:
    """How many forms of a number a language has."""
    return int(re.search(r"nplurals=(\d+)", PLURAL_FORMS[language])[1])


def _by_key(catalogue: polib.POFile) -> dict[tuple, polib.POEntry]:
    return {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}


def faults(language: str, messages: Iterable[Message], root: Path | None = None) -> list[str]:
    """What keeps a catalogue from being complete and right, one line each; empty when nothing does."""
    path = path_of(language, root)
    if not path.is_file():
        return [f"{path.name} of {language} is missing: run `make messages`"]
    catalogue = polib.pofile(str(path))
    known = _by_key(catalogue)
    wanted = {message.key for message in messages}
    found = [f"not in the catalogue: {key[1]!r}" for key in wanted - known.keys()]
    found += [f"no longer used: {key[1]!r}" for key in known.keys() - wanted]
    if catalogue.metadata.get("Plural-Forms") != PLURAL_FORMS[language]:
        found.append("the header Plural-Forms is not that of the language")
    for entry in known.values():
        found += [f"{reason}: {entry.msgid!r}" for reason in _faults_of(entry, plurals_of(language))]
    return sorted(f"{language}: {line}" for line in found)


def _faults_of(entry: polib.POEntry, plurals: int) -> list[str]:
    if entry.fuzzy:
        return ["fuzzy"]
    if entry.msgid_plural and sorted(entry.msgstr_plural) != list(range(plurals)):
        return [f"has not {plurals} forms"]
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(form.strip() for form in forms):
        return ["untranslated"]
    allowed = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural or "")
    needed = _placeholders(entry.msgid) & _placeholders(entry.msgid_plural or entry.msgid)
    # The form of one, or two, may say the number as a word; none may name what is not given.
    optional = needed if len(forms) > 1 else frozenset()
    wrong = any(not (needed - optional <= _placeholders(form) <= allowed) for form in forms)
    return ["placeholders differ"] if wrong or _lacks_number(forms, needed) else []


def _lacks_number(forms: list[str], needed: frozenset[str]) -> bool:
    """The form for many (the last) must say all that the source says."""
    return len(forms) > 1 and not needed <= _placeholders(forms[-1])


def _placeholders(text: str) -> frozenset[str]:
    """``%(name)s``, ``{name}``, and ``%s`` by how many there are."""
    named = {f"%({name}){kind}" for name, kind in NAMED.findall(text)}
    unnamed = {f"%{kind} no. {n}" for n, kind in enumerate(UNNAMED.findall(NAMED.sub("", text)))}
    return frozenset(named | unnamed | {f"{{{name}}}" for name in BRACED.findall(text)})
