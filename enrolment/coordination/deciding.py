"""Who decides on a page: the coordinator of an administration, or the Secretariat where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING

from django.urls import reverse

from clikc.people.staff import staff_page
from enrolment.membership import api as membership

from .workspace import coordinator_page

if TYPE_CHECKING:
    from clikc.people.models import Administration


# Who decides in the place of a coordinator who is not there, by section.
SECRETARIAT = {
    "registrations": membership.settles_registrations,
    "transfers": membership.settles_transfers,
}


@dataclass(frozen=True)
class Desk:
    """Whose queue is shown. ``administration`` None: everything the Secretariat decides on; ``ways`` are the
    sections that are open to her there."""

    section: str
    administration: Administration | None = None
    ways: tuple[str, ...] = ()

    @property
    def base(self) -> str:
        return "coordination/_base.html" if self.administration else "coordination/_secretariat.html"

    @property
    def queue(self) -> str:
        """The address of the list."""
        return self._reverse(f"{self._prefix}_{self.section}")

    def place_of(self, pk: int) -> str:
        """The address of one of its entries."""
        return self._reverse(f"{self._prefix}_{self.section.removesuffix('s')}", pk=pk)

    def placed(self, rows):
        """The same rows, each with its address as ``place``."""
        for row in rows:
            row.place = self.place_of(row.pk)
        return rows

    @property
    def _prefix(self) -> str:
        return "coordination" if self.administration else "secretariat"

    def _reverse(self, route: str, **where) -> str:
        if self.administration:
            where["code"] = self.administration.code
        return reverse(route, kwargs=where)

    def context(self, **more) -> dict:
        return {"desk": self, "section": self.section, "administration": self.administration, **more}


def desk_pages(section: str):
    """``view(request, desk, …)`` twice: for the coordinator of an administration, and for the Secretariat."""

    def make(view):
        @coordinator_page
        @wraps(view)
        def coordinators(request, administration, *args, **kwargs):
            return view(request, Desk(section, administration), *args, **kwargs)

        @staff_page(SECRETARIAT[section])
        @wraps(view)
        def secretariat(request, *args, **kwargs):
            ways = tuple(name for name, may in SECRETARIAT.items() if may(request.user))
            return view(request, Desk(section, ways=ways), *args, **kwargs)

        return coordinators, secretariat

    return make
