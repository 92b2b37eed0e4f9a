"""Words of records in the back office: a field for each language, a text in the editor's own."""

from __future__ import annotations

from django.conf import settings
from django.forms import Widget
from django.utils.translation import get_language, get_language_info
from wagtail.admin.panels import FieldPanel

from ..models import Question
from ..words import Words, words_in

LANGUAGES = settings.MODELTRANSLATION_LANGUAGES


def name_of(language: str) -> str:
    """A language as it calls itself."""
    return get_language_info(language)["name_local"]


def language_choices() -> list[tuple[str, str]]:
    return [(code, name_of(code)) for code in LANGUAGES]


def word_panels(field: str, widget: type[Widget] | None = None) -> list[FieldPanel]:
    """A panel for each language of a translated field, named after the language and written in it."""
    return [
        FieldPanel(
            f"{field}_{code}",
            heading=name_of(code),
            widget=widget(attrs={"lang": code, "dir": "auto", "rows": 2}) if widget else None,
        )
        for code in LANGUAGES
    ]


def text_of(question: Question) -> Words:
    """The text of a question in the language of the interface, else in its course's source language."""
    texts = {code: getattr(question, f"text_{code}", None) for code in LANGUAGES}
    source = question.bank.course.source_language
    return words_in(texts, [get_language() or settings.LANGUAGE_CODE, source])
