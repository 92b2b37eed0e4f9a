"""A line in the history of each of many records, written at once."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import ModelLogEntry

from .models import Question


def note(questions: Mapping[Question, Mapping], *, action: str, user) -> None:
    """A line in the history of each question, with the data that it stands with. Two queries."""
    content_type, at = ContentType.objects.get_for_model(Question), timezone.now()
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=content_type,
            object_id=str(question.pk),
            label=question.code,
            action=action,
            timestamp=at,
            # Entries with one id are one line of a history, and each question has a history of its own.
            uuid=uuid4(),
            user=user,
            content_changed=True,
            data=dict(data),
        )
        for question, data in questions.items()
    )
