"""The messages a translator has to translate: those of our code and templates, and those that people
see of our libraries in a language the library does not speak.

Finds what ``makemessages`` finds, without gettext: Django turns a template into calls of ``gettext``,
Babel reads the calls; that part of it is asked for only when something is extracted.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

# The position of context (c), message and plural in each call we write.
CALLS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PACKAGES = ("clikc", "courses", "enrolment", "templates")
TEMPLATES = (".html", ".txt", ".xml")

# Library → its catalogues, and the files in it whose messages reach people outside the back office.
BORROWED = {
    "django": {
        "conf/locale": (
            "core/paginator.py",
            "core/validators.py",
            "db/models/base.py",
            "forms/",
            "template/defaultfilters.py",
            "utils/dateformat.py",
            "utils/dates.py",
            "utils/text.py",
        ),
        "contrib/auth/locale": ("forms.py", "password_validation.py"),
    },
    "allauth": {
        "locale": (
            "account/adapter.py",
            "account/forms.py",
            "account/models.py",
            "mfa/adapter.py",
            "mfa/base/",
            "mfa/models.py",
            "mfa/recovery_codes/",
            "mfa/totp/",
            "usersessions/models.py",
        ),
    },
}


@dataclass
class Message:
    """A text to translate, with where it stands (files, no lines: they change every day)."""

    text: str
    plural: str | None = None
    context: str | None = None
    places: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.text


def messages_for(language: str, root: Path) -> list[Message]:
    """All that the catalogue of ``language`` must hold, by place of first use, ours first."""
    return merged([*own_messages(root), *borrowed_messages(language)])


def merged(messages: Iterable[Message]) -> list[Message]:
    """One of each, with all its places, comments and its plural, wherever those were said."""
    found: dict[tuple, Message] = {}
    for message in messages:
        first = found.setdefault(message.key, message)
        if first is message:
            continue
        first.plural = first.plural or message.plural
        first.places += [place for place in message.places if place not in first.places]
        first.comments += [line for line in message.comments if line not in first.comments]
    return list(found.values())


def own_messages(root: Path) -> Iterator[Message]:
    """Those of our packages and templates below ``root``, file by file."""
    for path in sorted(path for package in PACKAGES for path in (root / package).rglob("*")):
        place = path.relative_to(root).as_posix()
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield from _from_calls(path.read_bytes(), place)
        elif path.suffix in TEMPLATES and "templates" in path.parts:
            yield from _from_template(path.read_text(encoding="utf-8"), place)


def _from_template(text: str, place: str) -> Iterator[Message]:
    from django.utils.translation.template import templatize

    # What is left around the calls keeps its indentation, which Python's tokens would trip over.
    lines = templatize(text, origin=place).splitlines()
    return _from_calls("\n".join(line.lstrip() for line in lines).encode(), place)


def _from_calls(source: bytes, place: str) -> Iterator[Message]:
    from babel.messages.extract import extract

    calls = extract("python", io.BytesIO(source), CALLS, ["Translators:"], {"encoding": "utf-8"})
    for _line, said, comments, context in calls:
        text, plural = said if isinstance(said, tuple) else (said, None)
        yield Message(text, plural, context, [place], list(comments))


def borrowed_messages(language: str) -> Iterator[Message]:
    """Those of our libraries that people see and the library has not translated into ``language``."""
    for library, catalogues in BORROWED.items():
        home = _home_of(library)
        for folder, files in catalogues.items():
            source = polib.pofile(str(home / folder / "en" / "LC_MESSAGES" / "django.po"))
            spoken = _spoken(home / folder / language / "LC_MESSAGES" / "django.po")
            for entry in source:
                places = _seen(entry, files)
                if places and (entry.msgctxt, entry.msgid) not in spoken:
                    yield Message(
                        entry.msgid,
                        entry.msgid_plural or None,
                        entry.msgctxt,
                        [f"{library}: {place}" for place in places],
                    )


def _home_of(library: str) -> Path:
    from importlib.util import find_spec

    return Path(find_spec(library).submodule_search_locations[0])


def _spoken(path: Path) -> set[tuple]:
    if not path.exists():
        return set()
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path)).translated_entries()}


def _seen(entry: polib.POEntry, files: tuple[str, ...]) -> list[str]:
    """The places of an entry that are in ``files``, written relative to the library."""
    inner = re.compile(r"^contrib/auth/")
    places = (inner.sub("", place) for place, _line in entry.occurrences)
    return list(dict.fromkeys(place for place in places if place.startswith(files)))
