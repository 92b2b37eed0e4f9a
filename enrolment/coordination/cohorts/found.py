"""The cohort or draft that an address names; what one may not see is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from enrolment.programmes import api as programmes

if TYPE_CHECKING:
    from clikc.people.models import Administration
    from enrolment.programmes.models import Cohort, CohortDraft

LARGEST_ID = 2**31 - 1


def cohort_or_404(request, administration: Administration, pk: int) -> Cohort:
    """A cohort of the administration, with its tutor."""
    seen = programmes.cohorts_seen_by(request.user, administration_id=administration.pk)
    cohort = seen.select_related("tutor", "cloned_from").filter(pk=pk).first() if pk <= LARGEST_ID else None
    if cohort is None:
        raise Http404
    return cohort


def draft_or_404(request, administration: Administration, pk, *, is_made: bool = False) -> CohortDraft:
    """What this person is putting together in the administration; with ``is_made``, also what is done."""
    draft = programmes.drafts_of(request.user, administration_id=administration.pk).filter(pk=pk).first()
    if draft is None or (draft.made is not None and not is_made):
        raise Http404
    return draft


def ids_in(request, name: str, most: int = 1000) -> list[int]:
    """The ids that were ticked, as the database can hold them."""
    typed = [text for text in request.POST.getlist(name)[:most] if text.isascii() and text.isdigit()]
    return [int(text) for text in typed if len(text) <= 10 and int(text) <= LARGEST_ID]
