"""The call and the nomination that an address means; what is another administration's is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404

from enrolment.admissions import api as admissions

if TYPE_CHECKING:
    from clikc.people.models import Administration

# A whole number that the smallest key column can hold.
_LARGEST = 2**31


def call_or_404(call_id: int):
    """A call that was announced, with session and programme."""
    found = None
    if call_id < _LARGEST:
        found = admissions.calls_announced().filter(pk=call_id).first()
    if found is None:
        raise Http404
    return found


def nomination_or_404(request, administration: Administration, pk: UUID):
    """A nomination of this administration, with call, session and candidate."""
    found = admissions.nominations_seen_by(request.user, administration).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
