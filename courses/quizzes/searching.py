"""What a question is found by: its code and its words of every language, folded as answers are."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .kinds.text import folded

QUERY_LENGTH = 200
QUERY_WORDS = 12


class SearchWordsField(models.TextField):
    """Written by itself whenever a question is saved whole, or made in bulk."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs | {"blank": True, "editable": False, "default": ""})

    def pre_save(self, model_instance, add):
        words = search_words(model_instance)
        setattr(model_instance, self.attname, words)
        return words


def search_words(question) -> str:
    """The code, then the text of each language, one a line."""
    texts = [question.code]
    texts += [getattr(question, f"text_{code}", None) for code in settings.MODELTRANSLATION_LANGUAGES]
    return "\n".join(folded(text) for text in texts if text)


def is_searched(field: str) -> bool:
    """Whether what a question is found by comes from this field."""
    return field == "code" or field.startswith("text_")


def query_words(query: str) -> list[str]:
    """The folded words an author looks for, at most a dozen of the first 200 characters."""
    return folded(query[:QUERY_LENGTH]).split()[:QUERY_WORDS]
