"""Modules that are put into a session, or taken out of it, while people are in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from enrolment.programmes import api as programmes

from .leaving import leave_module
from .models import Participation
from .participating import seat

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import SessionModule


@transaction.atomic
def add_session_module(*, session_id: int, by: User | None, **facts) -> SessionModule:
    """Put a module into a session, and everybody who is in the session into its run. Takes and raises what
    programmes' ``add_module`` does."""
    made = programmes.add_module(session_id=session_id, by=by, **facts)
    seat(made.session, _people_in(session_id), by)
    return made


@transaction.atomic
def remove_session_module(*, session_id: int, code: str, by: User | None, **facts) -> SessionModule | None:
    """Take a module out of a session; everybody gives up her seat in its run, and her place in its course
    where nobody can join that alone. Takes and raises what programmes' ``remove_module`` does."""
    gone = programmes.remove_module(session_id=session_id, code=code, by=by, **facts)
    if gone is not None and gone.run is not None:
        leave_module(gone.run, _people_in(session_id), by)
    return gone


def _people_in(session_id: int) -> list[User]:
    inside = Participation.objects.current().filter(session=session_id).select_related("learner")
    return [item.learner for item in inside.order_by("pk")]
