"""In which language the words of a rubric are read: that of the participant, or the tutor's own."""

from __future__ import annotations

from django.conf import settings


def voices_of(written_in: str, own: str) -> list[str]:
    """The languages the words can be read in: that of the work first, then the reader's own."""
    first = written_in if written_in in settings.INTERFACE_LANGUAGES else own
    return list(dict.fromkeys((first, own)))


def voice_asked(asked: str, voices: list[str]) -> str:
    """The one that was asked for, else that of the participant."""
    return asked if asked in voices else voices[0]
