"""From which desk a gradebook is opened: the addresses differ, the pages are the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse

from clikc.people.staff import staff_page
from enrolment.grading import api as grading

if TYPE_CHECKING:
    from clikc.people.models import User


@dataclass(frozen=True)
class Desk:
    """``name`` is that of the route of the table; the other routes are called after it."""

    name: str
    may: Callable[[User], bool]

    def route(self, page: str) -> str:
        return self.name if page == "table" else f"{self.name}_{page}"

    def address(self, page: str, run, **names) -> str:
        return reverse(self.route(page), kwargs={"pk": run.pk, **names})

    def page(self, view):
        """A view ``(request, desk, run, …)`` behind the door of this desk; a run whose gradebook the reader
        may not open is as unknown as none."""

        @staff_page(self.may)
        @wraps(view)
        def opened(request, pk, **names):
            run = grading.run_seen_by(request.user, pk)
            if run is None:
                raise Http404
            return view(request, self, run, **names)

        return opened


MANAGERS = Desk("gradebook", grading.sees_all)
TUTORS = Desk("tutor_gradebook", grading.is_tutor)
