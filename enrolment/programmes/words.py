"""What a record is called in the reader's language, and which language that is."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname


@dataclass(frozen=True)
class Titled:
    """``language`` is that of the words, "" where it is the reader's own."""

    title: str
    language: str = ""


def titled(record, name: str = "title") -> Titled:
    """The words of a translated column in the reader's language, or else in the source language."""
    reader = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    own = getattr(record, build_localized_fieldname(name, reader), None)
    source = settings.MODELTRANSLATION_DEFAULT_LANGUAGE
    return Titled(own) if own else Titled(getattr(record, name) or "", "" if reader == source else source)
