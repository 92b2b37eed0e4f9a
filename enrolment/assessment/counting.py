"""How much a quiz is sat: what its authors are told before they change what it is."""

from __future__ import annotations

from django.db.models import Count, Q

from courses.quizzes import api as quizzes

from .models import Attempt


def sittings_at(quiz_id: int) -> quizzes.Sittings:
    """How many attempts at this quiz are open, and how many were handed in. One query."""
    is_open = Q(submitted_at__isnull=True)
    counts = Attempt.objects.filter(quiz=quiz_id).aggregate(
        open=Count("pk", filter=is_open), handed_in=Count("pk", filter=~is_open)
    )
    return quizzes.Sittings(**counts)
