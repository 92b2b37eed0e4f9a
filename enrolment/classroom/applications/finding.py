"""The call and the nomination of hers that an address means; another's is unknown."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from enrolment.admissions import api as admissions

# A whole number that the smallest key column can hold.
_LARGEST = 2**31


def call_or_404(call_id: int):
    """A call that was announced, with session and programme."""
    found = admissions.calls_announced().filter(pk=call_id).first() if call_id < _LARGEST else None
    if found is None:
        raise Http404
    return found


def own_or_404(request, pk: UUID):
    """Her own nomination, with call and session."""
    found = admissions.own_nominations(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
