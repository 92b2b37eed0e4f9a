"""What an account was reminded of becomes another one's, so that nobody is reminded twice in three days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .models import Reminder

if TYPE_CHECKING:
    from clikc.people.models import User


def move_reminders(*, kept: User, dropped: User) -> None:
    """The reminders of ``dropped`` become those of ``kept``, but for rounds in which she has one as well."""
    hers = Reminder.objects.filter(person=kept).values("round")
    Reminder.objects.filter(person=dropped).exclude(round__in=hers).update(person=kept)
