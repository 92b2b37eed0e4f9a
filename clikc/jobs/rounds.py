"""What comes round: begun by whichever worker finds it due first, and by no other."""

from datetime import timedelta

from django.utils import timezone

from .models import Round
from .registry import Periodic, rounds
from .tasks import do_round


def begin_rounds() -> None:
    """Put what is due into the queue, once for all workers."""
    for periodic in rounds():
        if _is_ours(periodic):
            do_round.enqueue(periodic.name)


def _is_ours(periodic: Periodic) -> bool:
    now = timezone.now()
    _row, is_first = Round.objects.get_or_create(name=periodic.name, defaults={"begun_at": now})
    due = Round.objects.filter(
        name=periodic.name, begun_at__lte=now - timedelta(seconds=periodic.every_seconds)
    )
    return is_first or bool(due.update(begun_at=now))
