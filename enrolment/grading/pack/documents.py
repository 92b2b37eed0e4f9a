"""The files of a pack that are read: each work, the rubric in two languages, and how it is used.

They stand alone: nothing in them is fetched from anywhere, and they print as they are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_info

from clikc.foundation.archives import is_safe_path
from clikc.foundation.documents import safe_name
from courses.lessons import api as lessons
from enrolment.assessment import api as assessment

from .rows import name_of_language

if TYPE_CHECKING:
    from courses.lessons.api import RubricShown

    from ..models import Marking
    from ..sheets import SheetFile

PLACE = "tutoring/pack/offline"


@dataclass(frozen=True)
class Packed:
    """A file of a work in the pack. ``content`` None: it is kept back, because it names who made it or
    cannot be read."""

    name: str
    size: int
    content: object

    @property
    def address(self) -> str:
        return quote(self.name)


def packed_files(files: Sequence[SheetFile], *, is_blind: bool) -> list[Packed]:
    """The files of a work under names that every system unpacks, no two alike: numbered, where they are not
    named by the code of the work alone."""
    names = [_everywhere(safe_name(file.name, file.kind)) for file in files]
    if not is_blind:
        names = [f"{number}-{name}" for number, name in enumerate(names, start=1)]
    return [Packed(name, file.size, file.content) for name, file in zip(names, files, strict=True)]


def _everywhere(name: str) -> str:
    """A name without signs that join letters, which some systems do not take."""
    if is_safe_path(name):
        return name
    return "".join(letter for letter in name if unicodedata.category(letter) != "Cf") or "document"


def work_page(marking: Marking, title: str, files: list[Packed], voices: list[str]) -> str:
    """A work as a page in the language of now. ``voices``: the languages of the rubrics beside it."""
    language = marking.hand_in.language
    text = assessment.sanitised(marking.hand_in.text)
    facts = {
        "marking": marking,
        "hand_in": marking.hand_in,
        "work": marking.submission.run_assignment,
        "code": marking.submission.code,
        "title": title,
        "text": text,
        "files": files,
        "voices": voices,
        "language_of_work": name_of_language(language),
        "lang": language if name_of_language(language) else "",
    }
    return _page("work", facts)


def rubric_page(rubric: RubricShown, bank: tuple, title: str) -> str:
    """A rubric, in its language, with comments ready to be copied."""
    with translation.override(rubric.language):
        return _page("rubric", {"rubric": rubric, "bank": bank, "title": title})


def readme_page(*, works: int) -> str:
    return _page("readme", {"number": works})


def voices_of(marking: Marking, own: str) -> list[str]:
    """The languages in which the rubric of a work is packed: the participant's, and the tutor's own."""
    written = marking.hand_in.language
    return list(dict.fromkeys([written, own] if written in settings.INTERFACE_LANGUAGES else [own]))


def rubric_of(marking: Marking, language: str) -> RubricShown:
    return lessons.rubric_in(marking.rubric, [language, _source(marking)])


def bank_of(marking: Marking, language: str) -> tuple:
    assignment = marking.submission.run_assignment.assignment
    return lessons.comments_in(assignment, [language, _source(marking)])


def _source(marking: Marking) -> str:
    return marking.submission.run_assignment.run.course.source_language


def _page(name: str, facts: dict) -> str:
    language = translation.get_language()
    direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
    return render_to_string(f"{PLACE}/{name}.html", facts | {"language": language, "direction": direction})
